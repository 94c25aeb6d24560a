using Madaline.Numerics;

namespace Madaline.Tests.Expressions;

/// <summary>The lane that computes nothing: it writes down what would be computed.</summary>
/// <remarks>
/// Masks are a kind of their own. A mask compared with 0 is its opposite, a number under a mask is that number or 0,
/// and a 0 where a mask is expected is false; any other mixture is refused, so that the test that records it fails.
/// </remarks>
internal readonly struct TextLane(Step step) : ILane<TextLane>
{
    public readonly Step Step = step;

    private static Kind Numbers => Recording.Current.Numbers;

    private static bool IsFloating => Numbers is Kind.Float32 or Kind.Float64;

    public static bool IsDouble => Numbers == Kind.Float64;

    public static TextLane Broadcast(double value) =>
        new(Recording.Current.Add(Code.Literal, Numbers, Numbers == Kind.Float32 ? (float)value : value));

    public static TextLane Broadcast(in Constant value) => new(Recording.Current.Argument());

    public static TextLane operator +(TextLane x, TextLane y) => Of(Code.Add, x, y);

    public static TextLane operator -(TextLane x, TextLane y) => Of(Code.Subtract, x, y);

    public static TextLane operator *(TextLane x, TextLane y) => Of(Code.Multiply, x, y);

    public static TextLane operator /(TextLane x, TextLane y) => Of(Code.Divide, x, y);

    public static TextLane operator -(TextLane x) => Of(Code.Negate, x);

    public static TextLane FusedMultiplyAdd(TextLane x, TextLane y, TextLane z) =>
        IsFloating ? Of(Code.FusedMultiplyAdd, x, y, z) : (x * y) + z;

    public static TextLane Abs(TextLane x) => Of(Code.Abs, x);

    public static TextLane Sqrt(TextLane x) => Of(Code.Sqrt, x);

    public static TextLane Floor(TextLane x) => IsFloating ? Of(Code.Floor, x) : x;

    public static TextLane Ceiling(TextLane x) => IsFloating ? Of(Code.Ceiling, x) : x;

    public static TextLane Round(TextLane x) => IsFloating ? Of(Code.Round, x) : x;

    public static TextLane Max(TextLane x, TextLane y) => Of(Code.Max, x, y);

    public static TextLane Min(TextLane x, TextLane y) => Of(Code.Min, x, y);

    public static TextLane LessThan(TextLane x, TextLane y) => Compared(Code.Less, x, y);

    public static TextLane LessOrEqual(TextLane x, TextLane y) => Compared(Code.LessOrEqual, x, y);

    public static TextLane Equal(TextLane x, TextLane y) =>
        x.Step.Kind == Kind.Mask && y.Step.IsZero ? Masked(Code.Not, x.Step) : Compared(Code.Equal, x, y);

    public static TextLane And(TextLane mask, TextLane other) => other.Step.Kind == Kind.Mask
        ? Masked(Code.And, Mask(mask), other.Step)
        : Select(mask, other, Broadcast(0));

    public static TextLane Or(TextLane mask, TextLane other) => Masked(Code.Or, Mask(mask), Mask(other));

    public static TextLane Select(TextLane mask, TextLane whenTrue, TextLane whenFalse) =>
        whenTrue.Step.Kind == Kind.Mask || whenFalse.Step.Kind == Kind.Mask
            ? Masked(Code.Select, Mask(mask), Mask(whenTrue), Mask(whenFalse))
            : new(Recording.Current.Add(Code.Select, Numbers, 0, Mask(mask), whenTrue.Step, whenFalse.Step));

    /// <summary>Never known: what is right for all numbers is recorded.</summary>
    public static bool All(TextLane mask) => false;

    public static TextLane PowerOfTwo(TextLane n) => Of(Code.PowerOfTwo, n);

    public static TextLane SplitExponent(TextLane x, out TextLane exponent)
    {
        exponent = Of(Code.Exponent, x);
        return Of(Code.Mantissa, x);
    }

    public static TextLane Exp(TextLane x) => LaneMath.Exp(x);

    public static TextLane ExpM1(TextLane x) => LaneMath.ExpM1(x);

    public static TextLane Log(TextLane x) => LaneMath.Log(x);

    public static TextLane Log1P(TextLane x) => LaneMath.Log1P(x);

    public static TextLane Sin(TextLane x) => LaneMath.Sin(x);

    public static TextLane Cos(TextLane x) => LaneMath.Cos(x);

    public static TextLane Tanh(TextLane x) => LaneMath.Tanh(x);

    public static TextLane Erf(TextLane x) => LaneMath.Erf(x);

    public static TextLane Pow(TextLane x, TextLane y) => IsFloating ? LaneMath.Pow(x, y) : Of(Code.Pow, x, y);

    public static TextLane Modulo(TextLane x, TextLane y) => Of(Code.Modulo, x, y);

    public static TextLane FloorDivide(TextLane x, TextLane y) =>
        IsFloating ? Lane.FloorDivide(x, y) : Of(Code.FloorDivide, x, y);

    private static TextLane Of(Code code, params TextLane[] operands) =>
        new(Recording.Current.Add(code, Numbers, 0, [.. operands.Select(Number)]));

    private static TextLane Compared(Code code, TextLane x, TextLane y) => Masked(code, Number(x), Number(y));

    private static TextLane Masked(Code code, params Step[] operands) =>
        new(Recording.Current.Add(code, Kind.Mask, 0, operands));

    private static Step Number(TextLane x) =>
        x.Step.Kind != Kind.Mask ? x.Step : throw new NotSupportedException("a mask as a number");

    // A zero for a mask is none of its places: what differs from itself.
    private static Step Mask(TextLane x) => x.Step.Kind == Kind.Mask ? x.Step
        : x.Step.IsZero ? Recording.Current.Add(Code.Less, Kind.Mask, 0, x.Step, x.Step)
        : throw new NotSupportedException("a number as a mask");
}
