using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where left is smaller.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor Less(Tensor other) => Elementwise.Compare<Less>(this, other);

    /// <summary>True where left is smaller.</summary>
    public Tensor Less(Scalar other) => Elementwise.Compare<Less>(this, other);

    /// <summary>True where left is smaller.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => left.Less(right);

    /// <summary>True where left is smaller.</summary>
    public static Tensor operator <(Tensor left, Scalar right) => left.Less(right);
}

internal readonly struct Less : IComparison
{
    public static string Name => "lt";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.LessThan(x, y);
}
