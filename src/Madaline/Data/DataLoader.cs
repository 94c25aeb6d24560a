using System.Collections;

namespace Madaline.Data;

/// <summary>Hands out a set in batches; one epoch is <c>foreach (var (x, y) in loader)</c>.</summary>
/// <remarks>
/// The order of an epoch depends on the stream's seed and the epoch's number only, and batches are the same with and
/// without prefetch. Every enumeration starts at the first batch; one that is left before its end is the same epoch
/// again. <see cref="Epoch"/> and <see cref="Position"/> say how far it got: saved and set again, on this loader or
/// another, they let the next enumeration, and only that one, continue there with the same batches. One enumeration at
/// a time: a new one ends the one before.
/// </remarks>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly LoaderOptions _options;
    private readonly Rng _rng;
    private WeakReference<LoaderEnumerator>? _current;
    private long _epoch;
    private int _position, _start;

    /// <summary>A loader over a set.</summary>
    /// <param name="data">The set.</param>
    /// <param name="options">Batch size, order, prefetch; null for PyTorch's defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">The sampler is for another set, or order is asked for twice.</exception>
    public DataLoader(Dataset data, LoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Dataset = data;
        _options = options ?? new LoaderOptions();
        if (_options.BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"loader: the batch size is below 1. BatchSize is {_options.BatchSize}; expected at least 1.");
        }

        RequireSampler(data, _options);
        _rng = _options.Rng ?? Rng.Default;
        if (_options.Shuffle)
            LoaderHints.Look(data);
        int samples = _options.Sampler?.Count ?? data.Count, whole = samples / _options.BatchSize;
        BatchCount = samples % _options.BatchSize == 0 || _options.DropLast ? whole : whole + 1;
    }

    /// <summary>The set.</summary>
    public Dataset Dataset { get; }

    /// <summary>How batches are made.</summary>
    public LoaderOptions Options => _options;

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The epoch that the next batch belongs to, from 0. Setting it ends a running enumeration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long Epoch
    {
        get => _epoch;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            EndCurrent();
            (_epoch, _position) = (value, _start);
        }
    }

    /// <summary>
    /// The number of the next batch in its epoch, from 0, also where the enumeration was left. Setting it ends a
    /// running enumeration, and the next one starts there.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or above <see cref="BatchCount"/>.</exception>
    public int Position
    {
        get => _position;
        set
        {
            if ((uint)value > (uint)BatchCount)
            {
                throw new ArgumentOutOfRangeException(nameof(value), $"loader: no such batch. Position is {value}; "
                    + $"expected 0 to {BatchCount}. A saved position fits only the same set and batch size.");
            }

            EndCurrent();
            _position = _start = value;
        }
    }

    /// <summary>Ends a running enumeration; the next one starts at the first batch of the epoch.</summary>
    public void Restart() => Position = 0;

    /// <summary>
    /// The epoch from its first batch, or from a <see cref="Position"/> set before; <see cref="Epoch"/> goes up when
    /// its end was reached.
    /// </summary>
    public IEnumerator<Batch> GetEnumerator() => Begin(CancellationToken.None);

    /// <summary>The same, until cancelled.</summary>
    /// <param name="cancellationToken">Stops waiting for a batch; the position stays at what was not handed
    /// out.</param>
    public IEnumerable<Batch> Batches(CancellationToken cancellationToken)
    {
        using LoaderEnumerator batches = Begin(cancellationToken);
        while (batches.MoveNext())
            yield return batches.Current;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many batches of how many samples, in which order, and of what, in a line.</summary>
    public override string ToString()
    {
        string order = _options.Sampler is { } sampler ? $"drawn by {sampler}"
            : _options.Shuffle ? "shuffled" : "in order";
        return $"DataLoader: {BatchCount:N0} batches of {_options.BatchSize:N0}, {order}"
            + $"{(_options.DropLast ? ", the last small one dropped" : "")}; {Dataset}";
    }

    /// <summary>Called by the running enumeration when it hands out a batch, with the number of the next.</summary>
    internal void Advance(int next) => _position = next;

    /// <summary>Called by the running enumeration at the end of its epoch.</summary>
    internal void FinishEpoch()
    {
        _epoch++;
        _position = 0;
    }

    private LoaderEnumerator Begin(CancellationToken cancellationToken)
    {
        EndCurrent();
        (_position, _start) = (_start, 0);
        var reader = new EpochReader(Dataset, _options, _rng, _epoch, BatchCount);
        var enumerator = new LoaderEnumerator(this, reader, _position, _options.Prefetch, cancellationToken);
        _current = new WeakReference<LoaderEnumerator>(enumerator);
        return enumerator;
    }

    private static void RequireSampler(Dataset data, LoaderOptions options)
    {
        if (options.Sampler is not { } sampler)
            return;
        if (options.Shuffle)
            throw new ArgumentException("loader: the sampler decides the order. Shuffle is true beside a Sampler; "
                + "expected one of them.", nameof(options));
        if (sampler.SampleCount != data.Count)
            throw new ArgumentException($"loader: the sampler is for another set. It has {sampler.SampleCount} "
                + $"samples, the set {data.Count}; expected the same. Give a weight for each sample of the set.",
                nameof(options));
    }

    private void EndCurrent()
    {
        if (_current is not null && _current.TryGetTarget(out var enumerator))
            enumerator.Dispose();
        _current = null;
    }
}
