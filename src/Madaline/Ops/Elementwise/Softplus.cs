using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Softplus: <c>y = log(1 + e^(beta·x)) / beta</c>, x itself where beta·x exceeds the threshold.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy · σ(beta · x), 1 above the threshold.
    /// </remarks>
    /// <param name="beta">Sharpness; not 0.</param>
    /// <param name="threshold">Where the function becomes the identity.</param>
    public Tensor Softplus(double beta = 1.0, double threshold = 20.0) =>
        Elementwise.Apply(this, new SoftplusOp(beta, threshold));
}

internal readonly struct SoftplusOp(double beta, double threshold) : IUnaryOp, IDescribed
{
    private readonly Constant _beta = beta, _threshold = threshold;

    public static string Name => "softplus";

    public static bool SupportsIntegers => false;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("beta", _beta.Double), ("threshold", _threshold.Double)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T scaled = x * T.Broadcast(_beta);
        T y = Lane.Softplus(scaled) / T.Broadcast(_beta);
        return T.Select(T.LessThan(T.Broadcast(_threshold), scaled), x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T>
    {
        T scaled = x * T.Broadcast(_beta);
        return T.Select(T.LessThan(T.Broadcast(_threshold), scaled), T.Broadcast(1), Lane.Sigmoid(scaled));
    }
}
