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

    /// <summary>The value as an integer, truncated toward zero.</summary>
    public long Long => _integer;

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(double value) =>
        new(value, long.CreateSaturating(value), DType.Float32);

    /// <summary>A floating number.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(value, value, DType.Int64);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => (long)value;

    /// <summary>A truth value.</summary>
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, value ? 1 : 0, DType.Bool);

    /// <summary>
    /// Whether a dtype holds the number, up to rounding and its fraction; what is below 0 may count from the end of
    /// bytes, as in PyTorch.
    /// </summary>
    internal bool Fits(DType dtype) => dtype switch
    {
        DType.Bool or DType.Float64 => true,
        DType.Float32 => !double.IsFinite(_floating) || float.IsFinite((float)_floating),
        DType.Int64 when !DType.IsFloating() => true,
        DType.Int64 => _floating is >= long.MinValue and < -(double)long.MinValue,
        DType.Int32 => IsWithin(int.MinValue, int.MaxValue),
        _ => IsWithin(-byte.MaxValue, byte.MaxValue),
    };

    /// <summary>
    /// Refuses to put a number where no element can hold it; one below 0 into bytes where it does not wrap.
    /// </summary>
    internal void RequireFits(string op, DType dtype, bool wraps = true)
    {
        if (!Fits(dtype) || (!wraps && dtype == DType.UInt8 && _floating < 0))
            throw new TensorException(op, $"the dtype does not hold the number. Number is {this}, dtype is {dtype}; "
                + "expected one within its range. Use a wider dtype, or bring the number into the range first.");
    }

    /// <summary>Whether it is an integer that a dtype of fewer bits does not hold.</summary>
    internal bool IsBeyond(DType dtype) => DType == DType.Int64 && dtype switch
    {
        DType.Int32 => !IsWithin(int.MinValue, int.MaxValue),
        DType.UInt8 => !IsWithin(byte.MinValue, byte.MaxValue),
        _ => false,
    };

    private bool IsWithin(int least, int most) =>
        DType.IsFloating() ? _floating >= least && _floating < most + 1.0 : _integer >= least && _integer <= most;

    /// <inheritdoc/>
    public override string ToString() => DType switch
    {
        DType.Bool => _integer != 0 ? "True" : "False",
        DType.Int64 => _integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => _floating.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
