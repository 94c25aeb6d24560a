using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where x is neither infinite nor NaN.</summary>
    /// <remarks>Shape: […] → […]. DType: Bool. No gradient.</remarks>
    public Tensor IsFinite() => Elementwise.Test<IsFinite>(this);
}

internal readonly struct IsFinite : IComparison
{
    public static string Name => "isfinite";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.Equal(x - x, T.Broadcast(0));
}
