namespace Madaline;

/// <summary>
/// A plain number beside a tensor: it takes the tensor's dtype unless its category is higher, as in PyTorch.
/// </summary>
public readonly struct Scalar
{
    private readonly double _floating;
    private readonly long _integer;

    private Scalar(double floating, long integer, DType dtype) =>
        (_floating, _integer, DType) = (floating, integer, dtype);

    /// <summary>
    /// <see cref="DType.Bool"/>, <see cref="DType.Int64"/> or <see cref="DType.Float32"/>: the category it counts as.
    /// </summary>
    public DType DType { get; }

    /// <summary>The value as a double.</summary>
    public double Double => _floating;

    /// <summary>The value as a whole number, truncated toward zero.</summary>
    public long Long => _integer;

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(double value) =>
        new(value, double.IsFinite(value) ? (long)Math.Clamp(value, long.MinValue, long.MaxValue) : 0, DType.Float32);

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(value, value, DType.Int64);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => (long)value;

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, value ? 1 : 0, DType.Bool);

    /// <inheritdoc/>
    public override string ToString() => DType switch
    {
        DType.Bool => _integer != 0 ? "True" : "False",
        DType.Int64 => _integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => _floating.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
