using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where at least one is.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor LogicalOr(Tensor other) => Elementwise.Compare<LogicalOr>(this, other);

    /// <summary>True where at least one is.</summary>
    public static Tensor operator |(Tensor left, Tensor right) => left.LogicalOr(right);
}

internal readonly struct LogicalOr : IComparison
{
    public static string Name => "logical_or";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.Or(Lane.IsTrue(x), Lane.IsTrue(y));
}
