using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Cosine of x radians.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: −dy · sin(x).
    /// Numerics: within 1 unit in the last place of single precision and 2 of double, for angles of any size.
    /// </remarks>
    public Tensor Cos() => Elementwise.Apply<Cos>(this);
}

internal readonly struct Cos : IUnaryOp
{
    public static string Name => "cos";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => -T.Sin(x);
}
