using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests.Devices.Scratch;

/// <summary>Leaves a pattern where kernels get their scratch memory from: the pool's idle buffers and the stack.</summary>
internal static class Poison
{
    /// <summary>
    /// Zeros; subnormal in single and in double precision; a signalling NaN in double, in single beside a quiet one.
    /// </summary>
    public const ulong Zeros = 0, Subnormal = 0x0000_1234_0000_1234, SignallingNaN = 0x7FF0_0321_7FA0_0321;

    /// <summary>Deeper than any kernel reaches.</summary>
    private const int StackBytes = 512 << 10;

    private const int BuffersOfEachSize = 4;

    /// <summary>Every size class up to here is filled.</summary>
    private const long LargestBytes = 512 << 10;

    public static void Spread(ulong pattern)
    {
        var lent = new List<BufferPool.Buffer>();
        for (long bytes = BufferPool.SmallestBytes; bytes <= LargestBytes; bytes += Math.Max(1024, bytes / 8))
        {
            for (int i = 0; i < BuffersOfEachSize; i++)
            {
                var buffer = BufferPool.Rent(bytes);
                ((ulong[])buffer.Array).AsSpan().Fill(pattern);
                lent.Add(buffer);
            }
        }

        lent.ForEach(buffer => BufferPool.Return(buffer));
        FillStack(pattern);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FillStack(ulong pattern)
    {
        Span<ulong> stack = stackalloc ulong[StackBytes / sizeof(ulong)];
        stack.Fill(pattern);
    }
}
