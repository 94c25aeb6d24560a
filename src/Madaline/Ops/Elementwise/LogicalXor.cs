using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where exactly one is.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor LogicalXor(Tensor other) => Elementwise.Compare<LogicalXor>(this, other);

    /// <summary>True where exactly one is.</summary>
    public static Tensor operator ^(Tensor left, Tensor right) => left.LogicalXor(right);
}

internal readonly struct LogicalXor : IComparison
{
    public static string Name => "logical_xor";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> =>
        Lane.Not(T.Equal(T.And(Lane.IsTrue(x), T.Broadcast(1)), T.And(Lane.IsTrue(y), T.Broadcast(1))));
}
