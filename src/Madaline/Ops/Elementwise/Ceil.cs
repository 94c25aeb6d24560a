using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The smallest integer not below x.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: 0.
    /// </remarks>
    public Tensor Ceil() => Elementwise.Apply<Ceil>(this);
}

internal readonly struct Ceil : IUnaryOp
{
    public static string Name => "ceil";

    public static Saved Saves => Saved.None;

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.Ceiling(x);

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);
}
