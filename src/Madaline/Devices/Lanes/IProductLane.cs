namespace Madaline;

/// <summary>Sums and products of numbers in a register.</summary>
internal interface ISumLane<T> where T : struct, ISumLane<T>
{
    static abstract T Of(double value);

    static abstract T operator +(T x, T y);

    /// <summary><c>x · y + z</c> with one rounding.</summary>
    static abstract T FusedMultiplyAdd(T x, T y, T z);

    /// <summary>The larger; NaN when either is.</summary>
    static abstract T Max(T x, T y);
}

/// <summary>
/// What products and convolutions need of a register. Each output is a chain of its own, so any width gives the same
/// bits.
/// </summary>
internal unsafe interface IProductLane<T, TElement> : ISumLane<T>
    where T : struct, IProductLane<T, TElement>
    where TElement : unmanaged
{
    /// <summary>How many elements one lane holds.</summary>
    static abstract int Width { get; }

    static abstract T Load(TElement* source);

    /// <summary>One element in every place.</summary>
    static abstract T Splat(TElement* source);

    static abstract void Store(T value, TElement* target);

    /// <summary>
    /// One element times x, added to a sum, with one rounding: here, so that the element is read by the multiply-add
    /// itself.
    /// </summary>
    static abstract T AddProduct(TElement* factor, T x, T sum);
}
