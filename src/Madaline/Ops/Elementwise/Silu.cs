using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>SiLU (swish): <c>y = x · σ(x)</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy · σ(x) · (1 + x · (1 − σ(x))).
    /// Source: Elfwing et al. 2017, arXiv:1702.03118.
    /// </remarks>
    public Tensor Silu() => Elementwise.Apply<SiluOp>(this);
}

internal readonly struct SiluOp : IUnaryOp
{
    public static string Name => "silu";

    public static bool SupportsIntegers => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => x * Lane.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T>
    {
        T s = Lane.Sigmoid(x);
        return s * (T.Broadcast(1) + x * (T.Broadcast(1) - s));
    }
}
