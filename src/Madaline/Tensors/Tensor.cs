using System.Diagnostics.CodeAnalysis;
using Madaline.Tensors;

namespace Madaline;

/// <summary>A many-dimensional array of numbers on a device, with automatic differentiation.</summary>
/// <remarks>
/// Strided and row-major; views share memory with their base. Elements are <see cref="Madaline.DType.Float32"/> unless
/// asked otherwise. Nothing needs disposing: memory goes back by itself.
/// </remarks>
public sealed partial class Tensor : IDisposable
{
    private bool _isReleased;

    internal Tensor(Storage storage, Shape shape) : this(storage, Layout.RowMajor(shape))
    {
    }

    internal Tensor(Storage storage, in Layout layout, bool counts = true)
    {
        Storage = storage;
        (Shape, Strides, Offset) = (layout.Shape, layout.Strides, layout.Offset);
        _isReleased = !counts;
        if (counts)
            storage.AddHandle();
    }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>How many dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>How many elements.</summary>
    public int Elements => Shape.Elements;

    /// <summary>The type of the elements.</summary>
    public DType DType => Storage.DType;

    /// <summary>Where the elements are.</summary>
    public Device Device => Storage.Device;

    internal Storage Storage { get; private set; }

    /// <summary>How the elements lie in the storage.</summary>
    internal Layout Layout => new(Shape, Strides, Offset);

    /// <summary>Steps between neighbours along each dimension, in elements.</summary>
    internal int[] Strides { get; private set; }

    /// <summary>Index of the first element in the storage.</summary>
    internal int Offset { get; private set; }

    /// <summary>True when the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => Shape.IsRowMajor(Strides);

    /// <summary>
    /// Releases the memory now instead of when the garbage collector finds it. Never needed; the tensor must not be
    /// used afterwards. Views that share the memory keep it.
    /// </summary>
    public void Dispose() => Release();

    /// <summary>A tensor of a shape whose elements are not set yet, for an operation that errors name.</summary>
    internal static Tensor Empty(Shape shape, DType dtype, Device device, string op = "tensor") =>
        shape.Elements < Sizes.Unquestioned
            ? new(device.Allocate(dtype, shape.Elements), shape)
            : EmptyLarge(shape, dtype, device, op);

    internal static Tensor EmptyLike(Tensor x, string op = "tensor") => Empty(x.Shape, x.DType, x.Device, op);

    private static Tensor EmptyLarge(Shape shape, DType dtype, Device device, string op)
    {
        Sizes.RequireRoom(op, shape, dtype);
        try
        {
            return new(device.Allocate(dtype, shape.Elements), shape);
        }
        catch (OutOfMemoryException)
        {
            throw Sizes.NoRoom(op, (long)shape.Elements * dtype.Size(), $"{dtype} {shape}");
        }
    }

    /// <summary>Another handle on the same elements.</summary>
    internal Tensor Share() => new(Storage, Layout);

    /// <summary>A view for the length of a call: it does not count as a handle.</summary>
    internal Tensor Alias(in Layout layout) => new(Storage, layout, counts: false);

    /// <summary>The same elements without their history, for the length of a call.</summary>
    internal Tensor Alias() => Alias(Layout);

    internal Tensor View(in Layout layout) => new(Storage, layout);

    /// <summary>Gives up this handle; with the last one the memory goes back to its pool at once.</summary>
    internal void Release()
    {
        if (_isReleased)
            return;
        _isReleased = true;
        Storage.DropHandle();
    }

    /// <summary>
    /// Takes another tensor's memory of the same shape: how a parameter moves to another dtype or device and stays the
    /// same object.
    /// </summary>
    internal void ReplaceStorage(Tensor other)
    {
        Storage old = Storage;
        (Storage, Strides, Offset) = (other.Storage, other.Strides, other.Offset);
        Storage.AddHandle();
        Storage.Version = old.Version + 1;
        if (!_isReleased)
            old.DropHandle();
        _isReleased = false;
    }

    /// <summary>Throws when the memory was released already.</summary>
    internal void RequireAlive(string op)
    {
        if (Storage.IsReleased)
            ThrowDisposed(op);
    }

    [DoesNotReturn]
    private void ThrowDisposed(string op) => throw new TensorException(
        op, $"the tensor was disposed. Its shape was {Shape}. "
        + "Use tensors before Dispose, or do not dispose them: nothing needs it.");

    internal static void RequireSameDevice(string op, Tensor left, Tensor right)
    {
        if (!ReferenceEquals(left.Device, right.Device))
        {
            throw new TensorException(op, "operands are on two devices. "
                + $"left is on {left.Device.Name}, right is on {right.Device.Name}; "
                + "expected one device. Move one with To(device).");
        }
    }

    internal void RequireFloating(string op)
    {
        if (!DType.IsFloating())
            throw new TensorException(op, $"needs floating numbers. Input is {DType} {Shape}; "
                + $"expected Float32 or Float64. {TypeAdvice.For(this, DType.Float32)}");
    }
}
