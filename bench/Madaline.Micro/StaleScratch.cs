using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Micro;

/// <summary>
/// Operations that pad, over scratch memory that held zeros or subnormal numbers before: as fast either way, or what is
/// filled up is multiplied, which costs an assist of some 150 cycles each on an Intel processor.
/// </summary>
public class StaleScratch
{
    private const int StackBytes = 256 << 10, Buffers = 16;

    private Tensor _images = null!, _kernels = null!, _left = null!, _right = null!, _row = null!;

    /// <summary>What idle buffers and the stack hold before an operation.</summary>
    [Params(0UL, 0x0000_1234_0000_1234UL)]
    public ulong Stale { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (_images, _kernels) = (Tensor.Randn([4, 3, 31, 31]), Tensor.Randn([6, 3, 5, 5]));
        (_left, _right, _row) = (Tensor.Randn([64, 784]), Tensor.Randn([784, 15]), Tensor.Randn([3, 784]));
        var lent = Enumerable.Range(0, Buffers).Select(i => BufferPool.Rent(BufferPool.SmallestBytes << (i / 2))).ToList();
        foreach (var buffer in lent)
        {
            ((ulong[])buffer.Array).AsSpan().Fill(Stale);
            BufferPool.Return(buffer);
        }
    }

    [Benchmark]
    public Tensor Product()
    {
        FillStack();
        return _left.MatMul(_right);
    }

    [Benchmark]
    public Tensor FewRows()
    {
        FillStack();
        return _row.MatMul(_right);
    }

    [Benchmark]
    public Tensor Convolution()
    {
        FillStack();
        return _images.Conv2d(_kernels, padding: 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillStack()
    {
        Span<ulong> stack = stackalloc ulong[StackBytes / sizeof(ulong)];
        stack.Fill(Stale);
    }
}
