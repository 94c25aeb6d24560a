using System.Globalization;
using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution;
using Madaline.Devices.Cpu.Convolution.MaxPoolSparse;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Indexing;
using Madaline.Devices.Cpu.Normalization;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Devices.Cpu.Products;
using Madaline.Devices.Cpu.Random;
using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Devices.Cpu.Updates;
using Madaline.Devices.Normalization;
using Madaline.Numerics;

namespace Madaline;

/// <summary>The processor: SIMD kernels over a small team of threads.</summary>
public sealed partial class CpuDevice : Device
{
    private readonly Lock _gate = new();
    private ThreadTeam? _team;
    private int _threads = DefaultThreads();

    internal CpuDevice() : base("cpu")
    {
    }

    /// <summary>
    /// Threads a large operation may use: <c>MADALINE_NUM_THREADS</c>, else the machine's processors. Results do not
    /// depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1 or more than 1024.</exception>
    public int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024);
            lock (_gate)
            {
                _threads = value;
                _team?.Stop();
                _team = null;
            }
        }
    }

    internal ThreadTeam Team
    {
        get
        {
            if (_team is { } team)
                return team;
            lock (_gate)
                return _team ??= new ThreadTeam(_threads);
        }
    }

    /// <summary>The first byte of a tensor's first element; pin it before taking a pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref byte Start(Tensor tensor) =>
        ref Unsafe.Add(ref Unsafe.As<CpuStorage>(tensor.Storage).Start, (nint)tensor.Offset * tensor.DType.Size());

    internal override Storage Allocate(DType dtype, int length)
    {
        long bytes = (long)length * dtype.Size();
        if (bytes >= BufferPool.SmallestBytes)
            return new PooledStorage(dtype, length, BufferPool.Rent(bytes));
        return new ArrayStorage(dtype, length, new ulong[(bytes + 7) / 8]);
    }

    internal override unsafe void Upload(ReadOnlySpan<byte> source, Tensor target)
    {
        fixed (byte* p = &Start(target))
            source.CopyTo(new Span<byte>(p, source.Length));
        Keep(target);
    }

    internal override unsafe void Download(Tensor source, Span<byte> target)
    {
        fixed (byte* p = &Start(source))
            new ReadOnlySpan<byte>(p, target.Length).CopyTo(target);
        Keep(source);
    }

    internal override void Fill(Tensor y, Scalar value)
    {
        CpuCopy.Fill(y, value);
        Keep(y);
    }

    internal override void Copy(Tensor x, Tensor y)
    {
        CpuCopy.Copy(x, y);
        Keep(x, y);
    }

    internal override void Accumulate(Tensor a, Tensor b, Tensor y) => Binary(default(Accumulation), a, b, y);

    internal override void Unary<TOp>(TOp op, Tensor x, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: StridedLoop.Run(new UnaryKernel<TOp, float, F32x8>(op), x, y); break;
            case DType.Float64: StridedLoop.Run(new UnaryKernel<TOp, double, F64x4>(op), x, y); break;
            case DType.Int64: StridedLoop.Run(new IntegerUnaryKernel<TOp, long>(op), x, y); break;
            case DType.Int32: StridedLoop.Run(new IntegerUnaryKernel<TOp, int>(op), x, y); break;
            default: StridedLoop.Run(new IntegerUnaryKernel<TOp, byte>(op), x, y); break;
        }
        Keep(x, y);
    }

    internal override void UnaryGradient<TOp>(TOp op, Tensor dy, Tensor? x, Tensor? y, Tensor dx)
    {
        x ??= y ?? dy;
        y ??= x;
        if (dx.DType == DType.Float32)
            StridedLoop.Run(new UnaryGradientKernel<TOp, float, F32x8>(op), dy, x, y, dx);
        else
            StridedLoop.Run(new UnaryGradientKernel<TOp, double, F64x4>(op), dy, x, y, dx);
        Keep(dy, x, y, dx);
    }

    internal override void Binary<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: StridedLoop.Run(new BinaryKernel<TOp, float, F32x8>(op), a, b, y); break;
            case DType.Float64: StridedLoop.Run(new BinaryKernel<TOp, double, F64x4>(op), a, b, y); break;
            case DType.Int64: StridedLoop.Run(new IntegerBinaryKernel<TOp, long>(op, false), a, b, y); break;
            case DType.Int32: StridedLoop.Run(new IntegerBinaryKernel<TOp, int>(op, false), a, b, y); break;
            default: StridedLoop.Run(new IntegerBinaryKernel<TOp, byte>(op, y.DType == DType.Bool), a, b, y); break;
        }
        Keep(a, b, y);
    }

    internal override void BinaryGradient<TOp>(TOp op, bool right, Tensor dy, Tensor? a, Tensor? b, Tensor d)
    {
        a ??= dy;
        b ??= dy;
        if (d.DType == DType.Float32)
            StridedLoop.Run(new BinaryGradientKernel<TOp, float, F32x8>(op, right), dy, a, b, d);
        else
            StridedLoop.Run(new BinaryGradientKernel<TOp, double, F64x4>(op, right), dy, a, b, d);
        Keep(dy, a, b, d);
    }

    internal override void Compare<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
        switch (a.DType)
        {
            case DType.Float32: StridedLoop.Run(new CompareKernel<TOp, float, F32x8>(op), a, b, y); break;
            case DType.Float64: StridedLoop.Run(new CompareKernel<TOp, double, F64x4>(op), a, b, y); break;
            case DType.Int64: StridedLoop.Run(new CompareKernel<TOp, long>(op), a, b, y); break;
            case DType.Int32: StridedLoop.Run(new CompareKernel<TOp, int>(op), a, b, y); break;
            default: StridedLoop.Run(new CompareKernel<TOp, byte>(op), a, b, y); break;
        }
        Keep(a, b, y);
    }

    internal override void Select(Tensor mask, Tensor a, Tensor b, Tensor y)
    {
        switch (y.DType.Size())
        {
            case 8: StridedLoop.Run(default(SelectKernel<double, F64x4>), mask, a, b, y); break;
            case 4: StridedLoop.Run(default(SelectKernel<float, F32x8>), mask, a, b, y); break;
            default: StridedLoop.Run(default(SelectKernel<byte>), mask, a, b, y); break;
        }
        Keep(mask, a, b, y);
    }

    internal override void Reduce<TOp>(TOp op, Tensor x, Tensor y)
    {
        CpuReduce.Reduce(op, x, y);
        Keep(x, y);
    }

    internal override void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
        CpuAlongAxis.ArgReduce(largest, x, axis, y);
        Keep(x, y);
    }

    internal override void CumulativeSum(Tensor x, int axis, Tensor y)
    {
        CpuAlongAxis.CumulativeSum(x, axis, y);
        Keep(x, y);
    }

    internal override void Sort(Tensor x, int axis, bool descending, Tensor values, Tensor indices)
    {
        CpuAlongAxis.Sort(x, axis, descending, values, indices);
        Keep(x, values, indices);
    }

    internal override void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        CpuIndexing.Gather(x, axis, index, y);
        Keep(x, index, y);
    }

    internal override void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        CpuIndexing.Scatter(y, axis, index, x, add);
        Keep(y, index, x);
    }

    internal override void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
        CpuIndexing.Select(x, axis, index, y);
        Keep(x, index, y);
    }

    internal override void IndexWrite(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        CpuIndexing.Write(y, axis, index, x, add);
        Keep(y, index, x);
    }

    internal override Tensor NonZero(Tensor mask)
    {
        Tensor result = CpuIndexing.NonZero(mask);
        Keep(mask);
        return result;
    }

    internal override void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
        CpuMatMul.Run(a, b, bias, relu: false, y);
        Keep(a, b, bias, y);
    }

    internal override bool TryLinear(Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y)
    {
        CpuMatMul.Run(a, b, bias, relu, y);
        Keep(a, b, bias, y);
        return true;
    }

    internal override bool TryLinearGradient(Tensor dy, Tensor? rectified, Tensor dz, Tensor? db)
    {
        bool isDone = CpuLinearGradient.TryRun(dy, rectified, dz, db);
        Keep(dy, rectified, dz, db);
        return isDone;
    }

    internal override void Convolve(Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y)
    {
        CpuConvolution.Convolve(ConvolutionEnd.None, x, weight, bias, parameters, y, null);
        Keep(x, weight, bias, y);
    }

    internal override bool TryConvolve(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y,
        Tensor? indices)
    {
        CpuConvolution.Convolve(end, x, weight, bias, parameters, y, indices);
        Keep(x, weight, bias, y);
        Keep(indices ?? y);
        return true;
    }

    internal override bool TryConvolutionEndGradient(
        in ConvolutionEnd end, Tensor dy, Tensor y, Tensor? indices, Tensor dz)
    {
        if (!end.Pools)
            return false;
        CpuPool.RectifiedGradient(dy, y, indices!, end.Rows.Size * end.Columns.Size, dz);
        Keep(dy, y, indices, dz);
        return true;
    }

    internal override bool TryConvolutionGradient(ref ConvolutionGradient work)
    {
        if (!work.End.Pools)
            return false;
        var all = work;
        if (MaxPoolSparseGradient.TryRun(work))
            work = work with { Dx = null, Dw = null, Db = null };
        else if (work.Dx is not null && work.Dw is not null && MaxPoolSparseGradient.TryRun(work with { Dx = null }))
            work = work with { Dw = null, Db = null };
        Keep(all.Dy, all.Y, all.Indices, all.X);
        Keep(all.Weight, all.Dx, all.Dw, all.Db);
        return work is { Dx: null, Dw: null, Db: null };
    }

    internal override void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters,
        Tensor x)
    {
        CpuConvolution.ConvolveTransposed(y, weight, bias, parameters, x);
        Keep(y, weight, bias, x);
    }

    internal override void KernelGradient(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw)
    {
        CpuKernelGradient.Run(x, dy, parameters, dw);
        Keep(x, dy, dw);
    }

    internal override void Random(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        CpuRandom.Fill(distribution, key, block, a, b, y);
        Keep(y);
    }

    internal override void Softmax(bool log, Tensor x, Tensor y)
    {
        CpuSoftmax.Forward(log, x, y);
        Keep(x, y);
    }

    internal override void SoftmaxGradient(bool log, Tensor dy, Tensor y, Tensor dx)
    {
        CpuSoftmax.Gradient(log, dy, y, dx);
        Keep(dy, y, dx);
    }

    internal override bool TryCrossEntropy(Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y)
    {
        bool isDone = CpuCrossEntropy.TryForward(x, index, rule, logs, y);
        Keep(x, index, logs, y);
        return isDone;
    }

    internal override bool TryCrossEntropyGradient(
        Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx)
    {
        CpuCrossEntropy.Gradient(logs, index, rule, dy, dx);
        Keep(logs, index, dy, dx);
        return true;
    }

    internal override void PoolSelect(
        PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
        CpuPool.Select(pick, x, rows, columns, y, indices);
        Keep(x, y, indices);
    }

    internal override void PoolSelectGradient(Tensor dy, Tensor indices, int area, Tensor dx)
    {
        CpuPool.SelectGradient(dy, indices, area, dx);
        Keep(dy, indices, dx);
    }

    internal override void PoolAverage(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y)
    {
        CpuPool.Average(x, rows, columns, divisor, y);
        Keep(x, y);
    }

    internal override void PoolAverageGradient(
        Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx)
    {
        CpuPool.AverageGradient(dy, rows, columns, divisor, dx);
        Keep(dy, dx);
    }

    internal override bool TryNormalize(in NormOperands operands, double eps, Tensor variance, Tensor y)
    {
        CpuNorm.Forward(operands, eps, variance, y);
        Keep(operands.X, operands.Mean, operands.Inverse, operands.Weight);
        Keep(operands.Bias ?? y, operands.Added, variance, y);
        return true;
    }

    internal override bool TryNormalizeBy(in NormOperands operands, Tensor y)
    {
        CpuNorm.Apply(operands, y);
        Keep(operands.X, operands.Mean, operands.Inverse, operands.Weight);
        Keep(operands.Bias ?? y, operands.Added, y);
        return true;
    }

    internal override bool TryNormalizeGradient(in NormOperands operands, Tensor dy, in NormGradients gradients)
    {
        CpuNorm.Gradient(operands, dy, gradients);
        Keep(operands.X, operands.Mean, operands.Inverse, operands.Weight);
        Keep(dy, operands.Bias, gradients.Dx, gradients.Weight);
        Keep(gradients.Bias ?? dy, gradients.Y, gradients.Masked);
        return true;
    }

    internal override void Update<TRule>(TRule rule, Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor> states)
    {
        CpuUpdate.Run(rule, parameter, gradient, states);
        Keep(parameter, gradient);
        foreach (var state in states)
            Keep(state);
    }

    /// <summary>
    /// Holds operands until their kernel is done. Kernels work on addresses, and many operands are temporaries that
    /// nobody
    /// looks at afterwards: without this, a collection in mid-kernel gives their memory to the next borrower.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Tensor a, Tensor? b = null, Tensor? c = null, Tensor? d = null)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        GC.KeepAlive(d);
    }

    private static int DefaultThreads() =>
        int.TryParse(Environment.GetEnvironmentVariable("MADALINE_NUM_THREADS"), NumberStyles.None,
            CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= 1024
            ? threads
            : Environment.ProcessorCount;
}
