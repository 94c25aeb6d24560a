using System.Runtime.InteropServices;
using Madaline.Autograd;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The elements in row-major order, as a new array of the dtype's .NET type.</summary>
    /// <exception cref="TensorException"><typeparamref name="T"/> is not the dtype's type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        RequireType<T>("to_array");
        RequireAlive("to_array");
        Sizes.RequireRoom("to_array", Shape, DType);
        var result = new T[Elements];
        Device.Download(RowMajor(), MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }

    /// <summary>The one element, converted to a .NET number or truth value.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public T Item<T>() where T : unmanaged
    {
        if (Elements != 1)
            throw new TensorException("item", $"needs exactly one element. Tensor is {Shape}; expected one element. "
                + "Index or reduce it first.");
        using var pause = Tracing.Pause();
        return Alias().To(DTypes.Of<T>()).ToArray<T>()[0];
    }

    /// <summary>The elements where they lie, for reading: contiguous tensors on the processor only.</summary>
    /// <exception cref="TensorException">The tensor is a strided view or lies elsewhere.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Writable<T>("as_span");

    /// <summary>The elements where they lie, for reading and writing; counts as a modification in place.</summary>
    public Span<T> AsWritableSpan<T>() where T : unmanaged
    {
        BeginInPlace("as_span", byHost: true);
        return Writable<T>("as_span");
    }

    private Span<T> Writable<T>(string op) where T : unmanaged
    {
        RequireType<T>(op);
        RequireAlive(op);
        if (Device is not CpuDevice || !IsContiguous)
            throw new TensorException(op, "the elements do not lie side by side in the processor's memory. "
                + $"Tensor is {Shape} on {Device.Name}. Use ToArray, or Contiguous() and To(Device.Cpu).");
        ((CpuStorage)Storage).Expose();
        return MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<byte,
            T>(ref CpuDevice.Start(this)), Elements);
    }

    private void RequireType<T>(string op) where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
            throw new TensorException(op, $"the type differs. Tensor is {DType}, asked for {typeof(T).Name}; "
                + $"expected the dtype's own type. Use To(DType.{DTypes.Of<T>()}) first.");
    }
}
