namespace Madaline;

/// <summary>Where tensors live and are computed.</summary>
/// <remarks>
/// The contract is small and suits a GPU: every primitive is given tensors (strided views of this device's memory) and
/// a plain struct of arguments, writes into a tensor made beforehand, and may run later than the call; only
/// <see cref="Download"/> waits. Inputs share the output's dtype unless said otherwise; shapes have been checked. Fused
/// forms are named <c>Try…</c>: a device that has none answers false, and the op composes it of primitives.
/// </remarks>
public abstract partial class Device
{
    // Internal, not protected: devices are ours to write, and more live in the tests.
    internal Device(string name) => Name = name;

    /// <summary>The name as <see cref="Parse"/> takes it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Memory whose content is not set.</summary>
    internal abstract Storage Allocate(DType dtype, int length);

    /// <summary>Host bytes into a contiguous tensor.</summary>
    internal abstract void Upload(ReadOnlySpan<byte> source, Tensor target);

    /// <summary>A contiguous tensor into host bytes, once everything before it is done.</summary>
    internal abstract void Download(Tensor source, Span<byte> target);

    /// <summary>y = value everywhere.</summary>
    internal abstract void Fill(Tensor y, Scalar value);

    /// <summary>y = x, element by element in logical order, converting the dtype.</summary>
    internal abstract void Copy(Tensor x, Tensor y);

    /// <summary>y = a + b, of one shape and floating dtype, as gradients add up; y may be a.</summary>
    internal abstract void Accumulate(Tensor a, Tensor b, Tensor y);
}
