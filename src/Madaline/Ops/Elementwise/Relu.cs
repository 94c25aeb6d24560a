using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Rectified linear unit: <c>y = max(x, 0)</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: dy where x &gt; 0, else 0.
    /// Source: Nair and Hinton 2010.
    /// </remarks>
    public Tensor Relu() => Elementwise.Apply<ReluOp>(this);
}

internal readonly struct ReluOp : IUnaryOp
{
    public static string Name => "relu";

    public static Saved Saves => Saved.Output;

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => Rectifier.Forward(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => Rectifier.Slope(y);
}
