using Madaline.Tensors;

namespace Madaline.Devices;

/// <summary>
/// A device without memory, as PyTorch's of that name: operations check their operands and make shapes, and compute
/// nothing. What a network comes to is found on it before anything is allocated.
/// </summary>
internal sealed class MetaDevice : Device
{
    // Over all threads: nearly always 0, and quicker to look at than what belongs to a thread.
    private static int _scopes;

    [ThreadStatic]
    private static int _depth;

    private MetaDevice() : base("meta")
    {
    }

    /// <summary>The only one.</summary>
    public static MetaDevice Instance { get; } = new();

    /// <summary>
    /// Where a tensor is made: the device asked for; else this one inside a scope, the processor outside.
    /// </summary>
    public static Device Or(Device? device) => device ?? (_scopes > 0 && _depth > 0 ? Instance : Cpu);

    internal override Storage Allocate(DType dtype, int length) => new MetaStorage(this, dtype, length);

    internal override Readback ReadLater(Tensor source) => throw NoElements();

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    private protected override void DownloadCore(Tensor source, Span<byte> target) => throw NoElements();

    private protected override Tensor NonZeroCore(Tensor mask) => throw NoElements();

    private protected override void UploadCore(ReadOnlySpan<byte> source, Tensor target)
    {
    }

    private protected override void FillCore(Tensor y, Scalar value)
    {
    }

    private protected override void CopyCore(Tensor x, Tensor y)
    {
    }

    private protected override void AccumulateCore(Tensor a, Tensor b, Tensor y)
    {
    }

    private protected override void UnaryCore<TOp>(TOp op, in UnaryOperands o)
    {
    }

    private protected override void UnaryGradientCore<TOp>(TOp op, in UnaryGradientOperands o)
    {
    }

    private protected override void BinaryCore<TOp>(TOp op, in BinaryOperands o)
    {
    }

    private protected override void BinaryGradientCore<TOp>(TOp op, bool right, in BinaryGradientOperands o)
    {
    }

    private protected override void CompareCore<TOp>(TOp op, in BinaryOperands o)
    {
    }

    private protected override void SelectCore(in SelectOperands o)
    {
    }

    private protected override void ReduceCore<TOp>(TOp op, in UnaryOperands o)
    {
    }

    private protected override void ArgReduceCore(bool largest, in AxisOperands o)
    {
    }

    private protected override void CumulativeSumCore(in AxisOperands o)
    {
    }

    private protected override void SortCore(bool descending, in AxisOperands o)
    {
    }

    private protected override void SoftmaxCore(in SoftmaxOperands o)
    {
    }

    private protected override void SoftmaxGradientCore(in SoftmaxOperands o)
    {
    }

    private protected override void GatherCore(in IndexOperands o)
    {
    }

    private protected override void ScatterCore(bool add, in IndexOperands o)
    {
    }

    private protected override void IndexSelectCore(in IndexOperands o)
    {
    }

    private protected override void IndexWriteCore(bool add, in IndexOperands o)
    {
    }

    private protected override void RequireCore<TRule>(TRule rule, Tensor x)
    {
    }

    private protected override void MatMulCore(in ProductOperands o)
    {
    }

    private protected override void ConvolveCore(in ConvolutionOperands o)
    {
    }

    private protected override void ConvolveTransposedCore(in ConvolutionOperands o)
    {
    }

    private protected override void KernelGradientCore(in KernelGradientOperands o)
    {
    }

    private protected override void PoolSelectCore(PoolPick pick, in PoolOperands o)
    {
    }

    private protected override void PoolSelectGradientCore(in PoolSelectGradientOperands o)
    {
    }

    private protected override void PoolAverageCore(PoolDivisor divisor, in PoolOperands o)
    {
    }

    private protected override void PoolAverageGradientCore(PoolDivisor divisor, in PoolOperands o)
    {
    }

    private protected override void UpdateAllCore<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
    {
    }

    private protected override void RandomCore(
        Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
    }

    private static TensorException NoElements() => new("meta", "elements were asked for, but only shapes are worked "
        + "out here. Tensor is on the device meta; expected code whose shapes depend on no element. Call the module "
        + "with a tensor on the processor.");

    /// <summary>
    /// Until the end of a block, on its thread, tensors that no device is asked for are made on this one: how a
    /// module is constructed without its memory.
    /// </summary>
    internal readonly ref struct Scope : IDisposable
    {
        public Scope()
        {
            Interlocked.Increment(ref _scopes);
            _depth++;
        }

        public void Dispose()
        {
            _depth--;
            Interlocked.Decrement(ref _scopes);
        }
    }

    private sealed class MetaStorage(Device device, DType dtype, int length) : Storage(device, dtype, length)
    {
        public override bool IsPooled => false;

        private protected override void Free()
        {
        }
    }
}
