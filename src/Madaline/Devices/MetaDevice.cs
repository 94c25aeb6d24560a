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

    private static MetaDevice Instance { get; } = new();

    /// <summary>
    /// Where a tensor is made: the device asked for; else this one inside a scope, the processor outside.
    /// </summary>
    public static Device Or(Device? device) => device ?? (_scopes > 0 && _depth > 0 ? Instance : Cpu);

    internal override Storage Allocate(DType dtype, int length) => new MetaStorage(this, dtype, length);

    internal override void Download(Tensor source, Span<byte> target) => throw NoElements();

    internal override Readback ReadLater(Tensor source) => throw NoElements();

    internal override Tensor NonZero(Tensor mask) => throw NoElements();

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    internal override void Require<TRule>(TRule rule, Tensor x)
    {
    }

    internal override void Upload(ReadOnlySpan<byte> source, Tensor target)
    {
    }

    internal override void Fill(Tensor y, Scalar value)
    {
    }

    internal override void Copy(Tensor x, Tensor y)
    {
    }

    internal override void Accumulate(Tensor a, Tensor b, Tensor y)
    {
    }

    internal override void Unary<TOp>(TOp op, Tensor x, Tensor y)
    {
    }

    internal override void UnaryGradient<TOp>(TOp op, Tensor dy, Tensor? x, Tensor? y, Tensor dx)
    {
    }

    internal override void Binary<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
    }

    internal override void BinaryGradient<TOp>(TOp op, bool right, Tensor dy, Tensor? a, Tensor? b, Tensor d)
    {
    }

    internal override void Compare<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
    }

    internal override void Select(Tensor mask, Tensor a, Tensor b, Tensor y)
    {
    }

    internal override void Reduce<TOp>(TOp op, Tensor x, Tensor y)
    {
    }

    internal override void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
    }

    internal override void CumulativeSum(Tensor x, int axis, Tensor y)
    {
    }

    internal override void Sort(Tensor x, int axis, bool descending, Tensor values, Tensor indices)
    {
    }

    internal override void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
    }

    internal override void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
    }

    internal override void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
    }

    internal override void IndexWrite(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
    }

    internal override void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
    }

    internal override void Convolve(Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y)
    {
    }

    internal override void ConvolveTransposed(
        Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor x)
    {
    }

    internal override void KernelGradient(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw)
    {
    }

    internal override void Random(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
    }

    internal override void Softmax(bool log, Tensor x, Tensor y)
    {
    }

    internal override void SoftmaxGradient(bool log, Tensor dy, Tensor y, Tensor dx)
    {
    }

    internal override void PoolSelect(
        PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
    }

    internal override void PoolSelectGradient(Tensor dy, Tensor indices, int area, Tensor dx)
    {
    }

    internal override void PoolAverage(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y)
    {
    }

    internal override void PoolAverageGradient(
        Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx)
    {
    }

    internal override void Update<TRule>(TRule rule, Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor> states)
    {
    }

    private static TensorException NoElements() => new("meta", "elements were asked for, but only shapes are worked out "
        + "here. Tensor is on the device meta; expected code whose shapes depend on no element. Call the module with a "
        + "tensor on the processor.");

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
        private bool _released;

        public override bool IsPooled => false;

        public override bool IsReleased => _released;

        public override void Release() => _released = true;
    }
}
