using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The same numbers in another dtype; this tensor itself when it has that dtype already.</summary>
    /// <remarks>
    /// Shape: […] → […]. Floating to integers: toward zero; what lies beyond the range, infinities included, becomes
    /// the range's end, and NaN 0, on every machine. Integers to fewer bits wrap around. To Bool: whether it is not
    /// 0. Gradient: dy in the old dtype; none through integers.
    /// </remarks>
    public Tensor To(DType dtype)
    {
        if (dtype == DType)
            return this;
        RequireAlive("to");
        var y = Empty(Shape, dtype, Device, "to");
        Device.Copy(this, y);
        if (Tracing.IsOpen)
            Tracing.Add("to", this, y, ("dtype", dtype));
        DType old = DType;
        return dtype.IsFloating() && old.IsFloating() ? ViewNode.Record("to", this, y, dy => dy.To(old)) : y;
    }

    /// <summary>The same numbers on another device; this tensor itself when it is there already.</summary>
    /// <remarks>Gradient: dy moved back.</remarks>
    public Tensor To(Device device)
    {
        if (ReferenceEquals(device, Device))
            return this;
        RequireAlive("to");
        using var pause = Tracing.Pause();
        Tensor source = Contiguous();
        long length = (long)Elements * DType.Size();
        if (length > Array.MaxLength)
            throw Sizes.TooMany("to", $"{DType} {Shape} takes {length} bytes", Array.MaxLength / DType.Size());
        var bytes = new byte[length];
        Device.Download(source, bytes);
        var y = Empty(Shape, DType, device, "to");
        device.Upload(bytes, y);
        if (Tracing.IsOpen)
            Tracing.Add("to", this, y, ("device", device.Name));
        Device old = Device;
        return ViewNode.Record("to", this, y, dy => dy.To(old));
    }

    /// <summary>The same numbers on the device of a name, as <see cref="Device.Parse"/> reads it.</summary>
    /// <param name="device"><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>, <c>opencl</c> …</param>
    /// <exception cref="DeviceNotAvailableException">There is none of that name here; the message says why.</exception>
    public Tensor To(string device) => To(Device.Parse(device));

    /// <summary>A copy with memory of its own, contiguous.</summary>
    /// <remarks>Gradient: dy.</remarks>
    public Tensor Clone()
    {
        RequireAlive("clone");
        var y = EmptyLike(this, "clone");
        Device.Copy(this, y);
        if (Tracing.IsOpen)
            Tracing.Add("clone", this, y);
        return ViewNode.Record("clone", this, y, dy => dy.Share());
    }

    /// <summary>The elements in row-major order for the length of a call: nothing is recorded or traced.</summary>
    internal Tensor RowMajor()
    {
        if (IsContiguous)
            return Alias();
        using var pause = Tracing.Pause();
        return Alias().Clone();
    }

    /// <summary>This tensor if its elements lie in row-major order without gaps, else such a copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();
}
