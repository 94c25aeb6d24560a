using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where both are equal.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor EqualTo(Tensor other) => Elementwise.Compare<EqualTo>(this, other);

    /// <summary>True where both are equal.</summary>
    public Tensor EqualTo(Scalar other) => Elementwise.Compare<EqualTo>(this, other);
}

internal readonly struct EqualTo : IComparison
{
    public static string Name => "eq";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.Equal(x, y);
}
