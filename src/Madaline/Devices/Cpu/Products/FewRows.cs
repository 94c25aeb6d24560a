using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>
/// Products with so few rows that B is met only a few times: a panel of it at a time goes through the nearest cache.
/// Same sums as the tiles.
/// </summary>
[SkipLocalsInit]
internal readonly unsafe struct FewRows<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> product)
    : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    /// <summary>Most rows that are done this way.</summary>
    private const int MaxRows = 4;

    /// <summary>Steps along k of a panel that is packed.</summary>
    private const int PackedSteps = 32;

    private readonly Product<TElement, TLane, TWide> _product = product;

    private static int Columns => Product<TElement, TLane, TWide>.TileColumns;

    /// <summary>Whether a product can be done this way.</summary>
    public static bool CanRun(in Product<TElement, TLane, TWide> p) =>
        p.M <= MaxRows && p.K > 0 && (p.BColumn == 1 || p.BRow == 1);

    public void Run()
    {
        int panels = (_product.N + Columns - 1) / Columns;
        Device.Cpu.Team.For(panels, 1, (long)_product.M * _product.N * _product.K, WorthThreads.MultiplyAdds / 4, this);
    }

    public void Run(int first, int last)
    {
        TElement* sums = stackalloc TElement[2 * MaxRows * Columns],
            packed = stackalloc TElement[PackedSteps * Columns];
        TElement* part = sums + (MaxRows * Columns);
        for (int set = first; set < last; set++)
        {
            int column = set * Columns;
            int columns = Math.Min(Columns, _product.N - column);
            for (int start = 0; start < _product.K; start += Product<TElement, TLane, TWide>.KChunk)
            {
                TElement* target = start == 0 ? sums : part;
                Chunk(column, columns, start, packed, target);
                if (start > 0)
                    LaneMemory.Add<TElement, TLane>(sums, part, _product.M * Columns);
            }

            _product.Finish(sums, Columns, 0, _product.M, column, columns);
        }
    }

    private void Chunk(int column, int columns, int start, TElement* packed, TElement* sums)
    {
        int end = Math.Min(start + Product<TElement, TLane, TWide>.KChunk, _product.K);
        bool inPlace = _product.BColumn == 1 && columns == Columns;
        new Span<TElement>(sums, _product.M * Columns).Clear();
        for (int k = start, count; k < end; k += count)
        {
            count = inPlace ? end - k : Math.Min(PackedSteps, end - k);
            TElement* b = _product.B + (k * _product.BRow) + (column * _product.BColumn);
            if (!inPlace)
                _product.CopyColumns(column, columns, k, count, packed, Columns);

            TElement* x = _product.A + (k * _product.AColumn);
            for (int row = 0; row < _product.M; row++, x += _product.ARow)
            {
                Tiles<TElement, TWide>.OneByFour(x, _product.AColumn, inPlace ? b : packed,
                    inPlace ? _product.BRow : Columns, count, sums + (row * Columns));
            }
        }
    }
}
