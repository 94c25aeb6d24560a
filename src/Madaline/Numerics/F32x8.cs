using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Madaline.Numerics;

/// <summary>8 single-precision numbers in one 256-bit register (two 128-bit ones where there is no wider).</summary>
internal readonly unsafe struct F32x8(Vector256<float> value) : IVectorLane<F32x8, float>
{
    public readonly Vector256<float> Value = value;

    public static bool IsDouble => false;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Broadcast(float* source) => new(Vector256.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F32x8 value, float* target) => value.Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 MultiplyAddBroadcast(F32x8 x, float* y, F32x8 z) =>
        new(Vector256.FusedMultiplyAdd(x.Value, Vector256.Create(*y), z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 LoadPart(float* source, int count, F32x8 fill)
    {
        F32x8 mask = FirstPlaces(count);
        return Avx.IsSupported
            ? Select(mask, new(Avx.MaskLoad(source, mask.Value)), fill)
            : LoadOneByOne(source, count, fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(F32x8 value, float* target, int count)
    {
        var half = value.Value.GetLower();
        if ((count & 4) != 0)
        {
            half.Store(target);
            half = value.Value.GetUpper();
            target += 4;
        }

        if ((count & 2) != 0)
        {
            half.GetLower().Store(target);
            half = Vector128.Shuffle(half, Vector128.Create(2, 3, 2, 3));
            target += 2;
        }

        if ((count & 1) != 0)
            *target = half.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 FirstPlaces(int count) =>
        new(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 LoadBool(byte* source)
    {
        var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte()));
        return new(~Vector256.Equals(Vector256.Create(low, high), default).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBool(F32x8 mask, byte* target)
    {
        var bits = mask.Value.AsInt32();
        var halves = Vector128.Narrow(bits.GetLower(), bits.GetUpper());
        *(ulong*)target = Vector128.Narrow(halves, halves).AsUInt64().ToScalar() & 0x0101_0101_0101_0101;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(F32x8 value) => value.Value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Rotate(F32x8 value, int places) => new(places switch
    {
        4 => Vector256.Shuffle(value.Value, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)),
        2 => Vector256.Shuffle(value.Value, Vector256.Create(2, 3, 4, 5, 6, 7, 0, 1)),
        _ => Vector256.Shuffle(value.Value, Vector256.Create(1, 2, 3, 4, 5, 6, 7, 0)),
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Halves(F32x8 first, F32x8 second, out F32x8 upper)
    {
        upper = new(Vector256.Create(first.Value.GetUpper(), second.Value.GetUpper()));
        return new(Vector256.Create(first.Value.GetLower(), second.Value.GetLower()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 LoadHalf(float* source) => new(Avx.IsSupported
        ? Avx.BroadcastVector128ToVector256(source)
        : Vector256.Create(Vector128.Load(source), Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Deinterleave(F32x8 low, F32x8 high, out F32x8 odd)
    {
        var a = Vector256.Shuffle(low.Value, Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        var b = Vector256.Shuffle(high.Value, Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        odd = new(Vector256.Create(a.GetUpper(), b.GetUpper()));
        return new(Vector256.Create(a.GetLower(), b.GetLower()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Interleave(F32x8 even, F32x8 odd, out F32x8 high)
    {
        if (Avx.IsSupported)
        {
            var low = Avx.UnpackLow(even.Value, odd.Value);
            var upper = Avx.UnpackHigh(even.Value, odd.Value);
            high = new(Avx.Permute2x128(low, upper, 0x31));
            return new(Avx.Permute2x128(low, upper, 0x20));
        }

        var first = Vector256.Create(even.Value.GetLower(), odd.Value.GetLower());
        var second = Vector256.Create(even.Value.GetUpper(), odd.Value.GetUpper());
        high = new(Vector256.Shuffle(second, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)));
        return new(Vector256.Shuffle(first, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint step, nint last, float* target, nint targetStep)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + (Math.Min(1, last) * step));
        var c = Vector256.Load(source + (Math.Min(2, last) * step));
        var d = Vector256.Load(source + (Math.Min(3, last) * step));
        var e = Vector256.Load(source + (Math.Min(4, last) * step));
        var f = Vector256.Load(source + (Math.Min(5, last) * step));
        var g = Vector256.Load(source + (Math.Min(6, last) * step));
        var h = Vector256.Load(source + (last * step));
        TransposeHalves(ref a, ref b, ref c, ref d);
        TransposeHalves(ref e, ref f, ref g, ref h);
        Vector256.Create(a.GetLower(), e.GetLower()).Store(target);
        Vector256.Create(b.GetLower(), f.GetLower()).Store(target + targetStep);
        Vector256.Create(c.GetLower(), g.GetLower()).Store(target + (2 * targetStep));
        Vector256.Create(d.GetLower(), h.GetLower()).Store(target + (3 * targetStep));
        target += 4 * targetStep;
        Vector256.Create(a.GetUpper(), e.GetUpper()).Store(target);
        Vector256.Create(b.GetUpper(), f.GetUpper()).Store(target + targetStep);
        Vector256.Create(c.GetUpper(), g.GetUpper()).Store(target + (2 * targetStep));
        Vector256.Create(d.GetUpper(), h.GetUpper()).Store(target + (3 * targetStep));
    }

    /// <summary>Turns up to four rows: 8 target rows of four, a step apart, in ascending order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeFour(float* source, nint step, nint last, float* target, nint targetStep)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + (Math.Min(1, last) * step));
        var c = Vector256.Load(source + (Math.Min(2, last) * step));
        var d = Vector256.Load(source + (last * step));
        TransposeHalves(ref a, ref b, ref c, ref d);
        a.GetLower().Store(target);
        b.GetLower().Store(target + targetStep);
        c.GetLower().Store(target + (2 * targetStep));
        d.GetLower().Store(target + (3 * targetStep));
        target += 4 * targetStep;
        a.GetUpper().Store(target);
        b.GetUpper().Store(target + targetStep);
        c.GetUpper().Store(target + (2 * targetStep));
        d.GetUpper().Store(target + (3 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 MultiplyAddTransposed(float* square, nint step, float* x, F32x8 sum)
    {
        nint two = 2 * step, three = 3 * step;
        float* lower = square + (4 * step);
        var a = Vector256.Create(Vector128.Load(square), Vector128.Load(lower));
        var b = Vector256.Create(Vector128.Load(square + step), Vector128.Load(lower + step));
        var c = Vector256.Create(Vector128.Load(square + two), Vector128.Load(lower + two));
        var d = Vector256.Create(Vector128.Load(square + three), Vector128.Load(lower + three));
        TransposeHalves(ref a, ref b, ref c, ref d);
        var e = Vector256.Create(Vector128.Load(square + 4), Vector128.Load(lower + 4));
        var f = Vector256.Create(Vector128.Load(square + step + 4), Vector128.Load(lower + step + 4));
        var g = Vector256.Create(Vector128.Load(square + two + 4), Vector128.Load(lower + two + 4));
        var h = Vector256.Create(Vector128.Load(square + three + 4), Vector128.Load(lower + three + 4));
        TransposeHalves(ref e, ref f, ref g, ref h);
        var y = Vector256.FusedMultiplyAdd(a, Vector256.Create(x[0]), sum.Value);
        y = Vector256.FusedMultiplyAdd(b, Vector256.Create(x[1]), y);
        y = Vector256.FusedMultiplyAdd(c, Vector256.Create(x[2]), y);
        y = Vector256.FusedMultiplyAdd(d, Vector256.Create(x[3]), y);
        y = Vector256.FusedMultiplyAdd(e, Vector256.Create(x[4]), y);
        y = Vector256.FusedMultiplyAdd(f, Vector256.Create(x[5]), y);
        y = Vector256.FusedMultiplyAdd(g, Vector256.Create(x[6]), y);
        return new(Vector256.FusedMultiplyAdd(h, Vector256.Create(x[7]), y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 IntegerSequence(int first, int step) => new(Vector256.CreateSequence(first, step).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 AddInteger(F32x8 x, F32x8 y) => new((x.Value.AsInt32() + y.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Broadcast(double value) => new(Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Broadcast(in Constant value) => new(Vector256.Create(value.Single));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 operator +(F32x8 x, F32x8 y) => new(x.Value + y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 operator -(F32x8 x, F32x8 y) => new(x.Value - y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 operator *(F32x8 x, F32x8 y) => new(x.Value * y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 operator /(F32x8 x, F32x8 y) => new(x.Value / y.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 operator -(F32x8 x) => new(-x.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 FusedMultiplyAdd(F32x8 x, F32x8 y, F32x8 z) =>
        new(Vector256.FusedMultiplyAdd(x.Value, y.Value, z.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Abs(F32x8 x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Sqrt(F32x8 x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Floor(F32x8 x) => new(Vector256.Floor(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Ceiling(F32x8 x) => new(Vector256.Ceiling(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Round(F32x8 x) => new(Vector256.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Max(F32x8 x, F32x8 y) => new(Vector256.Max(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Min(F32x8 x, F32x8 y) => new(Vector256.Min(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 LessThan(F32x8 x, F32x8 y) => new(Vector256.LessThan(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 LessOrEqual(F32x8 x, F32x8 y) => new(Vector256.LessThanOrEqual(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Equal(F32x8 x, F32x8 y) => new(Vector256.Equals(x.Value, y.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 And(F32x8 mask, F32x8 other) => new(mask.Value & other.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Or(F32x8 mask, F32x8 other) => new(mask.Value | other.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(F32x8 mask) => Vector256.ExtractMostSignificantBits(mask.Value) == 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Select(F32x8 mask, F32x8 whenTrue, F32x8 whenFalse) =>
        new(Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    // Adding 1.5 · 2^23 leaves the integer n in the low bits of the sum: a conversion without a conversion.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 PowerOfTwo(F32x8 n) =>
        new(Vector256.ShiftLeft((n.Value + Vector256.Create(12582912f)).AsInt32() + Vector256.Create(127),
            23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 SplitExponent(F32x8 x, out F32x8 exponent)
    {
        var bits = x.Value.AsInt32();
        var two = Vector256.Create(8388608f);
        var biased = Vector256.ShiftRightLogical(bits, 23) | two.AsInt32();
        exponent = new(biased.AsSingle() - two - Vector256.Create(127f));
        var one = Vector256.Create(1f).AsInt32();
        return new(((bits & Vector256.Create(0x007F_FFFF)) | one).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Exp(F32x8 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 ExpM1(F32x8 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Log(F32x8 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Log1P(F32x8 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F32x8 Tanh(F32x8 x) => LaneMath.Tanh(x);

    // Inlined into a kernel these would be more than the compiler inlines, and their smallest operations calls.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32x8 Sin(F32x8 x) => LaneMath.Sin(x);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32x8 Cos(F32x8 x) => LaneMath.Cos(x);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32x8 Erf(F32x8 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32x8 Pow(F32x8 x, F32x8 y) => LaneMath.Pow(x, y);

    public static F32x8 FloorDivide(F32x8 x, F32x8 y) => Lane.FloorDivide(x, y);

    // One by one: exact whatever the quotient's size, which no vector division is.
    public static F32x8 Modulo(F32x8 x, F32x8 y)
    {
        Span<float> rest = stackalloc float[Width];
        for (int i = 0; i < Width; i++)
            rest[i] = x.Value[i] % y.Value[i];
        return new(Vector256.Create<float>(rest));
    }

    /// <summary>Turns the square of four rows in each half: pairs, then pairs of pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeHalves(
        ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<double> ab = Pairs(a, b, out var abHigh), cd = Pairs(c, d, out var cdHigh);
        a = Low(ab, cd);
        b = High(ab, cd);
        c = Low(abHigh, cdHigh);
        d = High(abHigh, cdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pairs(Vector256<float> x, Vector256<float> y, out Vector256<double> high)
    {
        if (Avx.IsSupported)
        {
            high = Avx.UnpackHigh(x, y).AsDouble();
            return Avx.UnpackLow(x, y).AsDouble();
        }

        var first = Vector256.ConditionalSelect(Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle(),
            Vector256.Shuffle(x, Vector256.Create(0, 0, 1, 1, 4, 4, 5, 5)),
            Vector256.Shuffle(y, Vector256.Create(0, 0, 1, 1, 4, 4, 5, 5)));
        high = Vector256.ConditionalSelect(Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle(),
            Vector256.Shuffle(x, Vector256.Create(2, 2, 3, 3, 6, 6, 7, 7)),
            Vector256.Shuffle(y, Vector256.Create(2, 2, 3, 3, 6, 6, 7, 7))).AsDouble();
        return first.AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<double> x, Vector256<double> y) => Avx.IsSupported
        ? Avx.UnpackLow(x, y).AsSingle()
        : Vector256.ConditionalSelect(Vector256.Create(-1L, 0, -1, 0).AsDouble(), x,
            Vector256.Shuffle(y, Vector256.Create(0L, 0, 2, 2))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<double> x, Vector256<double> y) => Avx.IsSupported
        ? Avx.UnpackHigh(x, y).AsSingle()
        : Vector256.ConditionalSelect(Vector256.Create(-1L, 0, -1, 0).AsDouble(),
            Vector256.Shuffle(x, Vector256.Create(1L, 1, 3, 3)), y).AsSingle();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static F32x8 LoadOneByOne(float* source, int count, F32x8 fill)
    {
        float* buffer = stackalloc float[8];
        Store(fill, buffer);
        for (int i = 0; i < count; i++)
            buffer[i] = source[i];
        return Load(buffer);
    }
}
