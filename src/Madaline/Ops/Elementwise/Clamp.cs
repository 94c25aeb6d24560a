using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Keeps every element between two bounds.</summary>
    /// <remarks>Shape: […] → […]. DType: any. Gradient: dy where min ≤ x ≤ max, else 0. NaN stays NaN.</remarks>
    /// <param name="min">The lower bound, or null for none.</param>
    /// <param name="max">The upper bound, or null for none; it wins where min exceeds it.</param>
    /// <exception cref="TensorException">Neither bound is given, or the dtype does not hold one.</exception>
    public Tensor Clamp(Scalar? min = null, Scalar? max = null)
    {
        if (min is null && max is null)
            throw new TensorException("clamp", "at least one bound is needed. Pass min, max or both.");
        DType dtype = DType;
        if (min is { } low)
            dtype = DTypes.Promote(dtype, DTypes.Result(this, low));
        if (max is { } high)
            dtype = DTypes.Promote(dtype, DTypes.Result(this, high));
        min?.RequireFits("clamp", dtype);
        max?.RequireFits("clamp", dtype);
        return Elementwise.Apply(To(dtype), new Clamp(min, max));
    }
}

internal readonly struct Clamp(Scalar? min, Scalar? max) : IUnaryOp
{
    private readonly Constant _low =
        min?.Double ?? double.NegativeInfinity, _high = max?.Double ?? double.PositiveInfinity;
    private readonly long _lowest = min?.Long ?? long.MinValue, _highest = max?.Long ?? long.MaxValue;

    public static string Name => "clamp";

    public static bool KeepsIntegers => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Min(T.Max(x, T.Broadcast(_low)), T.Broadcast(_high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.And(T.And(T.LessOrEqual(T.Broadcast(_low), x), T.LessOrEqual(x, T.Broadcast(_high))), T.Broadcast(1));

    public T Integer<T>(T x) where T : struct, IBinaryInteger<T> =>
        T.Min(T.Max(x, T.CreateSaturating(_lowest)), T.CreateSaturating(_highest));
}
