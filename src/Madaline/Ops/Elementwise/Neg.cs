using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Negative: <c>y = −x</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: −dy.
    /// </remarks>
    public Tensor Neg() => Elementwise.Apply<Neg>(this);
}

internal readonly struct Neg : IUnaryOp
{
    public static string Name => "neg";

    public static Saved Saves => Saved.None;

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    public T Forward<T>(T x) where T : struct, ILane<T> => -x;

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(-1);
}
