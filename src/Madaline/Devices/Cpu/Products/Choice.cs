using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>The ways to do a matrix product. All have the sums of decision 3, so a choice changes no bit.</summary>
internal enum ProductAlgorithm
{
    /// <summary>A column times a row (k = 1): no sums, rows of y one after the other.</summary>
    OuterProduct,

    /// <summary>One number of y after the other, without registers to fill or memory to lay out.</summary>
    Tiny,

    /// <summary>One row times columns that are contiguous, transposed in registers: a layer's single sample.</summary>
    OneRow,

    /// <summary>Up to four rows: B is met so seldom that packing all of it is lost.</summary>
    FewRows,

    /// <summary>Up to four columns: few rows of the transposed product.</summary>
    FewColumns,

    /// <summary>Register tiles over panels, packed where that is faster (<c>ProductPlan</c> says when).</summary>
    Tiles,
}

/// <summary>Which way a product takes: the first of the list that can run and is faster there.</summary>
/// <remarks>
/// <c>ProductChoices</c> of bench/Madaline.Micro runs every way on the sizes where the choice changes;
/// <c>ProductChoiceTests</c> holds all ways to the same bits.
/// </remarks>
internal static class ProductChoice
{
    /// <summary>Multiply-adds up to which the set-up of any other way takes longer than the product.</summary>
    private const int TinyWork = 512;

    /// <summary>Elements of y beyond which tiles, which threads share, are faster than an outer product.</summary>
    private const int MaxOuterElements = 1 << 16;

    /// <summary>The way this product takes.</summary>
    public static ProductAlgorithm Of<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> p)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        if (OuterProduct<TElement, TLane>.CanRun(p) && (long)p.M * p.N <= MaxOuterElements)
            return ProductAlgorithm.OuterProduct;
        if ((long)p.M * p.N * p.K <= TinyWork)
            return ProductAlgorithm.Tiny;
        if (OneRow<TElement, TLane, TWide>.CanRun(p))
            return ProductAlgorithm.OneRow;
        if (FewRows<TElement, TLane, TWide>.CanRun(p))
            return ProductAlgorithm.FewRows;
        return FewRows<TElement, TLane, TWide>.CanRun(p.Transposed())
            ? ProductAlgorithm.FewColumns
            : ProductAlgorithm.Tiles;
    }

    /// <summary>Whether a way can do this product at all, fast or not.</summary>
    public static bool CanRun<TElement, TLane, TWide>(
        ProductAlgorithm algorithm, in Product<TElement, TLane, TWide> p)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement> => algorithm switch
        {
            ProductAlgorithm.OuterProduct => OuterProduct<TElement, TLane>.CanRun(p),
            ProductAlgorithm.Tiny => p.K <= Product<TElement, TLane, TWide>.KChunk,
            ProductAlgorithm.OneRow => OneRow<TElement, TLane, TWide>.CanRun(p),
            ProductAlgorithm.FewRows => FewRows<TElement, TLane, TWide>.CanRun(p),
            ProductAlgorithm.FewColumns => FewRows<TElement, TLane, TWide>.CanRun(p.Transposed()),
            ProductAlgorithm.Tiles => true,
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };
}
