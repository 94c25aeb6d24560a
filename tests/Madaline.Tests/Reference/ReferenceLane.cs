using Madaline.Numerics;

namespace Madaline.Tests.Reference;

/// <summary>One double with the system's functions: the plainest lane.</summary>
internal readonly struct ReferenceLane(double value) : ILane<ReferenceLane>
{
    public readonly double Value = value;

    public static bool IsDouble => true;

    public static ReferenceLane Broadcast(double value) => new(value);

    public static ReferenceLane Broadcast(in Constant value) => new(value.Double);

    public static ReferenceLane operator +(ReferenceLane x, ReferenceLane y) => new(x.Value + y.Value);

    public static ReferenceLane operator -(ReferenceLane x, ReferenceLane y) => new(x.Value - y.Value);

    public static ReferenceLane operator *(ReferenceLane x, ReferenceLane y) => new(x.Value * y.Value);

    public static ReferenceLane operator /(ReferenceLane x, ReferenceLane y) => new(x.Value / y.Value);

    public static ReferenceLane operator -(ReferenceLane x) => new(-x.Value);

    public static ReferenceLane FusedMultiplyAdd(ReferenceLane x, ReferenceLane y, ReferenceLane z) =>
        new(Math.FusedMultiplyAdd(x.Value, y.Value, z.Value));

    public static ReferenceLane Abs(ReferenceLane x) => new(Math.Abs(x.Value));

    public static ReferenceLane Sqrt(ReferenceLane x) => new(Math.Sqrt(x.Value));

    public static ReferenceLane Floor(ReferenceLane x) => new(Math.Floor(x.Value));

    public static ReferenceLane Ceiling(ReferenceLane x) => new(Math.Ceiling(x.Value));

    public static ReferenceLane Round(ReferenceLane x) => new(Math.Round(x.Value, MidpointRounding.ToEven));

    public static ReferenceLane Max(ReferenceLane x, ReferenceLane y) => new(Math.Max(x.Value, y.Value));

    public static ReferenceLane Min(ReferenceLane x, ReferenceLane y) => new(Math.Min(x.Value, y.Value));

    public static ReferenceLane LessThan(ReferenceLane x, ReferenceLane y) => Mask(x.Value < y.Value);

    public static ReferenceLane LessOrEqual(ReferenceLane x, ReferenceLane y) => Mask(x.Value <= y.Value);

    public static ReferenceLane Equal(ReferenceLane x, ReferenceLane y) => Mask(x.Value == y.Value);

    public static ReferenceLane And(ReferenceLane mask, ReferenceLane other) => FromBits(Bits(mask) & Bits(other));

    public static ReferenceLane Or(ReferenceLane mask, ReferenceLane other) => FromBits(Bits(mask) | Bits(other));

    public static ReferenceLane Select(ReferenceLane mask, ReferenceLane whenTrue, ReferenceLane whenFalse) =>
        Bits(mask) != 0 ? whenTrue : whenFalse;

    public static bool All(ReferenceLane mask) => Bits(mask) != 0;

    public static ReferenceLane PowerOfTwo(ReferenceLane n) => new(Math.ScaleB(1, (int)n.Value));

    public static ReferenceLane SplitExponent(ReferenceLane x, out ReferenceLane exponent)
    {
        int e = Math.ILogB(x.Value);
        exponent = new(e);
        return new(Math.ScaleB(x.Value, -e));
    }

    public static ReferenceLane Exp(ReferenceLane x) => new(Math.Exp(x.Value));

    public static ReferenceLane ExpM1(ReferenceLane x) => new(ReferenceMath.ExpM1(x.Value));

    public static ReferenceLane Log(ReferenceLane x) => new(Math.Log(x.Value));

    public static ReferenceLane Log1P(ReferenceLane x) => new(ReferenceMath.Log1P(x.Value));

    public static ReferenceLane Sin(ReferenceLane x) => new(Math.Sin(x.Value));

    public static ReferenceLane Cos(ReferenceLane x) => new(Math.Cos(x.Value));

    public static ReferenceLane Tanh(ReferenceLane x) => new(Math.Tanh(x.Value));

    public static ReferenceLane Erf(ReferenceLane x) => new(ReferenceMath.Erf(x.Value));

    public static ReferenceLane Pow(ReferenceLane x, ReferenceLane y) => new(Math.Pow(x.Value, y.Value));

    public static ReferenceLane Modulo(ReferenceLane x, ReferenceLane y) => new(x.Value % y.Value);

    public static ReferenceLane FloorDivide(ReferenceLane x, ReferenceLane y) => Lane.FloorDivide(x, y);

    private static ReferenceLane Mask(bool holds) => FromBits(holds ? -1 : 0);

    private static long Bits(ReferenceLane x) => BitConverter.DoubleToInt64Bits(x.Value);

    private static ReferenceLane FromBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
