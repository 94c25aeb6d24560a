using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Madaline.Numerics;

/// <summary>8 double-precision numbers in one 512-bit register, where there are such.</summary>
internal readonly unsafe struct F64x8(Vector512<double> value) : IProductLane<F64x8, double>
{
    public readonly Vector512<double> Value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 Broadcast(double* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F64x8 value, double* target) => value.Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 MultiplyAddBroadcast(F64x8 x, double* y, F64x8 z) =>
        new(Vector512.FusedMultiplyAdd(x.Value, Vector512.Create(*y), z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 operator +(F64x8 x, F64x8 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 FusedMultiplyAdd(F64x8 x, F64x8 y, F64x8 z) =>
        new(Vector512.FusedMultiplyAdd(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x8 Max(F64x8 x, F64x8 y) => new(Vector512.Max(x.Value, y.Value));
}
