using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where x is not a number.</summary>
    /// <remarks>Shape: […] → […]. DType: Bool. No gradient.</remarks>
    public Tensor IsNaN() => Elementwise.Test<IsNaN>(this);
}

internal readonly struct IsNaN : IComparison
{
    public static string Name => "isnan";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => Lane.Not(T.Equal(x, x));
}
