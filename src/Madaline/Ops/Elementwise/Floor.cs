using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The largest integer not above x.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: 0.
    /// </remarks>
    public Tensor Floor() => Elementwise.Apply<Floor>(this);
}

internal readonly struct Floor : IUnaryOp
{
    public static string Name => "floor";

    public static Saved Saves => Saved.None;

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.Floor(x);

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);
}
