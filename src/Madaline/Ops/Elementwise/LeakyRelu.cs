using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Leaky ReLU: <c>y = x</c> above 0, <c>slope · x</c> below.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy · (x &gt; 0 ? 1 : slope).
    /// </remarks>
    /// <param name="slope">The slope below 0.</param>
    public Tensor LeakyRelu(double slope = 0.01) => Elementwise.Apply(this, new LeakyReluOp(slope));
}

internal readonly struct LeakyReluOp(double slope) : IUnaryOp, IDescribed
{
    private readonly Constant _slope = slope;

    public static string Name => "leaky_relu";

    public static bool SupportsIntegers => false;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("negative_slope", _slope.Double)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> =>
        T.Select(T.LessOrEqual(x, T.Broadcast(0)), x * T.Broadcast(_slope), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Select(T.LessThan(T.Broadcast(0), x), T.Broadcast(1), T.Broadcast(_slope));
}
