namespace Madaline;

/// <summary>A part of a range of work, as a struct so that the call is inlined.</summary>
internal interface IRangeBody
{
    void Run(int start, int end);
}

/// <summary>A small team of threads for hand-offs of a few microseconds; idle workers give their core back.</summary>
/// <remarks>
/// A range is cut into grains that workers take in turn. What a grain computes never depends on who takes it, so the
/// number of threads does not change a bit. A team that is busy with another caller's work lets this caller run alone.
/// </remarks>
internal sealed class ThreadTeam
{
    private const int SpinsBeforeSleep = 2000;

    [ThreadStatic]
    private static bool _inside;

    private readonly Lock _busy = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly int _workers;
    private Work? _work;
    private volatile int _round;
    private int _sleeping, _unfinished;
    private bool _stopped;

    public ThreadTeam(int threads)
    {
        _workers = threads - 1;
        for (int i = 0; i < _workers; i++)
        {
            var thread = new Thread(Loop) { IsBackground = true, Name = $"Madaline {i + 1}" };
            thread.Start();
        }
    }

    private abstract class Work
    {
        public Exception? Failure;
        public int Next;
        public int Grain, Count;

        public void Drain()
        {
            while (true)
            {
                int start = Interlocked.Add(ref Next, Grain) - Grain;
                if ((uint)start >= (uint)Count)
                    return;
                Run(start, start + Math.Min(Grain, Count - start));
            }
        }

        protected abstract void Run(int start, int end);
    }

    private sealed class Work<TBody>(TBody body) : Work where TBody : struct, IRangeBody
    {
        private TBody _body = body;

        protected override void Run(int start, int end) => _body.Run(start, end);
    }

    /// <summary>Runs the body over [0, count) in grains, on all threads when there is more than one grain.</summary>
    public void For<TBody>(int count, int grain, TBody body) where TBody : struct, IRangeBody
    {
        if (count <= 0)
            return;
        if (count <= grain || _workers == 0 || _inside || !_busy.TryEnter())
        {
            body.Run(0, count);
            return;
        }

        try
        {
            if (_stopped)
            {
                body.Run(0, count);
                return;
            }

            var work = new Work<TBody>(body) { Count = count, Grain = grain };
            Publish(work);
            RunShare(work);
            WaitForWorkers();
            if (work.Failure is { } failure)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            _busy.Exit();
        }
    }

    /// <summary>Ends the workers once they are idle. A caller that still holds the team goes on alone.</summary>
    public void Stop()
    {
        lock (_busy)
        {
            if (_workers > 0 && !_stopped)
                Publish(null);
            _stopped = true;
        }
    }

    private void Publish(Work? work)
    {
        _work = work;
        Volatile.Write(ref _unfinished, _workers);
        Interlocked.Increment(ref _round);
        int sleeping = Volatile.Read(ref _sleeping);
        if (sleeping > 0)
            _wake.Release(sleeping);
    }

    private void WaitForWorkers()
    {
        var spinner = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0)
            spinner.SpinOnce(sleep1Threshold: -1);
        _work = null;
    }

    private void Loop()
    {
        int seen = 0;
        while (true)
        {
            WaitForRound(seen);
            seen = _round;
            Work? work = _work;
            if (work is null)
                return;
            RunShare(work);
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private static void RunShare(Work work)
    {
        _inside = true;
        try
        {
            work.Drain();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref work.Failure, e, null);
        }
        finally
        {
            _inside = false;
        }
    }

    private void WaitForRound(int seen)
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if (_round != seen)
                return;
            Thread.SpinWait(8);
            if ((spins & 63) == 63)
                Thread.Yield();
        }

        while (_round == seen)
        {
            Interlocked.Increment(ref _sleeping);
            if (_round == seen)
                _wake.Wait();
            Interlocked.Decrement(ref _sleeping);
        }
    }
}
