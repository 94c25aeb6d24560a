using System.Collections;

namespace Madaline.Data;

/// <summary>
/// One pass over an epoch, or over the rest of it. Left without disposing, its finalizer ends the thread.
/// </summary>
internal sealed class LoaderEnumerator(
    DataLoader loader, EpochReader reader, int position, bool prefetch, CancellationToken cancellationToken)
    : IEnumerator<Batch>
{
    private int _position = position;
    private bool _finished, _ended;
    private Batch? _batch;

    /// <summary>The thread is not started before the first batch is asked for.</summary>
    internal Prefetcher? Prefetcher { get; private set; }

    public Batch Current => _batch ?? throw new InvalidOperationException(
        "loader: there is no batch here. The enumeration is before its first or after its last. Call MoveNext first.");

    object IEnumerator.Current => Current;

    ~LoaderEnumerator() => Prefetcher?.Stop();

    public bool MoveNext()
    {
        if (_finished)
            return false;
        if (_ended)
        {
            throw new InvalidOperationException("loader: this enumeration has ended. Another was begun on the same "
                + "loader, or its position was set; expected one at a time. Use a second DataLoader on the same set.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _batch = null;
        if (_position >= reader.Batches)
        {
            _finished = true;
            Dispose();
            loader.FinishEpoch();
            return false;
        }

        _batch = Read();
        loader.Advance(++_position);
        return true;
    }

    public void Reset() => throw new NotSupportedException("loader: use DataLoader.Restart and a new enumeration.");

    public void Dispose()
    {
        _ended = true;
        Prefetcher?.Stop();
        Prefetcher?.Join();
        GC.SuppressFinalize(this);
    }

    private Batch Read()
    {
        if (!prefetch)
            return reader.Read(_position);
        Prefetcher ??= new Prefetcher(reader, _position);
        return Prefetcher.Take(cancellationToken);
    }
}
