using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The error function.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy · 2/√π · e^(−x²).
    /// Numerics: within 1.1 units in the last place of single precision and 3 of double.
    /// </remarks>
    public Tensor Erf() => Elementwise.Apply<Erf>(this);
}

internal readonly struct Erf : IUnaryOp
{
    public static string Name => "erf";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1.1283791670955126) * T.Exp(-(x * x));
}
