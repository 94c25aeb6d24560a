using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline.NN;

/// <summary>½(y − a)².</summary>
internal readonly struct HalfSquare : IBinaryOp
{
    public static string Name => "quadratic_loss";

    public static bool KeepsIntegers => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0.5) * (x - y) * (x - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => y - x;
}

/// <summary>Huber's cost of a difference d: ½d² up to delta, delta · (|d| − ½delta) beyond.</summary>
internal readonly struct HuberCost(double delta) : IUnaryOp, IDescribed
{
    private readonly Constant _delta = delta, _half = 0.5 * delta;

    public static string Name => "huber_loss";

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("delta", _delta.Double)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T size = T.Abs(x);
        T linear = T.Broadcast(_delta) * (size - T.Broadcast(_half));
        return T.Select(T.LessThan(size, T.Broadcast(_delta)), T.Broadcast(0.5) * x * x, linear);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Max(T.Min(x, T.Broadcast(_delta)), -T.Broadcast(_delta));
}

/// <summary>Binary cross-entropy of a probability and a target; logarithms stop at −100.</summary>
internal readonly struct ProbabilityCost : IBinaryOp
{
    public static string Name => "bce_loss";

    public static bool KeepsIntegers => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T>
    {
        T yes = T.Max(T.Log(x), T.Broadcast(-100)), no = T.Max(T.Log1P(-x), T.Broadcast(-100));
        return ((y - T.Broadcast(1)) * no) - (y * yes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> =>
        (x - y) / T.Max((T.Broadcast(1) - x) * x, T.Broadcast(1e-12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Log1P(-x) - T.Log(x);
}

/// <summary>
/// Binary cross-entropy of a logit and a target, without overflow: <c>(1 − t) · x + log(1 + e⁻ˣ)</c>.
/// </summary>
internal readonly struct LogitCost : IBinaryOp
{
    public static string Name => "bce_with_logits_loss";

    public static bool KeepsIntegers => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> =>
        ((T.Broadcast(1) - y) * x) + T.Max(-x, T.Broadcast(0)) + T.Log1P(T.Exp(-T.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Sigmoid(x) - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => -x;
}
