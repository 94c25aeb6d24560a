using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Madaline.Numerics;

/// <summary>4 double-precision numbers in one 256-bit register (two 128-bit ones where there is no wider).</summary>
internal readonly unsafe struct F64x4(Vector256<double> value) : IVectorLane<F64x4, double>
{
    public readonly Vector256<double> Value = value;

    public static bool IsDouble => true;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Load(double* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Broadcast(double* source) => new(Vector256.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F64x4 value, double* target) => value.Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 MultiplyAddBroadcast(F64x4 x, double* y, F64x4 z) =>
        new(Vector256.FusedMultiplyAdd(x.Value, Vector256.Create(*y), z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 LoadPart(double* source, int count, F64x4 fill)
    {
        F64x4 mask = FirstPlaces(count);
        return Avx.IsSupported
            ? Select(mask, new(Avx.MaskLoad(source, mask.Value)), fill)
            : LoadOneByOne(source, count, fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(F64x4 value, double* target, int count)
    {
        var half = value.Value.GetLower();
        if ((count & 2) != 0)
        {
            half.Store(target);
            half = value.Value.GetUpper();
            target += 2;
        }

        if ((count & 1) != 0)
            *target = half.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 FirstPlaces(int count) =>
        new(Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 LoadBool(byte* source)
    {
        var bytes = Vector128.CreateScalarUnsafe(*(uint*)source).AsByte();
        var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.WidenLower(bytes)));
        return new(~Vector256.Equals(Vector256.Create(low, high), default).AsDouble());
    }

    // The four bits of the mask, each moved to a byte of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBool(F64x4 mask, byte* target) =>
        *(uint*)target = (mask.Value.ExtractMostSignificantBits() * 0x0020_4081) & 0x0101_0101;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double First(F64x4 value) => value.Value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Rotate(F64x4 value, int places) => new(places == 2
        ? Vector256.Shuffle(value.Value, Vector256.Create(2L, 3, 0, 1))
        : Vector256.Shuffle(value.Value, Vector256.Create(1L, 2, 3, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Halves(F64x4 first, F64x4 second, out F64x4 upper)
    {
        upper = new(Vector256.Create(first.Value.GetUpper(), second.Value.GetUpper()));
        return new(Vector256.Create(first.Value.GetLower(), second.Value.GetLower()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 LoadHalf(double* source) => new(Avx.IsSupported
        ? Avx.BroadcastVector128ToVector256(source)
        : Vector256.Create(Vector128.Load(source), Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Deinterleave(F64x4 low, F64x4 high, out F64x4 odd)
    {
        var a = Vector256.Shuffle(low.Value, Vector256.Create(0L, 2, 1, 3));
        var b = Vector256.Shuffle(high.Value, Vector256.Create(0L, 2, 1, 3));
        odd = new(Vector256.Create(a.GetUpper(), b.GetUpper()));
        return new(Vector256.Create(a.GetLower(), b.GetLower()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Interleave(F64x4 even, F64x4 odd, out F64x4 high)
    {
        var first = Vector256.Create(even.Value.GetLower(), odd.Value.GetLower());
        var second = Vector256.Create(even.Value.GetUpper(), odd.Value.GetUpper());
        high = new(Vector256.Shuffle(second, Vector256.Create(0L, 2, 1, 3)));
        return new(Vector256.Shuffle(first, Vector256.Create(0L, 2, 1, 3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* source, nint step, nint last, double* target, nint targetStep)
    {
        F64x4 a = Load(source), b = Load(source + (Math.Min(1, last) * step));
        F64x4 c = Load(source + (Math.Min(2, last) * step)), d = Load(source + (last * step));
        F64x4 first = Interleave(a, c, out var second), third = Interleave(b, d, out var fourth);
        Store(Interleave(first, third, out var odd), target);
        Store(odd, target + targetStep);
        Store(Interleave(second, fourth, out odd), target + (2 * targetStep));
        Store(odd, target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 MultiplyAddTransposed(double* square, nint step, double* x, F64x4 sum)
    {
        F64x4 first = Interleave(Load(square), Load(square + (2 * step)), out var second);
        F64x4 third = Interleave(Load(square + step), Load(square + (3 * step)), out var fourth);
        F64x4 y = MultiplyAddBroadcast(Interleave(first, third, out var odd), x, sum);
        y = MultiplyAddBroadcast(odd, x + 1, y);
        y = MultiplyAddBroadcast(Interleave(second, fourth, out odd), x + 2, y);
        return MultiplyAddBroadcast(odd, x + 3, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 IntegerSequence(int first, int step) =>
        new(Vector256.CreateSequence((long)first, step).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 AddInteger(F64x4 x, F64x4 y) => new((x.Value.AsInt64() + y.Value.AsInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Broadcast(in Constant value) => new(Vector256.Create(value.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 operator +(F64x4 x, F64x4 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 operator -(F64x4 x, F64x4 y) => new(x.Value - y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 operator *(F64x4 x, F64x4 y) => new(x.Value * y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 operator /(F64x4 x, F64x4 y) => new(x.Value / y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 operator -(F64x4 x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 FusedMultiplyAdd(F64x4 x, F64x4 y, F64x4 z) =>
        new(Vector256.FusedMultiplyAdd(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Abs(F64x4 x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Sqrt(F64x4 x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Floor(F64x4 x) => new(Vector256.Floor(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Ceiling(F64x4 x) => new(Vector256.Ceiling(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Round(F64x4 x) => new(Vector256.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Max(F64x4 x, F64x4 y) => new(Vector256.Max(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Min(F64x4 x, F64x4 y) => new(Vector256.Min(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 LessThan(F64x4 x, F64x4 y) => new(Vector256.LessThan(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 LessOrEqual(F64x4 x, F64x4 y) => new(Vector256.LessThanOrEqual(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Equal(F64x4 x, F64x4 y) => new(Vector256.Equals(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 And(F64x4 mask, F64x4 other) => new(mask.Value & other.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Or(F64x4 mask, F64x4 other) => new(mask.Value | other.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(F64x4 mask) => Vector256.ExtractMostSignificantBits(mask.Value) == 0xF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Select(F64x4 mask, F64x4 whenTrue, F64x4 whenFalse) =>
        new(Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    // Adding 1.5 · 2^52 leaves the integer n in the low bits of the sum: a conversion without a conversion.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 PowerOfTwo(F64x4 n) =>
        new(Vector256.ShiftLeft((n.Value + Vector256.Create(6755399441055744.0)).AsInt64() + Vector256.Create(1023L),
            52).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 SplitExponent(F64x4 x, out F64x4 exponent)
    {
        var bits = x.Value.AsInt64();
        var two = Vector256.Create(4503599627370496.0);
        var biased = Vector256.ShiftRightLogical(bits, 52) | two.AsInt64();
        exponent = new(biased.AsDouble() - two - Vector256.Create(1023.0));
        var one = Vector256.Create(1.0).AsInt64();
        return new(((bits & Vector256.Create(0x000F_FFFF_FFFF_FFFFL)) | one).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Exp(F64x4 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 ExpM1(F64x4 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Log(F64x4 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Log1P(F64x4 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Tanh(F64x4 x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Sin(F64x4 x) => LaneMath.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Cos(F64x4 x) => LaneMath.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Erf(F64x4 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F64x4 Pow(F64x4 x, F64x4 y) => LaneMath.Pow(x, y);

    public static F64x4 FloorDivide(F64x4 x, F64x4 y) => Lane.FloorDivide(x, y);

    // One by one: exact whatever the quotient's size, which no vector division is.
    public static F64x4 Modulo(F64x4 x, F64x4 y)
    {
        Span<double> rest = stackalloc double[Width];
        for (int i = 0; i < Width; i++)
            rest[i] = x.Value[i] % y.Value[i];
        return new(Vector256.Create<double>(rest));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static F64x4 LoadOneByOne(double* source, int count, F64x4 fill)
    {
        double* buffer = stackalloc double[4];
        Store(fill, buffer);
        for (int i = 0; i < count; i++)
            buffer[i] = source[i];
        return Load(buffer);
    }
}
