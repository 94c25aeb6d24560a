namespace Madaline.Generators.Sizes;

/// <summary>What is known of the size of a tensor between two layers.</summary>
internal enum WidthKind
{
    Unknown,

    /// <summary>The size of dimension 1 of [n, c, …], before rows and columns.</summary>
    Channels,

    /// <summary>The last size.</summary>
    Features,

    /// <summary>The last size is a multiple: channels times places, flattened.</summary>
    MultipleOf,
}

/// <summary>A size between two layers.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Value">The number.</param>
/// <param name="Layer">The layer that gave it, as it is written.</param>
internal readonly record struct Width(WidthKind Kind, int Value, string Layer)
{
    public static Width Unknown => default;

    /// <summary>After a layer that keeps channels, and changes the sizes behind them.</summary>
    public Width OfChannels() => Kind == WidthKind.Channels ? this : Unknown;

    /// <summary>After all but the first dimension became one.</summary>
    public Width Flattened() => Kind == WidthKind.Unknown ? Unknown : this with { Kind = WidthKind.MultipleOf };

    /// <summary>After the mean or maximum of each channel.</summary>
    public Width Pooled() => Kind == WidthKind.Channels ? this with { Kind = WidthKind.Features } : Unknown;

    /// <summary>Whether a layer that expects this many of a kind cannot take this; what is unknown fits.</summary>
    public bool Refuses(WidthKind kind, int wanted) => (Kind, kind) switch
    {
        (WidthKind.MultipleOf, WidthKind.Features) => Value > 0 && wanted % Value != 0,
        _ => Kind != WidthKind.Unknown && Kind == kind && Value != wanted,
    };
}
