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

namespace Madaline;

/// <summary>Which kernels do which primitive.</summary>
public sealed partial class CpuDevice
{
    private protected override unsafe void UploadCore(ReadOnlySpan<byte> source, Tensor target)
    {
        fixed (byte* p = target.Pin<byte>())
            source.CopyTo(new Span<byte>(p, source.Length));
    }

    private protected override unsafe void DownloadCore(Tensor source, Span<byte> target)
    {
        fixed (byte* p = source.Pin<byte>())
            new ReadOnlySpan<byte>(p, target.Length).CopyTo(target);
    }

    private protected override void FillCore(Tensor y, Scalar value) => CpuCopy.Fill(y, value);

    private protected override void CopyCore(Tensor x, Tensor y) => CpuCopy.Copy(x, y);

    private protected override void AccumulateCore(Tensor a, Tensor b, Tensor y) =>
        CpuElementwise.Binary(default(Accumulation), new(a, b, y));

    private protected override void UnaryCore<TOp>(TOp op, in UnaryOperands o) => CpuElementwise.Unary(op, o);

    private protected override void UnaryGradientCore<TOp>(TOp op, in UnaryGradientOperands o) =>
        CpuElementwise.UnaryGradient(op, o);

    private protected override void BinaryCore<TOp>(TOp op, in BinaryOperands o) => CpuElementwise.Binary(op, o);

    private protected override void BinaryGradientCore<TOp>(TOp op, bool right, in BinaryGradientOperands o) =>
        CpuElementwise.BinaryGradient(op, right, o);

    private protected override void CompareCore<TOp>(TOp op, in BinaryOperands o) => CpuElementwise.Compare(op, o);

    private protected override void SelectCore(in SelectOperands o) => CpuElementwise.Select(o);

    private protected override void ReduceCore<TOp>(TOp op, in UnaryOperands o) => CpuReduce.Reduce(op, o.X, o.Y);

    private protected override void ArgReduceCore(bool largest, in AxisOperands o) =>
        CpuAlongAxis.ArgReduce(largest, o);

    private protected override void CumulativeSumCore(in AxisOperands o) => CpuAlongAxis.CumulativeSum(o);

    private protected override void SortCore(bool descending, in AxisOperands o) => CpuAlongAxis.Sort(descending, o);

    private protected override void SoftmaxCore(in SoftmaxOperands o) => CpuSoftmax.Forward(o);

    private protected override void SoftmaxGradientCore(in SoftmaxOperands o) => CpuSoftmax.Gradient(o);

    private protected override bool TryCrossEntropyCore(in CrossEntropyOperands o) => CpuCrossEntropy.TryForward(o);

    private protected override bool TryCrossEntropyGradientCore(in CrossEntropyOperands o) =>
        CpuCrossEntropy.TryGradient(o);

    private protected override bool TryCountCorrectCore(in CountCorrectOperands o) => CpuCorrect.TryCount(o);

    private protected override void GatherCore(in IndexOperands o) => CpuIndexing.Gather(o);

    private protected override void ScatterCore(bool add, in IndexOperands o) =>
        CpuIndexing.Write(areBlocks: false, add, o);

    private protected override void IndexSelectCore(in IndexOperands o) => CpuIndexing.Select(o);

    private protected override void IndexWriteCore(bool add, in IndexOperands o) =>
        CpuIndexing.Write(areBlocks: true, add, o);

    private protected override Tensor NonZeroCore(Tensor mask) => CpuIndexing.NonZero(mask);

    private protected override void RequireCore<TRule>(TRule rule, Tensor x) => CpuRange.Require(rule, x);

    private protected override void MatMulCore(in ProductOperands o) => CpuMatMul.Run(o);

    private protected override bool TryLinearGradientCore(in LinearGradientOperands o) => CpuLinearGradient.TryRun(o);

    private protected override void ConvolveCore(in ConvolutionOperands o) => CpuConvolution.Convolve(o);

    private protected override void ConvolveTransposedCore(in ConvolutionOperands o) =>
        CpuConvolution.ConvolveTransposed(o);

    private protected override void KernelGradientCore(in KernelGradientOperands o) => CpuKernelGradient.Run(o);

    private protected override bool TryConvolvePooledCore(in PooledConvolutionOperands o) =>
        CpuConvolution.TryConvolvePooled(o);

    private protected override bool TryConvolvePooledGradientCore(ref ConvolutionGradient work) =>
        MaxPoolSparseGradient.TryTake(ref work);

    private protected override void PoolSelectCore(PoolPick pick, in PoolOperands o) => CpuPool.Select(pick, o);

    private protected override void PoolSelectGradientCore(in PoolSelectGradientOperands o) =>
        CpuPool.TrySelectGradient(o);

    private protected override bool TryPoolReluGradientCore(in PoolSelectGradientOperands o) =>
        CpuPool.TrySelectGradient(o);

    private protected override void PoolAverageCore(PoolDivisor divisor, in PoolOperands o) =>
        CpuPool.Average(divisor, o, backward: false);

    private protected override void PoolAverageGradientCore(PoolDivisor divisor, in PoolOperands o) =>
        CpuPool.Average(divisor, o, backward: true);

    private protected override bool TryNormalizeCore(in NormForwardOperands o) => CpuNorm.TryForward(o);

    private protected override bool TryNormalizeByCore(in NormByOperands o) => CpuNorm.TryApply(o);

    private protected override bool TryNormalizeGradientCore(in NormGradientOperands o) => CpuNorm.TryGradient(o);

    private protected override void UpdateAllCore<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters) =>
        CpuUpdate.Run(rule, parameters);

    private protected override void RandomCore(
        Distribution distribution, ulong key, ulong block, double a, double b, Tensor y) =>
        CpuRandom.Fill(distribution, key, block, a, b, y);
}
