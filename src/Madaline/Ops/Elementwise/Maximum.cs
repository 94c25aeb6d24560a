using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The larger of two; NaN when either is.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy to the larger, half to each of equals.
    /// </remarks>
    public Tensor Maximum(Tensor other) => Elementwise.Apply<Maximum>(this, other);

    /// <summary>The larger of two; NaN when either is.</summary>
    public Tensor Maximum(Scalar other) => Elementwise.Apply<Maximum>(this, other);
}

internal readonly struct Maximum : IBinaryOp
{
    public static string Name => "maximum";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Max(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Share(y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Share(x, y);
}
