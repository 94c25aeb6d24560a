using System.Runtime.InteropServices;

namespace Madaline.Formats;

/// <summary>The element type of an IDX file, with the format's own codes.</summary>
public enum IdxKind : byte
{
    /// <summary>Unsigned bytes: pixels and labels.</summary>
    UInt8 = 0x08,

    /// <summary>Signed bytes.</summary>
    Int8 = 0x09,

    /// <summary>16-bit signed integers.</summary>
    Int16 = 0x0B,

    /// <summary>32-bit signed integers.</summary>
    Int32 = 0x0C,

    /// <summary>Single precision.</summary>
    Float32 = 0x0D,

    /// <summary>Double precision.</summary>
    Float64 = 0x0E,
}

/// <summary>What an IDX file holds: a dense row-major array.</summary>
public sealed class IdxArray
{
    /// <summary>Wraps bytes in the machine's own byte order.</summary>
    /// <param name="kind">Element type.</param>
    /// <param name="shape">Sizes, each 0 or more; at least one and at most 255.</param>
    /// <param name="data">Elements, row-major; not copied. As many bytes as shape and kind ask for.</param>
    /// <exception cref="ArgumentException">Kind, shape and data do not fit together.</exception>
    public IdxArray(IdxKind kind, int[] shape, byte[] data)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(data);
        var expected = shape.Length is 0 or > 255 ? -1 : ByteCount(kind, shape);
        if (expected != data.Length)
        {
            throw new ArgumentException(
                $"IdxArray: the data does not fit the shape. data is {data.Length} bytes; expected {expected} bytes "
                + $"for {kind} [{string.Join(", ", shape)}].", nameof(data));
        }

        Kind = kind;
        Shape = shape;
        Data = data;
    }

    /// <summary>Element type.</summary>
    public IdxKind Kind { get; }

    /// <summary>Sizes, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements, row-major, in the machine's own byte order (the file's is big-endian).</summary>
    public byte[] Data { get; }

    /// <summary>Bytes an element takes.</summary>
    public int ElementBytes => SizeOf(Kind);

    /// <summary>Number of elements.</summary>
    public int Count => Data.Length / ElementBytes;

    /// <summary>The elements as a span of their own type.</summary>
    /// <typeparam name="T">A type of <see cref="ElementBytes"/> bytes.</typeparam>
    /// <exception cref="InvalidOperationException">The type's size is not the element's.</exception>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged
    {
        if (Marshal.SizeOf<T>() != ElementBytes)
        {
            throw new InvalidOperationException(
                $"IdxArray.As: wrong element size. {typeof(T).Name} has {Marshal.SizeOf<T>()} bytes; "
                + $"expected {ElementBytes} for {Kind}.");
        }

        return MemoryMarshal.Cast<byte, T>(Data);
    }

    /// <summary>Bytes an element takes, or 0 for a code the format does not know.</summary>
    internal static int SizeOf(IdxKind kind) => kind switch
    {
        IdxKind.UInt8 or IdxKind.Int8 => 1,
        IdxKind.Int16 => 2,
        IdxKind.Int32 or IdxKind.Float32 => 4,
        IdxKind.Float64 => 8,
        _ => 0,
    };

    /// <summary>Bytes a shape takes; -1 if it is negative somewhere, or beyond what one array can hold.</summary>
    internal static long ByteCount(IdxKind kind, ReadOnlySpan<int> shape)
    {
        long size = SizeOf(kind);
        if (size == 0) return -1;
        if (shape.ContainsAnyInRange(int.MinValue, -1)) return -1;
        if (shape.Contains(0)) return 0;
        foreach (var extent in shape)
        {
            size *= extent;
            if (size > Array.MaxLength) return -1;
        }

        return size;
    }
}
