using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

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
        return Elementwise.Apply(To(dtype), Madaline.Clamp.Between(min, max, dtype));
    }
}

internal readonly struct Clamp(Constant low, Constant high) : IUnaryOp, IDescribed
{
    private readonly Constant _low = low, _high = high;

    public static string Name => "clamp";

    public static bool KeepsIntegers => true;

    public (string Name, AttributeValue Value)[] Describe(DType dtype)
    {
        var (lowest, highest) = Range(dtype);
        bool floats = dtype.IsFloating();
        bool hasLow = floats ? !double.IsNegativeInfinity(_low.Double) : _low.Long > lowest;
        bool hasHigh = floats ? !double.IsPositiveInfinity(_high.Double) : _high.Long < highest;
        var low = ("min", Described.Number(dtype, _low));
        var high = ("max", Described.Number(dtype, _high));
        return hasLow && hasHigh ? [low, high] : hasLow ? [low] : [high];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Min(T.Max(x, T.Broadcast(_low)), T.Broadcast(_high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.And(T.And(T.LessOrEqual(T.Broadcast(_low), x), T.LessOrEqual(x, T.Broadcast(_high))), T.Broadcast(1));

    /// <summary>Bounds within the range of the dtype, whose ends stand for those that are not given.</summary>
    public static Clamp Between(Scalar? min, Scalar? max, DType dtype)
    {
        if (dtype.IsFloating())
            return new(min?.Double ?? double.NegativeInfinity, max?.Double ?? double.PositiveInfinity);
        var (lowest, highest) = Range(dtype);
        long low = Math.Clamp(min?.Long ?? lowest, lowest, highest);
        long high = Math.Clamp(max?.Long ?? highest, lowest, highest);
        return new(new Constant(low, low), new Constant(high, high));
    }

    private static (long Lowest, long Highest) Range(DType dtype) => dtype switch
    {
        DType.Int64 => (long.MinValue, long.MaxValue),
        DType.Int32 => (int.MinValue, int.MaxValue),
        _ => (byte.MinValue, byte.MaxValue),
    };
}
