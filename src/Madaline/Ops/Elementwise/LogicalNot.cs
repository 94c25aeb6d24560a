using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where x is 0 or false.</summary>
    /// <remarks>Shape: […] → […]. DType: Bool. No gradient.</remarks>
    public Tensor LogicalNot() => Elementwise.Test<LogicalNot>(this);

    /// <summary>True where x is 0 or false.</summary>
    public static Tensor operator !(Tensor x) => x.LogicalNot();
}

internal readonly struct LogicalNot : IComparison
{
    public static string Name => "logical_not";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.Equal(x, T.Broadcast(0));
}
