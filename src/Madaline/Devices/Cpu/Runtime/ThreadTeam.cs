using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>A part of a range of work, as a struct so that the call is inlined.</summary>
internal interface IRangeBody
{
    void Run(int start, int end);
}

/// <summary>A small team of threads for hand-offs of a few microseconds; idle workers give their core back.</summary>
/// <remarks>
/// A range is cut into grains that threads take, those of a part of their own first. What a grain computes never
/// depends on who takes it, so the number of threads does not change a bit. A team that is busy with another caller's
/// work lets this caller run alone.
/// <para>
/// A worker without work looks for some for 0.6 ms, then each millisecond for a tenth of a second, then sleeps. Only a
/// sleeping worker must be woken, which costs the caller 5 µs on one machine and 700 on another, so the caller begins
/// alone and wakes it when it has worked alone for as long as a wake was last seen to take: at most twice the time of
/// whichever was right. A single small prediction after a pause wakes no worker.
/// </para>
/// </remarks>
internal sealed class ThreadTeam
{
    /// <summary>Looks at the next round that follow each other closely, at first; and in all, some 0.6 ms.</summary>
    private const int CloseSpins = 256, SpinsBeforeNap = 2000;

    /// <summary>Naps of a millisecond before a worker sleeps until it is woken.</summary>
    private const int NapsBeforeSleep = 100;

    /// <summary>What a wake costs the caller, in seconds: at first; and the least and most that is believed.</summary>
    private const double FirstWakeSeconds = 100e-6, MinWakeSeconds = 20e-6, MaxWakeSeconds = 2e-3;

    /// <summary>A pause after which work done alone before is forgotten.</summary>
    private const double PauseSeconds = 5e-3;

    [ThreadStatic]
    private static bool _inside;

    private readonly Lock _busy = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly int _workers;
    private Work? _work;
    private volatile int _round;
    private int _sleeping;
    private volatile bool _stopped;

    // Counts what callers did alone because the workers' cores are far.
    private int _declined;

    // Of the caller that holds the team, while a worker sleeps: how long it has worked alone, and since when it is
    // counted; in the stopwatch's ticks, as is what a wake cost.
    private long _alone, _counted, _wakeCost = Ticks(FirstWakeSeconds);

    public ThreadTeam(int threads)
    {
        _workers = threads - 1;
        for (int i = 0; i < _workers; i++)
        {
            int place = i + 1;
            var thread = new Thread(() => Loop(place)) { IsBackground = true, Name = $"Madaline {place}" };
            // It outlives all that its first caller's flow of control carries along.
            thread.UnsafeStart();
        }
    }

    /// <summary>How far the workers' cores are.</summary>
    public CoreDistance Distance { get; } = new();

    /// <summary>Workers that sleep until they are woken.</summary>
    public int Sleeping => Volatile.Read(ref _sleeping);

    private abstract class Work
    {
        private const int Closed = int.MinValue;

        /// <summary>Integers from one part's counter to the next: a cache line each.</summary>
        private const int Line = 16;

        public Exception? Failure;
        public int Grain, Count, Parts;
        private int _helpers = Closed;
        private int[] _next = [];

        private int Grains => (int)(((long)Count + Grain - 1) / Grain);

        /// <summary>Lets workers in, once everything else is set.</summary>
        public void Open(int count, int grain, int threads)
        {
            (Count, Grain, Failure) = (count, grain, null);
            int grains = Grains;
            Parts = Math.Min(threads, grains);
            if (_next.Length < Parts * Line)
                _next = new int[Parts * Line];
            for (int part = 0; part < Parts; part++)
                _next[part * Line] = First(part);
            Volatile.Write(ref _helpers, 0);
        }

        /// <summary>A worker takes part; false when the caller is done already.</summary>
        public bool TryEnter()
        {
            int helpers = Volatile.Read(ref _helpers);
            while (helpers >= 0)
            {
                int before = Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers);
                if (before == helpers)
                    return true;
                helpers = before;
            }

            return false;
        }

        public void Leave() => Interlocked.Decrement(ref _helpers);

        /// <summary>
        /// Lets no worker in any more and waits for those inside: never for one that sleeps or was not scheduled.
        /// </summary>
        public void Close()
        {
            if (Interlocked.Add(ref _helpers, Closed) == Closed)
                return;
            var spinner = new SpinWait();
            while (Volatile.Read(ref _helpers) != Closed)
                spinner.SpinOnce(sleep1Threshold: -1);
        }

        /// <summary>
        /// Takes grains: first those of one's own part, which is the same in every round, so that a core meets again
        /// what its cache holds; then what others have left.
        /// </summary>
        /// <param name="place">The part that is one's own.</param>
        /// <param name="waker">Told after each grain, where a sleeping worker may be worth waking; else null.</param>
        public abstract void Drain(int place, ThreadTeam? waker);

        /// <summary>The next grain of a part, or -1 when it has none left.</summary>
        protected int Take(int part)
        {
            int end = First(part + 1);
            ref int next = ref _next[part * Line];
            if (Volatile.Read(ref next) >= end)
                return -1;
            int grain = Interlocked.Increment(ref next) - 1;
            return grain < end ? grain : -1;
        }

        /// <summary>The first grain of a part.</summary>
        private int First(int part) => (int)((long)Grains * part / Parts);
    }

    private sealed class Work<TBody> : Work where TBody : struct, IRangeBody
    {
        // A caller's last one. A worker that comes late and enters a later round through it is as welcome there.
        [ThreadStatic]
        private static Work<TBody>? _spare;

        private TBody _body;

        public static Work<TBody> Of(TBody body, int count, int grain, int threads)
        {
            var work = _spare ?? new Work<TBody>();
            _spare = null;
            work._body = body;
            work.Open(count, grain, threads);
            return work;
        }

        /// <summary>Keeps it for the next round, without what it worked on.</summary>
        public void Spare()
        {
            _body = default;
            _spare = this;
        }

        public override void Drain(int place, ThreadTeam? waker)
        {
            // Of its own: threads count in the memory beside what they share.
            TBody body = _body;
            int parts = Parts, count = Count, grain = Grain;
            for (int i = 0; i < parts; i++)
            {
                int part = (place + i) % parts;
                for (int taken = Take(part); taken >= 0; taken = Take(part))
                {
                    body.Run(taken * grain, (taken * grain) + Math.Min(grain, count - (taken * grain)));
                    waker?.CountAlone();
                }
            }
        }
    }

    /// <summary>
    /// Runs the body over [0, count) in grains, on all threads where there are several grains; between far cores, when
    /// there are as many more as <see cref="CoreDistance"/> says.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void For<TBody>(int count, int grain, TBody body) where TBody : struct, IRangeBody =>
        For(count, grain, count, (long)grain + 1, body);

    /// <summary>Whether work is enough to be shared.</summary>
    /// <param name="work">The work, in any unit.</param>
    /// <param name="least">The least that is worth sharing between near cores, in the same unit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsWorth(long work, long least)
    {
        if (work < least || _workers == 0)
            return false;
        Distance.Answer();
        if (work >= least * Distance.Factor)
            return true;
        _declined++;
        return false;
    }

    /// <summary>Runs the body over [0, count) in grains, on all threads where the work is worth it.</summary>
    /// <param name="count">How many pieces there are.</param>
    /// <param name="grain">How many a thread takes at a time.</param>
    /// <param name="work">The work of all, in any unit.</param>
    /// <param name="least">The least that is worth sharing between near cores, in the same unit.</param>
    /// <param name="body">Does the pieces.</param>
    public void For<TBody>(int count, int grain, long work, long least, TBody body) where TBody : struct, IRangeBody
    {
        if (IsWorth(work, least))
            Share(count, grain, body);
        else if (count > 0)
            body.Run(0, count);
    }

    /// <summary>Runs the body over [0, count) in grains on all threads.</summary>
    public void Share<TBody>(int count, int grain, TBody body) where TBody : struct, IRangeBody
    {
        if (count <= grain || _workers == 0 || _inside || !_busy.TryEnter())
        {
            if (count > 0)
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

            var work = Work<TBody>.Of(body, count, grain, _workers + 1);
            _work = work;
            Interlocked.Increment(ref _round);
            bool sleeps = Sleeping > 0;
            if (sleeps)
                BeginAlone();
            RunShare(work, 0, sleeps ? this : null);
            work.Close();
            var failure = work.Failure;
            work.Spare();
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
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
            _stopped = true;
            _work = null;
            Interlocked.Increment(ref _round);
            if (Sleeping is > 0 and var sleeping)
                _wake.Release(sleeping);
        }
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    /// <summary>A round begins while a worker sleeps.</summary>
    private void BeginAlone()
    {
        long now = Stopwatch.GetTimestamp();
        if (now - _counted > Ticks(PauseSeconds))
            _alone = 0;
        _counted = now;
        if (_alone >= _wakeCost)
            Wake();
    }

    /// <summary>Counts the time since the last look, and wakes who sleeps when it adds up to a wake's cost.</summary>
    private void CountAlone()
    {
        long now = Stopwatch.GetTimestamp();
        _alone += now - _counted;
        _counted = now;
        if (_alone >= _wakeCost)
            Wake();
    }

    private void Wake()
    {
        _alone = 0;
        int sleeping = Sleeping;
        if (sleeping == 0)
            return;
        long begin = Stopwatch.GetTimestamp();
        _wake.Release(sleeping);
        _counted = Stopwatch.GetTimestamp();
        long cost = Math.Clamp(_counted - begin, Ticks(MinWakeSeconds), Ticks(MaxWakeSeconds));
        _wakeCost += (cost - _wakeCost) / 4;
    }

    private void Loop(int place)
    {
        int seen = 0;
        while (!_stopped)
        {
            WaitForRound(seen);
            seen = _round;
            if (_work is not { } work || !work.TryEnter())
                continue;
            RunShare(work, place, null);
            work.Leave();
        }
    }

    private static void RunShare(Work work, int place, ThreadTeam? waker)
    {
        _inside = true;
        try
        {
            work.Drain(place, waker);
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
        for (int spins = 0; spins < SpinsBeforeNap; spins++)
        {
            if (_round != seen)
                return;
            Thread.SpinWait(spins < CloseSpins ? 1 : 8);
            if ((spins & 63) == 63)
            {
                Distance.Look();
                if (spins >= CloseSpins)
                    Thread.Yield();
            }
        }

        int declined = _declined;
        for (int naps = 0; naps < NapsBeforeSleep; naps++)
        {
            Thread.Sleep(1);
            if (_round != seen || _stopped)
                return;
            Distance.Look();
            int now = Volatile.Read(ref _declined);
            if (now != declined)
                (declined, naps) = (now, 0);
        }

        Distance.Forget();
        while (_round == seen && !_stopped)
        {
            Interlocked.Increment(ref _sleeping);
            if (_round == seen)
                _wake.Wait();
            Interlocked.Decrement(ref _sleeping);
        }
    }
}
