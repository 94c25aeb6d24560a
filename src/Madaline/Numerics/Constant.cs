namespace Madaline.Numerics;

/// <summary>
/// A number that an expression was made with. It is rounded to single precision beforehand: a conversion would be
/// repeated for every lane, as compilers do not move it out of a loop.
/// </summary>
/// <remarks>
/// All that an expression holds is constants, and they enter it by <c>Broadcast</c> only: a device that prints
/// expressions makes them arguments, so that another value needs no other kernel.
/// </remarks>
internal readonly struct Constant
{
    public readonly double Double;

    public readonly float Single;

    // What the double lost of an integer beyond 2⁵³: at most half the distance of two doubles, 512.
    private readonly int _lost;

    public Constant(double value) => (Double, Single, _lost) = (value, (float)value, 0);

    /// <summary>A number of any dtype: as floating numbers see it, and as integers do.</summary>
    public Constant(double value, long integer) =>
        (Double, Single, _lost) = (value, (float)value, unchecked((int)(integer - long.CreateSaturating(value))));

    /// <summary>The same as an integer: exact for integers, else rounded toward 0 and kept in range.</summary>
    public long Long => unchecked(long.CreateSaturating(Double) + _lost);

    /// <summary>Whether it is the same to the last bit: 0 and −0 are two.</summary>
    public bool IsSame(Constant other) =>
        BitConverter.DoubleToInt64Bits(Double) == BitConverter.DoubleToInt64Bits(other.Double) && _lost == other._lost;

    public static implicit operator Constant(double value) => new(value);
}
