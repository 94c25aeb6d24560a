using System.Numerics;
using Madaline.Numerics;

namespace Madaline.Tests.Reference;

/// <summary>One integer without limits, brought into its dtype's range after each step: the plainest lane.</summary>
internal readonly struct ReferenceInteger<T> : ILane<ReferenceInteger<T>>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly BigInteger Lowest = BigInteger.CreateChecked(T.MinValue);
    private static readonly BigInteger Highest = BigInteger.CreateChecked(T.MaxValue);
    private readonly BigInteger _value;

    public ReferenceInteger(BigInteger value)
    {
        BigInteger count = Highest - Lowest + 1, above = (value - Lowest) % count;
        _value = Lowest + (above.Sign < 0 ? above + count : above);
    }

    public static bool IsDouble => false;

    public long Value => (long)_value;

    public static ReferenceInteger<T> Broadcast(double value) =>
        new(double.IsNegativeInfinity(value) ? Lowest
            : double.IsPositiveInfinity(value) ? Highest
            : new BigInteger(value));

    public static ReferenceInteger<T> Broadcast(in Constant value) => new(value.Long);

    public static ReferenceInteger<T> operator +(ReferenceInteger<T> x, ReferenceInteger<T> y) =>
        new(x._value + y._value);

    public static ReferenceInteger<T> operator -(ReferenceInteger<T> x, ReferenceInteger<T> y) =>
        new(x._value - y._value);

    public static ReferenceInteger<T> operator *(ReferenceInteger<T> x, ReferenceInteger<T> y) =>
        new(x._value * y._value);

    public static ReferenceInteger<T> operator -(ReferenceInteger<T> x) => new(-x._value);

    public static ReferenceInteger<T> FusedMultiplyAdd(
        ReferenceInteger<T> x, ReferenceInteger<T> y, ReferenceInteger<T> z) =>
        new((x._value * y._value) + z._value);

    public static ReferenceInteger<T> Abs(ReferenceInteger<T> x) => new(BigInteger.Abs(x._value));

    public static ReferenceInteger<T> Floor(ReferenceInteger<T> x) => x;

    public static ReferenceInteger<T> Ceiling(ReferenceInteger<T> x) => x;

    public static ReferenceInteger<T> Round(ReferenceInteger<T> x) => x;

    public static ReferenceInteger<T> Max(ReferenceInteger<T> x, ReferenceInteger<T> y) => x._value < y._value ? y : x;

    public static ReferenceInteger<T> Min(ReferenceInteger<T> x, ReferenceInteger<T> y) => x._value < y._value ? x : y;

    public static ReferenceInteger<T> LessThan(ReferenceInteger<T> x, ReferenceInteger<T> y) =>
        Mask(x._value < y._value);

    public static ReferenceInteger<T> LessOrEqual(ReferenceInteger<T> x, ReferenceInteger<T> y) =>
        Mask(x._value <= y._value);

    public static ReferenceInteger<T> Equal(ReferenceInteger<T> x, ReferenceInteger<T> y) => Mask(x._value == y._value);

    public static ReferenceInteger<T> And(ReferenceInteger<T> mask, ReferenceInteger<T> other) =>
        new(mask._value & other._value);

    public static ReferenceInteger<T> Or(ReferenceInteger<T> mask, ReferenceInteger<T> other) =>
        new(mask._value | other._value);

    public static ReferenceInteger<T> Select(
        ReferenceInteger<T> mask, ReferenceInteger<T> whenTrue, ReferenceInteger<T> whenFalse) =>
        mask._value.IsZero ? whenFalse : whenTrue;

    public static bool All(ReferenceInteger<T> mask) => false;

    public static ReferenceInteger<T> Pow(ReferenceInteger<T> x, ReferenceInteger<T> y)
    {
        if (y._value.Sign >= 0)
            return new(BigInteger.ModPow(x._value, y._value, Highest - Lowest + 1));
        return new(BigInteger.Abs(x._value).IsOne ? (y._value.IsEven ? 1 : x._value) : 0);
    }

    public static ReferenceInteger<T> Modulo(ReferenceInteger<T> x, ReferenceInteger<T> y) => new(x._value % y._value);

    public static ReferenceInteger<T> FloorDivide(ReferenceInteger<T> x, ReferenceInteger<T> y)
    {
        BigInteger quotient = BigInteger.DivRem(x._value, y._value, out BigInteger rest);
        return new(rest.Sign * y._value.Sign < 0 ? quotient - 1 : quotient);
    }

    public static ReferenceInteger<T> operator /(ReferenceInteger<T> x, ReferenceInteger<T> y) => throw Fractions();

    public static ReferenceInteger<T> Sqrt(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> PowerOfTwo(ReferenceInteger<T> n) => throw Fractions();

    public static ReferenceInteger<T> SplitExponent(ReferenceInteger<T> x, out ReferenceInteger<T> exponent) =>
        throw Fractions();

    public static ReferenceInteger<T> Exp(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> ExpM1(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Log(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Log1P(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Sin(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Cos(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Tanh(ReferenceInteger<T> x) => throw Fractions();

    public static ReferenceInteger<T> Erf(ReferenceInteger<T> x) => throw Fractions();

    private static ReferenceInteger<T> Mask(bool holds) => new(holds ? -1 : 0);

    private static NotSupportedException Fractions() => new("not of integers");
}
