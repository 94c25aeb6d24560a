using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The nearest integer, halves to even.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: 0.
    /// </remarks>
    public Tensor Round() => Elementwise.Apply<Round>(this);
}

internal readonly struct Round : IUnaryOp
{
    public static string Name => "round";

    public static Saved Saves => Saved.None;

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.Round(x);

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);
}
