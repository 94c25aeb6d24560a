using BenchmarkDotNet.Attributes;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Micro;

/// <summary>What it costs to give work to the thread team and take it back while the worker is awake.</summary>
/// <remarks>Each of the two grains waits until the other has begun, so that two threads must have met.</remarks>
public class HandOff
{
    private readonly ThreadTeam _team = new(2);
    private readonly int[] _arrived = new int[1];

    internal readonly struct Nothing : IRangeBody
    {
        public void Run(int start, int end)
        {
        }
    }

    internal readonly struct Meeting(int[] arrived) : IRangeBody
    {
        public void Run(int start, int end)
        {
            Interlocked.Increment(ref arrived[0]);
            while (Volatile.Read(ref arrived[0]) < 2)
                Thread.SpinWait(1);
        }
    }

    [GlobalCleanup]
    public void End() => _team.Stop();

    [Benchmark]
    public void ToTheOtherThreadAndBack()
    {
        _arrived[0] = 0;
        _team.Share(2, 1, new Meeting(_arrived));
    }

    /// <summary>Two grains of nothing, which the caller has often done before the worker comes.</summary>
    [Benchmark]
    public void NothingToDo() => _team.Share(2, 1, default(Nothing));
}

/// <summary>The same where the worker looks for work once a millisecond only.</summary>
[IterationCount(100)]
public class HandOffNapping
{
    private readonly ThreadTeam _team = new(2);
    private readonly int[] _arrived = new int[1];

    [GlobalCleanup]
    public void End() => _team.Stop();

    [IterationSetup]
    public void LetNap() => Thread.Sleep(5);

    [Benchmark]
    public void ToTheOtherThreadAndBack()
    {
        _arrived[0] = 0;
        _team.Share(2, 1, new HandOff.Meeting(_arrived));
    }
}

/// <summary>What small work costs the caller where the worker sleeps: it is done alone, and nobody is woken.</summary>
[IterationCount(30)]
public class HandOffAsleep
{
    private readonly ThreadTeam _team = new(2);

    [GlobalCleanup]
    public void End() => _team.Stop();

    [IterationSetup]
    public void LetSleep()
    {
        while (_team.Sleeping == 0)
            Thread.Sleep(5);
    }

    [Benchmark]
    public void NothingToDo() => _team.Share(2, 1, default(HandOff.Nothing));
}
