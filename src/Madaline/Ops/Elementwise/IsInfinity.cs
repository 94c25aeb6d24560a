using System.Numerics;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>True where x is +∞ or −∞.</summary>
    /// <remarks>Shape: […] → […]. DType: Bool. No gradient.</remarks>
    public Tensor IsInfinity() => Elementwise.Compare<IsInfinity>(this, this);
}

internal readonly struct IsInfinity : IComparison
{
    public static string Name => "isinf";

    public bool Holds<T>(T x, T y) where T : struct, INumber<T> => T.IsInfinity(x);

    public T Mask<T>(T x, T y) where T : struct, ILane<T> => T.Equal(T.Abs(x), T.Broadcast(double.PositiveInfinity));
}
