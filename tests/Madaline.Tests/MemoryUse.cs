using System.Diagnostics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests;

/// <summary>What this process holds once everything that other tests dropped has been collected.</summary>
/// <remarks>
/// Pages that the garbage collector keeps for later belong to whoever ran before; an aggressive collection gives them
/// back, so that two measurements differ by what lies between them alone.
/// </remarks>
internal readonly record struct MemoryUse(long Resident, long Heap, long Lent)
{
    public static MemoryUse Measure()
    {
        Settle();
        using var process = Process.GetCurrentProcess();
        return new MemoryUse(process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false), BufferPool.LentBytes);
    }

    /// <summary>Bytes lent by the pool, none of them to a tensor that only waits for its finalizer.</summary>
    public static long SettledLentBytes()
    {
        Settle();
        return BufferPool.LentBytes;
    }

    private static void Settle()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
