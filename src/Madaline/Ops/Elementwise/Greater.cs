using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where left is larger.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor Greater(Tensor other) => Elementwise.Compare<Greater>(this, other);

    /// <summary>True where left is larger.</summary>
    public Tensor Greater(Scalar other) => Elementwise.Compare<Greater>(this, other);

    /// <summary>True where left is larger.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => left.Greater(right);

    /// <summary>True where left is larger.</summary>
    public static Tensor operator >(Tensor left, Scalar right) => left.Greater(right);
}

internal readonly struct Greater : IComparison
{
    public static string Name => "gt";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.LessThan(y, x);
}
