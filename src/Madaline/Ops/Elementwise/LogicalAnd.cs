using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where both are (anything but 0 counts as true).</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor LogicalAnd(Tensor other) => Elementwise.Compare<LogicalAnd>(this, other);

    /// <summary>True where both are (anything but 0 counts as true).</summary>
    public static Tensor operator &(Tensor left, Tensor right) => left.LogicalAnd(right);
}

internal readonly struct LogicalAnd : IComparison
{
    public static string Name => "logical_and";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.And(Lane.IsTrue(x), Lane.IsTrue(y));
}
