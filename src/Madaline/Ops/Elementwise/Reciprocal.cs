using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary><c>y = 1/x</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: −dy · y².
    /// </remarks>
    public Tensor Reciprocal() => Elementwise.Apply<Reciprocal>(this);
}

internal readonly struct Reciprocal : IUnaryOp
{
    public static string Name => "reciprocal";

    public static Saved Saves => Saved.Output;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.Broadcast(1) / x;

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => -(y * y);
}
