using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The logistic function of the sigmoid neuron: <c>y = 1 / (1 + e⁻ˣ)</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy · y · (1 − y).
    /// Numerics: from e^(−|x|), so that nothing overflows.
    /// </remarks>
    public Tensor Sigmoid() => Elementwise.Apply<SigmoidOp>(this);
}

internal readonly struct SigmoidOp : IUnaryOp
{
    public static string Name => "sigmoid";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => Lane.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => y * (T.Broadcast(1) - y);
}
