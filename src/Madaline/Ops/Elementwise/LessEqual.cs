using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where left is smaller or equal.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor LessEqual(Tensor other) => Elementwise.Compare<LessEqual>(this, other);

    /// <summary>True where left is smaller or equal.</summary>
    public Tensor LessEqual(Scalar other) => Elementwise.Compare<LessEqual>(this, other);

    /// <summary>True where left is smaller or equal.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => left.LessEqual(right);

    /// <summary>True where left is smaller or equal.</summary>
    public static Tensor operator <=(Tensor left, Scalar right) => left.LessEqual(right);
}

internal readonly struct LessEqual : IComparison
{
    public static string Name => "le";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.LessOrEqual(x, y);
}
