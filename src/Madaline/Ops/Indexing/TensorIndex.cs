namespace Madaline;

/// <summary>
/// One place of <c>x[…]</c>: a number, a range with or without a step, a tensor of positions or truth values, a new
/// axis, or an ellipsis.
/// </summary>
public readonly struct TensorIndex
{
    internal enum Kind
    {
        Range,
        Number,
        NewAxis,
        Ellipsis,
        Tensor,
    }

    private TensorIndex(Kind what) => What = what;

    internal Kind What { get; private init; }

    internal Index Number { get; private init; }

    internal Range Range { get; private init; }

    internal int Step { get; private init; }

    internal Tensor? Tensor { get; private init; }

    /// <summary>A new dimension of size 1.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis);

    /// <summary>As many whole dimensions as are missing.</summary>
    public static TensorIndex Ellipsis { get; } = new(Kind.Ellipsis);

    /// <summary>
    /// A part of a dimension with a step: <c>x[TensorIndex.Every(2)]</c> or <c>x[TensorIndex.Every(2, 1..9)]</c>.
    /// </summary>
    public static TensorIndex Every(int step, Range? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new TensorIndex(Kind.Range) { Range = range ?? Range.All, Step = step };
    }

    /// <summary>One position; the dimension disappears.</summary>
    public static implicit operator TensorIndex(int index) =>
        new(Kind.Number) { Number = index < 0 ? ^(index == int.MinValue ? int.MaxValue : -index) : index };

    /// <summary>One position, counted from the end with ^; the dimension disappears.</summary>
    public static implicit operator TensorIndex(Index index) => new(Kind.Number) { Number = index };

    /// <summary>A range of positions.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range) { Range = range, Step = 1 };

    /// <summary>Positions (integers) or a mask (Bool).</summary>
    public static implicit operator TensorIndex(Tensor tensor) => new(Kind.Tensor) { Tensor = tensor };

    /// <summary>As it stands in brackets.</summary>
    public override string ToString() => What switch
    {
        Kind.Number => $"{Number}",
        Kind.Range => Step == 1 ? $"{Range}" : $"Every({Step}, {Range})",
        Kind.Tensor => $"{Tensor!.DType} {Tensor.Shape}",
        _ => $"{What}",
    };
}
