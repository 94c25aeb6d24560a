using System.Security.Cryptography;
using Madaline.Ops;
using Madaline.Tests.Ops;

namespace Madaline.Tests.Devices.Scratch;

/// <summary>
/// Kernels never compute with what scratch memory held before: where they fill something up, they write zeros. A
/// subnormal number there costs some processors 150 cycles for every multiply-add, and a NaN may reach a result.
/// </summary>
[Collection(ThreadsCollection.Name)]
public sealed class PaddingTests
{
    public static TheoryData<string> Rows => OpTable.Names(_ => true);

    public static TheoryData<int, int, int> Products
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            foreach (int m in (int[])[1, 2, 5, 9, 17, 64])
            {
                foreach (int n in (int[])[1, 5, 10, 15, 17, 49, 100])
                {
                    foreach (int k in (int[])[1, 8, 33, 785])
                        sizes.Add(m, n, k);
                }
            }

            return sizes;
        }
    }

    /// <summary>Channels in, channels out, kernel, rows and columns, stride, padding.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Convolutions
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, int, int, int>();
            foreach (var (channels, outputs) in ((int, int)[])[(1, 5), (3, 6), (6, 16), (16, 16), (17, 33)])
            {
                foreach (var (kernel, stride, padding) in ((int, int, int)[])[(1, 1, 0), (1, 2, 0), (3, 1, 1), (3, 2, 1), (5, 1, 0), (5, 1, 2)])
                {
                    foreach (var (rows, columns) in ((int, int)[])[(14, 14), (11, 9), (12, 33)])
                        cases.Add(channels, outputs, kernel, rows, columns, stride, padding);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_op_computes_with_nothing_that_scratch_memory_held(string op)
    {
        OpRow row = OpTable.Row(op);
        foreach (Shape[] shapes in row.Shapes)
            Check(DType.Float32, dtype => Operands.Make(row, shapes, dtype, Device.Cpu, _ => OperandLayout.Plain), row.Run, row.HasGradient);
        Check(DType.Float64, dtype => Operands.Make(row, row.Shapes[0], dtype, Device.Cpu, _ => OperandLayout.Plain), row.Run, row.HasGradient);
        if (row.LargeShapes is { } large)
            Check(DType.Float32, dtype => Operands.Make(row, large, dtype, Device.Cpu, _ => OperandLayout.Plain), row.Run, row.HasGradient);
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void A_product_computes_with_nothing_that_scratch_memory_held(int m, int n, int k)
    {
        Check(DType.Float32, dtype => Normal(dtype, [m, k], [k, n]), x => x[0].MatMul(x[1]), true);
        Check(DType.Float32, dtype => Normal(dtype, [m, k], [n, k], [n]), x => x[0].Linear(x[1], x[2]).Relu(), true);
        if (k == 33)
            Check(DType.Float64, dtype => Normal(dtype, [m, k], [n, k], [n]), x => x[0].Linear(x[1], x[2]), true);
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_computes_with_nothing_that_scratch_memory_held(
        int channels, int outputs, int kernel, int rows, int columns, int stride, int padding)
    {
        foreach (int images in (int[])[1, 5])
        {
            Check(DType.Float32, dtype => Normal(dtype, [images, channels, rows, columns], [outputs, channels, kernel, kernel], [outputs]),
                x => x[0].Conv2d(x[1], x[2], stride, padding), true);
        }

        if (rows / stride >= 4 + kernel && columns / stride >= 4 + kernel)
        {
            Check(DType.Float32, dtype => Normal(dtype, [3, channels, rows, columns], [outputs, channels, kernel, kernel], [outputs]),
                x => x[0].Convolve(x[1], x[2], stride, padding, null, 1, true, new PoolSizes(2, 2, 0, 1, false), out _), true);
        }
    }

    [Fact]
    public void A_norm_with_given_statistics_computes_with_nothing_that_scratch_memory_held()
    {
        foreach (Shape shape in (Shape[])[[2, 3, 4, 4], [5, 3]])
        {
            Check(DType.Float32, dtype => [Tensor.Uniform(shape, 0.5, 2, dtype, new Rng(1))],
                x => x[0].BatchNorm(Tensor.Ones([3]), Tensor.Ones([3])), true);
        }
    }

    /// <summary>Shared among threads, where scratch memory is each thread's own: bits only, as flags are too.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void Threads_compute_with_nothing_that_their_scratch_memory_held(int m, int n, int k)
    {
        Tensor[] x = Normal(DType.Float32, [16 * m, k], [k, 4 * n]);
        ThreadsCollection.With(3, () =>
        {
            string zeros = Run(x, y => y[0].MatMul(y[1]), false, Poison.Zeros).Bits;
            Assert.Equal(zeros, Run(x, y => y[0].MatMul(y[1]), false, Poison.SignallingNaN).Bits);
            return true;
        });
    }

    [Theory]
    [InlineData(Poison.Zeros, 0u)]
    [InlineData(Poison.Subnormal, ArithmeticFlags.Subnormal)]
    [InlineData(Poison.SignallingNaN, ArithmeticFlags.Invalid)]
    public void The_flags_notice_what_scratch_memory_held(ulong pattern, uint expected)
    {
        if (!ArithmeticFlags.IsSupported)
            Assert.Skip("this system does not say what its arithmetic met");
        var (_, flags) = ThreadsCollection.With(1, () =>
        {
            _ = Run([], Square, false, Poison.Zeros);
            return Run([], Square, false, pattern);
        });
        Assert.Equal(expected, flags);

        static Tensor Square(Tensor[] none)
        {
            Tensor stale = Tensor.Empty([2048], DType.Float32, Device.Cpu);
            return stale * stale;
        }
    }

    private static Tensor[] Normal(DType dtype, params Shape[] shapes) =>
        [.. shapes.Select((shape, i) => Tensor.Uniform(shape, 0.5, 2, dtype, new Rng((ulong)(5 + i))))];

    private static void Check(DType dtype, Func<DType, Tensor[]> operands, Func<Tensor[], Tensor> run, bool hasGradient) =>
        ThreadsCollection.With(1, () =>
        {
            Tensor[] x = operands(dtype);
            if (hasGradient)
                Array.ForEach(x, t => t.RequiresGrad = true);
            // Compiling computes too: what is run for the first time says nothing.
            _ = Run(x, run, hasGradient, Poison.Zeros);
            var (zeros, met) = Run(x, run, hasGradient, Poison.Zeros);
            foreach (ulong pattern in (ulong[])[Poison.Subnormal, Poison.SignallingNaN])
            {
                var (bits, flags) = Run(x, run, hasGradient, pattern);
                Assert.Equal(zeros, bits);
                if (ArithmeticFlags.IsSupported)
                    Assert.Equal(met, flags);
            }

            return true;
        });

    /// <summary>The bits of results and gradients, and what the arithmetic met, with a pattern in scratch memory.</summary>
    private static (string Bits, uint Flags) Run(Tensor[] x, Func<Tensor[], Tensor> run, bool hasGradient, ulong pattern)
    {
        const uint Watched = ArithmeticFlags.Subnormal | ArithmeticFlags.Invalid;
        Array.ForEach(x, t => t.Grad = null);
        Poison.Spread(pattern);
        if (ArithmeticFlags.IsSupported)
            ArithmeticFlags.Clear();
        Tensor y = run(x);
        if (hasGradient && y.RequiresGrad)
        {
            Tensor dy = Tensor.Full(y.Shape, 0.75, y.DType);
            Poison.FillStack(pattern);
            y.Backward(dy);
        }

        uint flags = ArithmeticFlags.IsSupported ? ArithmeticFlags.Read() & Watched : 0;
        return (Hash([y, .. x.Select(t => t.Grad).OfType<Tensor>()]), flags);
    }

    private static string Hash(Tensor[] results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor x in results)
        {
            var bytes = new byte[x.Elements * x.DType.Size()];
            x.Device.Download(x.Detach().Contiguous(), bytes);
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
