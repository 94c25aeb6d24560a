using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The smaller of two; NaN when either is.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy to the smaller, half to each of equals.
    /// </remarks>
    public Tensor Minimum(Tensor other) => Elementwise.Apply<Minimum>(this, other);

    /// <summary>The smaller of two; NaN when either is.</summary>
    public Tensor Minimum(Scalar other) => Elementwise.Apply<Minimum>(this, other);
}

internal readonly struct Minimum : IBinaryOp
{
    public static string Name => "minimum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Min(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Share(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Share(y, x);
}
