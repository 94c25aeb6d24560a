using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where x is +∞ or −∞.</summary>
    /// <remarks>Shape: […] → […]. DType: Bool. No gradient.</remarks>
    public Tensor IsInfinity() => Elementwise.Test<IsInfinity>(this);
}

internal readonly struct IsInfinity : IComparison
{
    public static string Name => "isinf";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> =>
        T.And(T.Equal(x, x), Lane.Not(T.Equal(x - x, T.Broadcast(0))));
}
