using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Madaline.Numerics;

/// <summary>16 single-precision numbers in one 512-bit register, where there are such.</summary>
internal readonly unsafe struct F32x16(Vector512<float> value) : IProductLane<F32x16, float>
{
    public readonly Vector512<float> Value = value;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 Broadcast(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 Broadcast(float* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F32x16 value, float* target) => value.Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 MultiplyAddBroadcast(F32x16 x, float* y, F32x16 z) =>
        new(Vector512.FusedMultiplyAdd(x.Value, Vector512.Create(*y), z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 operator +(F32x16 x, F32x16 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 FusedMultiplyAdd(F32x16 x, F32x16 y, F32x16 z) =>
        new(Vector512.FusedMultiplyAdd(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x16 Max(F32x16 x, F32x16 y) => new(Vector512.Max(x.Value, y.Value));
}
