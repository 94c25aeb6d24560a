using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary><c>y = x²</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any; Bool becomes Int64. Gradient: 2 · dy · x.
    /// </remarks>
    public Tensor Square() => Elementwise.Apply<Square>(DType == DType.Bool ? To(DType.Int64) : this);
}

internal readonly struct Square : IUnaryOp
{
    public static string Name => "square";

    public static bool KeepsIntegers => true;

    public T Forward<T>(T x) where T : struct, ILane<T> => x * x;

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => x + x;
}
