using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where the two differ.</summary>
    /// <remarks>Shape: broadcast. DType: Bool. No gradient.</remarks>
    public Tensor NotEqualTo(Tensor other) => Elementwise.Compare<NotEqualTo>(this, other);

    /// <summary>True where the two differ.</summary>
    public Tensor NotEqualTo(Scalar other) => Elementwise.Compare<NotEqualTo>(this, other);
}

internal readonly struct NotEqualTo : IComparison
{
    public static string Name => "ne";

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => Lane.Not(T.Equal(x, y));
}
