using System.Runtime.ExceptionServices;

namespace Madaline.Data;

/// <summary>One background thread that reads batches ahead into a queue of two.</summary>
internal sealed class Prefetcher
{
    private const int Capacity = 2;

    private readonly EpochReader _reader;
    private readonly Queue<Batch> _ready = new(Capacity);
    private readonly object _gate = new();
    private readonly Thread _thread;
    private Exception? _failure;
    private bool _stopped;

    /// <summary>Starts reading at a batch; the reader belongs to the thread from now on.</summary>
    public Prefetcher(EpochReader reader, int firstBatch)
    {
        _reader = reader;
        _thread = new Thread(() => Produce(firstBatch)) { IsBackground = true, Name = "Madaline loader" };
        _thread.Start();
    }

    /// <summary>The thread, for tests that watch it end.</summary>
    internal Thread Thread => _thread;

    /// <summary>The next batch, as soon as it is there; throws what the thread threw when its turn comes.</summary>
    public Batch Take(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static self => ((Prefetcher)self!).Wake(), this);
        lock (_gate)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_ready.TryDequeue(out var batch))
                {
                    Monitor.PulseAll(_gate);
                    return batch;
                }

                if (_failure is not null)
                    ExceptionDispatchInfo.Throw(_failure);
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Tells the thread to end after the batch it is at.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _ready.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the thread has ended, so that nothing reads the set any more.</summary>
    public void Join() => _thread.Join();

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Produce(int firstBatch)
    {
        try
        {
            for (int number = firstBatch; number < _reader.Batches; number++)
            {
                if (!Put(_reader.Read(number)))
                    return;
            }
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                _failure = failure;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>False when the reader has ended.</summary>
    private bool Put(Batch batch)
    {
        lock (_gate)
        {
            while (_ready.Count == Capacity && !_stopped)
                Monitor.Wait(_gate);
            if (_stopped)
                return false;
            _ready.Enqueue(batch);
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
