using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Exponential linear unit: <c>y = x</c> above 0, <c>alpha · (eˣ − 1)</c> below.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy · (x &gt; 0 ? 1 : y + alpha).
    /// Source: Clevert et al. 2015, arXiv:1511.07289.
    /// </remarks>
    /// <param name="alpha">The limit far below 0 is −alpha.</param>
    public Tensor Elu(double alpha = 1.0) => Elementwise.Apply(this, new EluOp(alpha));
}

internal readonly struct EluOp(double alpha) : IUnaryOp, IDescribed
{
    private readonly Constant _alpha = alpha;

    public static string Name => "elu";

    public static bool SupportsIntegers => false;

    public static Saved Saves => Saved.Input | Saved.Output;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("alpha", _alpha.Double)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> =>
        T.Select(T.LessOrEqual(x, T.Broadcast(0)), T.Broadcast(_alpha) * T.ExpM1(x), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Select(T.LessOrEqual(x, T.Broadcast(0)), y + T.Broadcast(_alpha), T.Broadcast(1));
}
