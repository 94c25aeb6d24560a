using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>
/// How far the workers' cores are from the caller's, measured while the team is used: what work must take to be worth
/// sharing follows from it.
/// </summary>
/// <remarks>
/// A line that one core has written takes another 25 to 35 ns where both share a cache, 165 where they share none. A
/// virtual machine's cores move from one to the other within seconds. Near cores gain from work of 4 µs; far ones lose
/// half of a small network's speed to it, in lines that go back and forth, and gain little from work of 100 µs. That
/// what work must take grows as the square of the distance is a choice that suits both (docs/performance.md).
/// <para>
/// A worker that has nothing else to do asks now and then; the caller writes a few lines the next time it has something
/// to share; the worker times how long they take to reach it, one after the other. Nobody waits.
/// </para>
/// </remarks>
internal sealed class CoreDistance
{
    /// <summary>Up to here work is worth sharing from its least size on, in nanoseconds a line.</summary>
    private const double NearNanoseconds = 45;

    /// <summary>Most that work must be larger by: beyond it, it is not the distance that was measured.</summary>
    private const int MaxFactor = 16;

    private const int Lines = 16, LineLongs = CacheLine.Bytes / sizeof(long);

    private const double SecondsBetween = 5e-3;

    private const int Idle = 0, Asked = 1, Writing = 2, Written = 3, Reading = 4;

    /// <summary>Lines that name the next one to read, two apart so that no core fetches pairs of them.</summary>
    private readonly long[] _lines = new long[((2 * Lines) + 1) * LineLongs];

    private volatile int _state, _factor = 1;
    private double _last;
    private long _asked;
    private int _measured;

    /// <summary>How often it was measured.</summary>
    internal int Measured => Volatile.Read(ref _measured);

    /// <summary>How many times larger than between near cores work must be; at least 1.</summary>
    public int Factor => _factor;

    /// <summary>What tests hold it at, or 0.</summary>
    internal int Fixed
    {
        get;
        set
        {
            field = value;
            _factor = Math.Max(value, 1);
        }
    }

    /// <summary>Nothing is known: the cores count as near.</summary>
    public void Forget()
    {
        _last = 0;
        _factor = Math.Max(Fixed, 1);
    }

    /// <summary>The caller has something to share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Answer()
    {
        if (_state == Asked)
            Write();
    }

    /// <summary>A worker has nothing to do: it asks, or measures when there is an answer.</summary>
    public void Look()
    {
        switch (_state)
        {
            case Idle when Stopwatch.GetElapsedTime(Volatile.Read(ref _asked)).TotalSeconds > SecondsBetween:
                Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
                Interlocked.CompareExchange(ref _state, Asked, Idle);
                break;
            case Written when Interlocked.CompareExchange(ref _state, Reading, Written) == Written:
                Measure();
                _state = Idle;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write()
    {
        if (Interlocked.CompareExchange(ref _state, Writing, Asked) != Asked)
            return;
        // Odd steps around the ring: no order that a core could foresee.
        for (int i = 0; i < Lines; i++)
            _lines[Place(i * 7 % Lines)] = Place((i + 1) * 7 % Lines);
        _state = Written;
    }

    private void Measure()
    {
        long begin = Stopwatch.GetTimestamp(), at = Place(0);
        for (int i = 0; i < Lines; i++)
            at = Volatile.Read(ref _lines[at]);
        double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / Lines;
        // The nearer of two measurements, so that one that was interrupted does not count.
        double nearer = _last > 0 ? Math.Min(_last, nanoseconds) : 0;
        _last = nanoseconds;
        double ratio = nearer / NearNanoseconds;
        Interlocked.Increment(ref _measured);
        if (Fixed == 0)
            _factor = (int)Math.Clamp(ratio * ratio, 1, MaxFactor);
    }

    private static int Place(int line) => ((2 * line) + 1) * LineLongs;
}
