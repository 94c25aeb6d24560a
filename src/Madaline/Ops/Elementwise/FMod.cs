using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// What is left of a division, with the dividend's sign, as C's <c>%</c>: <c>x − trunc(x/y) · y</c>.
    /// </summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy and −dy · trunc(x/y) of the exact quotient.
    /// </remarks>
    /// <exception cref="TensorException">Integers are divided by 0.</exception>
    public Tensor FMod(Tensor other) => Elementwise.Apply<FMod>(this, other);

    /// <summary>What is left of a division, with the sign of the dividend: <c>x − trunc(x/y) · y</c>.</summary>
    public Tensor FMod(Scalar other) => Elementwise.Apply<FMod>(this, other);
}

internal readonly struct FMod : IBinaryOp
{
    public static string Name => "fmod";

    public static BoolOperands BoolOperands => BoolOperands.BesideNumbers;

    public static Reads LeftReads => Reads.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Modulo(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => -Lane.TruncateDivide(x, y);
}
