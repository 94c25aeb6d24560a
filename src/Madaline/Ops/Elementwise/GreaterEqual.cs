using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where left is larger or equal.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor GreaterEqual(Tensor other) => Elementwise.Compare<GreaterEqual>(this, other);

    /// <summary>True where left is larger or equal.</summary>
    public Tensor GreaterEqual(Scalar other) => Elementwise.Compare<GreaterEqual>(this, other);

    /// <summary>True where left is larger or equal.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => left.GreaterEqual(right);

    /// <summary>True where left is larger or equal.</summary>
    public static Tensor operator >=(Tensor left, Scalar right) => left.GreaterEqual(right);
}

internal readonly struct GreaterEqual : IComparison
{
    public static string Name => "ge";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.LessOrEqual(y, x);
}
