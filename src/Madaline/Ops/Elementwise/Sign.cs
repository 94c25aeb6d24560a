using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Sign: −1, 0 or 1; 0 for NaN, as in PyTorch.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any. Gradient: 0.
    /// </remarks>
    public Tensor Sign() => Elementwise.Apply<Sign>(this);
}

internal readonly struct Sign : IUnaryOp
{
    public static string Name => "sign";

    public static Saved Saves => Saved.None;

    public static bool KeepsIntegers => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => Lane.Sign(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);
}
