namespace Madaline.Data;

/// <summary>How a <see cref="DataLoader"/> makes batches; the defaults are PyTorch's.</summary>
public sealed record LoaderOptions
{
    /// <summary>Samples in a batch, at least 1; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether every epoch has a random order of its own.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Which samples an epoch takes, in place of all in order or shuffled; null for all.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>Whether an incomplete last batch is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Whether batches are made ahead, on one background thread. Pays when a batch takes over 20 µs.</summary>
    public bool Prefetch { get; init; }

    /// <summary>What the orders and random transforms derive from; <see cref="Rng.Default"/> when omitted.</summary>
    /// <remarks>Only split, never advanced: what else draws from the stream changes nothing here.</remarks>
    public Rng? Rng { get; init; }
}
