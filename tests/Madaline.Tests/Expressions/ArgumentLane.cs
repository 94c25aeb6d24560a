using Madaline.Numerics;

namespace Madaline.Tests.Expressions;

/// <summary>
/// The lane that only notes the numbers that an expression was made with, in the order in which they enter: what a
/// device runs at each call, where the text is already there.
/// </summary>
internal readonly struct ArgumentLane : ILane<ArgumentLane>
{
    [ThreadStatic]
    private static List<Constant>? _noted;

    public static bool IsDouble => false;

    public static Constant[] Of(IExpression expression)
    {
        List<Constant> noted = _noted = [];
        expression.Apply<ArgumentLane>(new ArgumentLane[expression.Inputs], new ArgumentLane[expression.Outputs]);
        _noted = null;
        return [.. noted];
    }

    public static ArgumentLane Broadcast(in Constant value)
    {
        _noted!.Add(value);
        return default;
    }

    public static ArgumentLane Broadcast(double value) => default;

    public static ArgumentLane operator +(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane operator -(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane operator *(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane operator /(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane operator -(ArgumentLane x) => default;

    public static ArgumentLane FusedMultiplyAdd(ArgumentLane x, ArgumentLane y, ArgumentLane z) => default;

    public static ArgumentLane Abs(ArgumentLane x) => default;

    public static ArgumentLane Sqrt(ArgumentLane x) => default;

    public static ArgumentLane Floor(ArgumentLane x) => default;

    public static ArgumentLane Ceiling(ArgumentLane x) => default;

    public static ArgumentLane Round(ArgumentLane x) => default;

    public static ArgumentLane Max(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane Min(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane LessThan(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane LessOrEqual(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane Equal(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane And(ArgumentLane mask, ArgumentLane other) => default;

    public static ArgumentLane Or(ArgumentLane mask, ArgumentLane other) => default;

    public static ArgumentLane Select(ArgumentLane mask, ArgumentLane whenTrue, ArgumentLane whenFalse) => default;

    public static bool All(ArgumentLane mask) => false;

    public static ArgumentLane PowerOfTwo(ArgumentLane n) => default;

    public static ArgumentLane SplitExponent(ArgumentLane x, out ArgumentLane exponent) => exponent = default;

    public static ArgumentLane Exp(ArgumentLane x) => default;

    public static ArgumentLane ExpM1(ArgumentLane x) => default;

    public static ArgumentLane Log(ArgumentLane x) => default;

    public static ArgumentLane Log1P(ArgumentLane x) => default;

    public static ArgumentLane Sin(ArgumentLane x) => default;

    public static ArgumentLane Cos(ArgumentLane x) => default;

    public static ArgumentLane Tanh(ArgumentLane x) => default;

    public static ArgumentLane Erf(ArgumentLane x) => default;

    public static ArgumentLane Pow(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane Modulo(ArgumentLane x, ArgumentLane y) => default;

    public static ArgumentLane FloorDivide(ArgumentLane x, ArgumentLane y) => default;
}
