using System.Globalization;

namespace Madaline;

/// <summary>What kind of value an attribute has.</summary>
public enum AttributeKind
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>An integer of 64 bits.</summary>
    Integer,

    /// <summary>A floating number in double precision.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of integers: sizes, strides, dimensions.</summary>
    Integers,

    /// <summary>A dtype.</summary>
    DType,
}

/// <summary>
/// What an operation was given beside its tensors: one of the kinds of <see cref="AttributeKind"/>, and never another.
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly double _number;
    private readonly long _integer;
    private readonly object? _object;

    private AttributeValue(AttributeKind kind, long integer, double number, object? value) =>
        (Kind, _integer, _number, _object) = (kind, integer, number, value);

    /// <summary>Which of the properties holds the value.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public bool Bool => Of(AttributeKind.Bool)._integer != 0;

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public long Integer => Of(AttributeKind.Integer)._integer;

    /// <summary>The number; an integer, too, converted.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public double Number => Kind == AttributeKind.Integer ? _integer : Of(AttributeKind.Number)._number;

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public string Text => (string)Of(AttributeKind.Text)._object!;

    /// <summary>The integers.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public ReadOnlySpan<long> Integers => (long[])Of(AttributeKind.Integers)._object!;

    /// <summary>The dtype.</summary>
    /// <exception cref="InvalidOperationException">The attribute is of another kind.</exception>
    public DType DType => (DType)Of(AttributeKind.DType)._integer;

    /// <summary>A truth value.</summary>
    public static implicit operator AttributeValue(bool value) => new(AttributeKind.Bool, value ? 1 : 0, 0, null);

    /// <summary>An integer.</summary>
    public static implicit operator AttributeValue(int value) => (long)value;

    /// <summary>An integer.</summary>
    public static implicit operator AttributeValue(long value) => new(AttributeKind.Integer, value, 0, null);

    /// <summary>A floating number.</summary>
    public static implicit operator AttributeValue(double value) => new(AttributeKind.Number, 0, value, null);

    /// <summary>A text.</summary>
    public static implicit operator AttributeValue(string value) => new(AttributeKind.Text, 0, 0, value);

    /// <summary>A dtype.</summary>
    public static implicit operator AttributeValue(DType value) => new(AttributeKind.DType, (long)value, 0, null);

    /// <summary>A list of integers.</summary>
    public static implicit operator AttributeValue(ReadOnlySpan<int> value)
    {
        var integers = new long[value.Length];
        for (int i = 0; i < integers.Length; i++)
            integers[i] = value[i];
        return new(AttributeKind.Integers, 0, 0, integers);
    }

    /// <summary>A list of integers.</summary>
    public static implicit operator AttributeValue(int[] value) => value.AsSpan();

    /// <summary>A list of integers.</summary>
    public static implicit operator AttributeValue(Span<int> value) => (ReadOnlySpan<int>)value;

    /// <summary>The sizes of a shape.</summary>
    public static implicit operator AttributeValue(Shape value) => value.AsSpan();

    /// <summary>A number for each direction of an image: height, then width.</summary>
    public static implicit operator AttributeValue(Size2 value) => (int[])[value.Height, value.Width];

    /// <summary>A plain number, of the kind it has.</summary>
    public static implicit operator AttributeValue(Scalar value) => value.DType switch
    {
        DType.Bool => value.Long != 0,
        DType.Int64 => value.Long,
        _ => value.Double,
    };

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) => Kind == other.Kind && _integer == other._integer
        && _number.Equals(other._number) && (_object, other._object) switch
        {
            (long[] a, long[] b) => a.AsSpan().SequenceEqual(b),
            var (a, b) => Equals(a, b),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _integer, _number, (_object as long[])?.Length ?? 0);

    /// <summary>Whether both are of one kind and have one value.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Whether kind or value differ.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        AttributeKind.Bool => Bool ? "true" : "false",
        AttributeKind.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        AttributeKind.Text => Text,
        AttributeKind.Integers => $"[{string.Join(", ", (long[])_object!)}]",
        _ => DType.ToString(),
    };

    private AttributeValue Of(AttributeKind kind) => Kind == kind ? this : throw new InvalidOperationException(
        $"attribute: the value is of another kind. It is {Kind} {this}; expected {kind}. Look at its Kind first.");
}
