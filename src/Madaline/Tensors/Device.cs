using System.Runtime.CompilerServices;
using Madaline.Tensors;

namespace Madaline;

/// <summary>Where tensors live and are computed.</summary>
/// <remarks>
/// The contract is small and suits a GPU: every primitive is given tensors (strided views of this device's memory) and
/// a plain struct of arguments, writes into a tensor made beforehand, and may run later than the call. Only what gives
/// numbers to the host waits, as <see cref="Download"/>. Inputs share the output's dtype unless said otherwise; shapes
/// have been checked.
/// <para>
/// A primitive is entered by a method that is not virtual: it names the call, holds the operands to being alive, keeps
/// them from the garbage collector until the work is done or queued, and calls the device's own <c>…Core</c>. Fused
/// forms are named <c>Try…</c>: a device that has none answers false, and the op composes it of primitives.
/// </para>
/// </remarks>
public abstract partial class Device
{
    // Internal, not protected: devices are ours to write, and more live in the tests.
    internal Device(string name) => Name = name;

    /// <summary>The name as <see cref="Parse"/> takes it.</summary>
    public string Name { get; }

    /// <summary>Told of every primitive as it begins and ends; null for none.</summary>
    internal IDeviceObserver? Observer { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Memory whose content is not set.</summary>
    internal abstract Storage Allocate(DType dtype, int length);

    /// <summary>Host bytes into a contiguous tensor.</summary>
    internal void Upload(ReadOnlySpan<byte> source, Tensor target)
    {
        Begin("upload", target);
        UploadCore(source, target);
        GC.KeepAlive(target);
        Observer?.End("upload");
    }

    /// <summary>A contiguous tensor into host bytes, once everything before it is done.</summary>
    internal void Download(Tensor source, Span<byte> target)
    {
        Begin("download", source);
        DownloadCore(source, target);
        GC.KeepAlive(source);
        Observer?.End("download");
    }

    /// <summary>y = value everywhere.</summary>
    internal void Fill(Tensor y, Scalar value)
    {
        Begin("fill", y);
        FillCore(y, value);
        GC.KeepAlive(y);
        Observer?.End("fill");
    }

    /// <summary>y = x, element by element in logical order, converting the dtype.</summary>
    internal void Copy(Tensor x, Tensor y)
    {
        Begin("copy", x, y);
        CopyCore(x, y);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        Observer?.End("copy");
    }

    /// <summary>y = a + b, of one shape and floating dtype, as gradients add up; y may be a.</summary>
    internal void Accumulate(Tensor a, Tensor b, Tensor y)
    {
        Begin("accumulate", a, b, y);
        AccumulateCore(a, b, y);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
        Observer?.End("accumulate");
    }

    /// <summary><see cref="Upload"/>, by the device.</summary>
    private protected abstract void UploadCore(ReadOnlySpan<byte> source, Tensor target);

    /// <summary><see cref="Download"/>, by the device.</summary>
    private protected abstract void DownloadCore(Tensor source, Span<byte> target);

    /// <summary><see cref="Fill"/>, by the device.</summary>
    private protected abstract void FillCore(Tensor y, Scalar value);

    /// <summary><see cref="Copy"/>, by the device.</summary>
    private protected abstract void CopyCore(Tensor x, Tensor y);

    /// <summary><see cref="Accumulate"/>, by the device.</summary>
    private protected abstract void AccumulateCore(Tensor a, Tensor b, Tensor y);

    /// <summary>Begins a call: says its name to who listens, and refuses operands whose memory went back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Begin(string name, Tensor a, Tensor? b = null, Tensor? c = null)
    {
        Observer?.Begin(name);
        a.RequireAlive(name);
        b?.RequireAlive(name);
        c?.RequireAlive(name);
    }
}

/// <summary>Who counts or times the calls of a device. A call that fails begins and does not end.</summary>
internal interface IDeviceObserver
{
    void Begin(string name);

    void End(string name);
}
