namespace Madaline.Numerics;

/// <summary>Sums and products of numbers in a register.</summary>
internal interface ISumLane<T> where T : struct, ISumLane<T>
{
    static abstract T Broadcast(double value);

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
    static abstract T Broadcast(TElement* source);

    static abstract void Store(T value, TElement* target);

    /// <summary><c>x · y + z</c> with one rounding and one element y in every place.</summary>
    /// <remarks>A primitive because the JIT makes it one instruction only where nothing is between the parts.</remarks>
    static abstract T MultiplyAddBroadcast(T x, TElement* y, T z);
}
