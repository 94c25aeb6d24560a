using Madaline.Tensors;

namespace Madaline;

/// <summary>Plain numbers as tensors, <c>x[0, 1] = 5f</c>, and back, <c>(float)x[0, 1]</c>.</summary>
public sealed partial class Tensor
{
    /// <summary>A tensor without dimensions: <c>x[0, 1] = 5f</c> writes one element, or every one of a part.</summary>
    /// <remarks>
    /// Beside a tensor in arithmetic a number stays a <see cref="Scalar"/>, which takes the tensor's dtype.
    /// </remarks>
    public static implicit operator Tensor(float value) => OfNumber(value, DType.Float32);

    /// <summary>The same of a double, Float64.</summary>
    public static implicit operator Tensor(double value) => OfNumber(value, DType.Float64);

    /// <summary>The same of an integer, Int64.</summary>
    public static implicit operator Tensor(int value) => OfNumber(value, DType.Int64);

    /// <summary>The same of an integer, Int64.</summary>
    public static implicit operator Tensor(long value) => OfNumber(value, DType.Int64);

    /// <summary>The same of a truth value, Bool.</summary>
    public static implicit operator Tensor(bool value) => OfNumber(value, DType.Bool);

    /// <summary>The same of a plain number: of floating ones Float64.</summary>
    public static implicit operator Tensor(Scalar value) =>
        OfNumber(value, value.DType.IsFloating() ? DType.Float64 : value.DType);

    /// <summary>The one element, as <see cref="Item{T}()"/> gives it; waits for the device.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public static explicit operator float(Tensor x) => Element(x).Item<float>();

    /// <summary>The one element, as <see cref="Item{T}()"/> gives it; waits for the device.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public static explicit operator double(Tensor x) => Element(x).Item<double>();

    /// <summary>The one element, toward zero, as <see cref="Item{T}()"/> gives it; waits for the device.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public static explicit operator int(Tensor x) => Element(x).Item<int>();

    /// <summary>The one element, toward zero, as <see cref="Item{T}()"/> gives it; waits for the device.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public static explicit operator long(Tensor x) => Element(x).Item<long>();

    /// <summary>Whether the one element is not 0; waits for the device.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public static explicit operator bool(Tensor x) => Element(x).Item<bool>();

    private static Tensor Element(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    private static Tensor OfNumber(Scalar value, DType dtype)
    {
        Tensor y = Full(Shape.Scalar, value, dtype);
        y.Storage.IsPlainNumber = true;
        return y;
    }

    /// <summary>What is written into this tensor: a plain number must fit the dtype, and goes to any device.</summary>
    private Tensor Written(Tensor value)
    {
        if (!value.Storage.IsPlainNumber || value.Rank > 0)
            return value.To(DType);
        Scalar number = value.DType.IsFloating() ? value.Item<double>()
            : value.DType == DType.Bool ? value.Item<bool>() : value.Item<long>();
        number.RequireFits("index", DType);
        return value.To(DType).To(Device);
    }
}
