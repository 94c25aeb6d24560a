using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>One integer: the lane in which expressions of ops that keep integers run on them.</summary>
/// <remarks>
/// Arithmetic wraps around; the smallest integer by −1 is itself, as its negation is. Division by zero throws a
/// <see cref="DivideByZeroException"/>, which the device words in the op's name. A mask has all bits set or none.
/// </remarks>
internal readonly struct IntegerLane<T>(T value) : ILane<IntegerLane<T>>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public readonly T Value = value;

    public static bool IsDouble => false;

    /// <summary>A literal, kept in range: −∞ is the smallest integer.</summary>
    public static IntegerLane<T> Broadcast(double value) => new(T.CreateSaturating(value));

    public static IntegerLane<T> Broadcast(in Constant value) => new(T.CreateTruncating(value.Long));

    public static IntegerLane<T> operator +(IntegerLane<T> x, IntegerLane<T> y) => new(unchecked(x.Value + y.Value));

    public static IntegerLane<T> operator -(IntegerLane<T> x, IntegerLane<T> y) => new(unchecked(x.Value - y.Value));

    public static IntegerLane<T> operator *(IntegerLane<T> x, IntegerLane<T> y) => new(unchecked(x.Value * y.Value));

    public static IntegerLane<T> operator -(IntegerLane<T> x) => new(unchecked(-x.Value));

    public static IntegerLane<T> FusedMultiplyAdd(IntegerLane<T> x, IntegerLane<T> y, IntegerLane<T> z) => (x * y) + z;

    public static IntegerLane<T> Abs(IntegerLane<T> x) => T.IsNegative(x.Value) ? -x : x;

    public static IntegerLane<T> Floor(IntegerLane<T> x) => x;

    public static IntegerLane<T> Ceiling(IntegerLane<T> x) => x;

    public static IntegerLane<T> Round(IntegerLane<T> x) => x;

    public static IntegerLane<T> Max(IntegerLane<T> x, IntegerLane<T> y) => new(T.Max(x.Value, y.Value));

    public static IntegerLane<T> Min(IntegerLane<T> x, IntegerLane<T> y) => new(T.Min(x.Value, y.Value));

    public static IntegerLane<T> LessThan(IntegerLane<T> x, IntegerLane<T> y) => Mask(x.Value < y.Value);

    public static IntegerLane<T> LessOrEqual(IntegerLane<T> x, IntegerLane<T> y) => Mask(x.Value <= y.Value);

    public static IntegerLane<T> Equal(IntegerLane<T> x, IntegerLane<T> y) => Mask(x.Value == y.Value);

    public static IntegerLane<T> And(IntegerLane<T> mask, IntegerLane<T> other) => new(mask.Value & other.Value);

    public static IntegerLane<T> Or(IntegerLane<T> mask, IntegerLane<T> other) => new(mask.Value | other.Value);

    public static IntegerLane<T> Select(IntegerLane<T> mask, IntegerLane<T> whenTrue, IntegerLane<T> whenFalse) =>
        IsSet(mask) ? whenTrue : whenFalse;

    public static bool All(IntegerLane<T> mask) => IsSet(mask);

    /// <summary>Whether the mask is set.</summary>
    public static bool IsSet(IntegerLane<T> mask) => mask.Value != T.Zero;

    /// <summary>
    /// xʸ, wrapping around as multiplication does; for a negative y the whole part of the fraction that it is.
    /// </summary>
    public static IntegerLane<T> Pow(IntegerLane<T> x, IntegerLane<T> y)
    {
        T power = x.Value, exponent = y.Value, result = T.One;
        if (T.IsNegative(exponent))
            return new(PowerOfInverse(power, T.IsEvenInteger(exponent)));
        for (; exponent > T.Zero; exponent >>= 1, power = unchecked(power * power))
        {
            if (T.IsOddInteger(exponent))
                result = unchecked(result * power);
        }

        return new(result);
    }

    public static IntegerLane<T> Modulo(IntegerLane<T> x, IntegerLane<T> y) =>
        IsMinusOne(y.Value) ? new(T.Zero) : new(x.Value % y.Value);

    public static IntegerLane<T> FloorDivide(IntegerLane<T> x, IntegerLane<T> y)
    {
        if (IsMinusOne(y.Value))
            return -x;
        T quotient = x.Value / y.Value, rest = x.Value % y.Value;
        bool below = rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y.Value);
        return new(below ? quotient - T.One : quotient);
    }

    public static IntegerLane<T> operator /(IntegerLane<T> x, IntegerLane<T> y) => throw Fractions();

    public static IntegerLane<T> Sqrt(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> PowerOfTwo(IntegerLane<T> n) => throw Fractions();

    public static IntegerLane<T> SplitExponent(IntegerLane<T> x, out IntegerLane<T> exponent) => throw Fractions();

    public static IntegerLane<T> Exp(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> ExpM1(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Log(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Log1P(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Sin(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Cos(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Tanh(IntegerLane<T> x) => throw Fractions();

    public static IntegerLane<T> Erf(IntegerLane<T> x) => throw Fractions();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static IntegerLane<T> Mask(bool holds) => new(holds ? T.AllBitsSet : T.Zero);

    private static T PowerOfInverse(T x, bool even) =>
        x == T.One ? x : x == unchecked(-T.One) ? (even ? T.One : x) : T.Zero;

    private static bool IsMinusOne(T y) => T.IsNegative(y) && y == unchecked(-T.One);

    private static NotSupportedException Fractions() => new("The op has no expression for integers.");
}
