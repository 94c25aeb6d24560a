using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>
/// A SIMD register's worth of numbers, or one number: what elementwise expressions are written in.
/// </summary>
/// <remarks>
/// Comparisons give masks: lanes with all bits set or none, for <see cref="Select"/>.
/// Every lane type computes the same bits for the same number; that is what keeps results equal across machines.
/// Integers have a lane, too, <see cref="IntegerLane{T}"/>, for the expressions of ops that keep integers.
/// </remarks>
internal interface ILane<T> : ISumLane<T> where T : struct, ILane<T>
{
    /// <summary>True for 64-bit lanes: constant to the JIT, so that polynomials take their length from it.</summary>
    static abstract bool IsDouble { get; }

    /// <summary>A literal, in every place.</summary>
    static new abstract T Broadcast(double value);

    /// <summary>A number that the expression was made with, in every place.</summary>
    static abstract T Broadcast(in Constant value);

    static abstract T operator -(T x, T y);
    static abstract T operator *(T x, T y);
    static abstract T operator /(T x, T y);
    static abstract T operator -(T x);

    static abstract T Abs(T x);
    static abstract T Sqrt(T x);
    static abstract T Floor(T x);
    static abstract T Ceiling(T x);

    /// <summary>To the nearest integer, halves to even.</summary>
    static abstract T Round(T x);

    /// <summary>The smaller; NaN when either is.</summary>
    static abstract T Min(T x, T y);

    static abstract T LessThan(T x, T y);
    static abstract T LessOrEqual(T x, T y);
    static abstract T Equal(T x, T y);
    static abstract T And(T mask, T other);
    static abstract T Or(T mask, T other);
    static abstract T Select(T mask, T whenTrue, T whenFalse);

    /// <summary>
    /// A hint that a mask is set in every place, to leave out work that would change nothing. False may mean nothing:
    /// a lane that cannot know says so, and no result depends on it.
    /// </summary>
    static abstract bool All(T mask);

    /// <summary>2ⁿ for an integral n in the range of normal exponents.</summary>
    static abstract T PowerOfTwo(T n);

    /// <summary>The mantissa in [1, 2) of a positive normal number, and its exponent.</summary>
    static abstract T SplitExponent(T x, out T exponent);

    static abstract T Exp(T x);
    static abstract T ExpM1(T x);
    static abstract T Log(T x);
    static abstract T Log1P(T x);
    static abstract T Sin(T x);
    static abstract T Cos(T x);
    static abstract T Tanh(T x);
    static abstract T Erf(T x);
    static abstract T Pow(T x, T y);

    /// <summary>What is left of x / y with the sign of x, exactly; NaN for y = 0 and infinite x.</summary>
    static abstract T Modulo(T x, T y);

    /// <summary>⌊x / y⌋ of the exact quotient; the plain quotient of floating numbers for y = 0.</summary>
    static abstract T FloorDivide(T x, T y);
}

/// <summary>A lane that loads from and stores to memory of <typeparamref name="TElement"/>.</summary>
internal unsafe interface IVectorLane<T, TElement> : ILane<T>, IProductLane<T, TElement>
    where T : struct, IVectorLane<T, TElement>
    where TElement : unmanaged
{
    /// <summary>
    /// Fewer elements than a lane holds, at least one, in its first places; those of <paramref name="fill"/> behind.
    /// Nothing past them is read.
    /// </summary>
    static abstract T LoadPart(TElement* source, int count, T fill);

    /// <summary>Only the first places: fewer elements than a lane holds, at least one.</summary>
    static abstract void StorePart(T value, TElement* target, int count);

    /// <summary>The mask of the first places, up to a count.</summary>
    static abstract T FirstPlaces(int count);

    /// <summary>The mask of the bytes that are not 0, one for each place.</summary>
    static abstract T LoadBool(byte* source);

    /// <summary>1 for each place of a mask that is set, else 0, as bytes.</summary>
    static abstract void StoreBool(T mask, byte* target);

    /// <summary>The element in the first place.</summary>
    static abstract TElement First(T value);

    /// <summary>
    /// Every element moved down by a number of places, half the width or a smaller power of two; the first ones come
    /// last.
    /// </summary>
    static abstract T Rotate(T value, int places);

    /// <summary>The lower halves of two lanes side by side; <paramref name="upper"/> the upper ones.</summary>
    static abstract T Halves(T first, T second, out T upper);

    /// <summary>Half a lane's elements, twice.</summary>
    static abstract T LoadHalf(TElement* source);

    /// <summary>
    /// The elements at even places of two lanes that follow each other; <paramref name="odd"/> the others.
    /// </summary>
    static abstract T Deinterleave(T low, T high, out T odd);

    /// <summary>Elements of two lanes in turn: the first half of them; <paramref name="high"/> the second.</summary>
    static abstract T Interleave(T even, T odd, out T high);

    /// <summary>Turns a square: element j of row i becomes element i of row j.</summary>
    /// <param name="source">The first row; the others follow at <paramref name="step"/>.</param>
    /// <param name="step">Elements from one row to the next.</param>
    /// <param name="last">The last row that exists; those after it are taken from there.</param>
    /// <param name="target">Where the first new row goes.</param>
    /// <param name="targetStep">Elements from one new row to the next.</param>
    static abstract void Transpose(TElement* source, nint step, nint last, TElement* target, nint targetStep);

    /// <summary>
    /// Adds a square's columns, each times an element of <paramref name="x"/>, one multiply-add after the other.
    /// </summary>
    /// <param name="square">The first row; the others follow at <paramref name="step"/>.</param>
    /// <param name="step">Elements from one row to the next.</param>
    /// <param name="x">As many elements as a lane holds.</param>
    /// <param name="sum">What the columns are added to.</param>
    static abstract T MultiplyAddTransposed(TElement* square, nint step, TElement* x, T sum);

    /// <summary>
    /// The bits of integers of the element's size: first, first + step, … For <c>Select</c> and <c>Store</c>
    /// only; as numbers they mean nothing.
    /// </summary>
    static abstract T IntegerSequence(int first, int step);

    /// <summary>Adds the bits of integers, as <see cref="IntegerSequence"/> gives them.</summary>
    static abstract T AddInteger(T x, T y);
}

/// <summary>Everyday composites of lane primitives.</summary>
internal static class Lane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Zero<T>() where T : struct, ILane<T> => T.Broadcast(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T One<T>() where T : struct, ILane<T> => T.Broadcast(1);

    /// <summary>The places that a mask leaves out: as numbers, its set places are NaN and the others 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Not<T>(T mask) where T : struct, ILane<T> => T.Equal(mask, T.Broadcast(0));

    /// <summary>The places that are not 0; NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsTrue<T>(T x) where T : struct, ILane<T> => Not(T.Equal(x, T.Broadcast(0)));

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ), computed from e^(−|x|) so that nothing overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x) where T : struct, ILane<T>
    {
        T e = T.Exp(-T.Abs(x));
        T numerator = T.Select(T.LessThan(x, T.Broadcast(0)), e, T.Broadcast(1));
        return numerator / (T.Broadcast(1) + e);
    }

    /// <summary>log(1 + eˣ) = max(x, 0) + log1p(e^(−|x|)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T>(T x) where T : struct, ILane<T> =>
        T.Max(x, T.Broadcast(0)) + T.Log1P(T.Exp(-T.Abs(x)));

    /// <summary>Φ(x), the standard normal distribution function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalCdf<T>(T x) where T : struct, ILane<T> =>
        T.Broadcast(0.5) * (T.Broadcast(1) + T.Erf(x * T.Broadcast(0.70710678118654752440)));

    /// <summary>−1, 0 or 1; 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sign<T>(T x) where T : struct, ILane<T>
    {
        T positive = T.And(T.LessThan(T.Broadcast(0), x), T.Broadcast(1));
        return positive - T.And(T.LessThan(x, T.Broadcast(0)), T.Broadcast(1));
    }

    /// <summary>
    /// dy / y, as dy times one over y: the bits that a factor gives. Where one over y is no normal number, as a
    /// quotient.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Quotient<T>(T dy, T y) where T : struct, ILane<T>
    {
        T low = T.Broadcast(T.IsDouble ? 2.2250738585072014e-308 : 1.17549435e-38);
        T high = T.Broadcast(T.IsDouble ? 4.49423283715579e307 : 8.50705917e37), size = T.Abs(y);
        T normal = T.And(T.LessOrEqual(low, size), T.LessOrEqual(size, high));
        return T.Select(normal, dy * (T.Broadcast(1) / y), dy / y);
    }

    /// <summary>
    /// ⌊x / y⌋ of the exact quotient, by the remainder, so that x = y · ⌊x / y⌋ + what is left with y's sign; the plain
    /// quotient for y = 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FloorDivide<T>(T x, T y) where T : struct, ILane<T>
    {
        T zero = T.Broadcast(0), rest = T.Modulo(x, y), whole = (x - rest) / y;
        whole = T.Select(SignsDiffer(rest, y), whole - T.Broadcast(1), whole);
        T floor = T.Floor(whole);

        // The division may have rounded to just below an integer.
        floor = T.Select(T.LessThan(T.Broadcast(0.5), whole - floor), floor + T.Broadcast(1), floor);
        T quotient = x / y, signedZero = quotient * zero;
        return T.Select(T.Equal(y, zero), quotient, T.Select(T.Equal(whole, zero), signedZero, floor));
    }

    /// <summary>The same, rounded toward 0; the plain quotient's whole part where nothing is left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TruncateDivide<T>(T x, T y) where T : struct, ILane<T>
    {
        T rest = T.Modulo(x, y);
        return T.Select(T.Equal(rest, rest), T.Round((x - rest) / y), Truncate(x / y));
    }

    /// <summary>Where one is above 0 and the other below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SignsDiffer<T>(T x, T y) where T : struct, ILane<T>
    {
        T zero = T.Broadcast(0), below = T.And(T.LessThan(x, zero), T.LessThan(zero, y));
        return T.Or(below, T.And(T.LessThan(zero, x), T.LessThan(y, zero)));
    }

    /// <summary>x without its fraction: rounded toward 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Truncate<T>(T x) where T : struct, ILane<T> =>
        T.Select(T.LessThan(x, T.Broadcast(0)), T.Ceiling(x), T.Floor(x));

    /// <summary>
    /// 1 where low is smaller than high, ½ where they are equal, 0 where it is larger; 1 where either is NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Share<T>(T low, T high) where T : struct, ILane<T> =>
        T.Select(T.LessThan(high, low), T.Broadcast(0), T.Select(T.Equal(low, high), T.Broadcast(0.5), T.Broadcast(1)));
}
