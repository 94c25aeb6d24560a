namespace Madaline;

/// <summary>Facts about element types, and PyTorch's rules of promotion.</summary>
public static class DTypes
{
    /// <summary>Bytes an element takes.</summary>
    public static int Size(this DType dtype)
    {
        // The powers of two in order, two bits each: 1, 1, 4, 8, 4, 8 bytes.
        const int Powers = 0b11_10_11_10_00_00;
        return 1 << ((Powers >> (2 * (int)dtype)) & 3);
    }

    /// <summary>True for <see cref="DType.Float32"/> and <see cref="DType.Float64"/>.</summary>
    public static bool IsFloating(this DType dtype) => dtype >= DType.Float32;

    /// <summary>The type that holds both: the later one, since the enumeration is in order of promotion.</summary>
    public static DType Promote(DType left, DType right) => left > right ? left : right;

    /// <summary>The element type of a .NET type.</summary>
    /// <exception cref="NotSupportedException">No tensor holds that type.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(byte) ? DType.UInt8
        : typeof(T) == typeof(bool) ? DType.Bool
        : throw new NotSupportedException(
            $"tensor: no dtype holds {typeof(T).Name}; expected float, double, long, int, byte or bool. "
                + "Convert the data first.");

    /// <summary>0 for truth values, 1 for integers, 2 for floating numbers.</summary>
    internal static int Category(DType dtype) => dtype switch
    {
        DType.Bool => 0,
        < DType.Float32 => 1,
        _ => 2,
    };

    /// <summary>The result type of two tensors: a 0-dimensional one only counts when its category is higher.</summary>
    internal static DType Result(Tensor left, Tensor right)
    {
        bool leftZero = left.Rank == 0, rightZero = right.Rank == 0;
        if (leftZero == rightZero)
            return Promote(left.DType, right.DType);
        var (weak, strong) = leftZero ? (left.DType, right.DType) : (right.DType, left.DType);
        return Category(weak) > Category(strong) ? weak : strong;
    }

    /// <summary>
    /// The result type of a tensor and a plain number: the number only counts when its category is higher.
    /// </summary>
    internal static DType Result(Tensor tensor, Scalar scalar) =>
        Category(scalar.DType) > Category(tensor.DType) ? scalar.DType : tensor.DType;
}
