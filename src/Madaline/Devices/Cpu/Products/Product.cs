using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>
/// One matrix product: its operands, how they are cut into register tiles, and the work on one panel or tile.
/// </summary>
/// <remarks>
/// Order of every sum: k is cut into chunks of <see cref="KChunk"/>; in a chunk one fused multiply-add after the other
/// in ascending k, starting from zero; chunks are added in ascending order; the bias comes last. Nothing else decides
/// it.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct Product<TElement, TLane, TWide>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    public const int KChunk = 512;

    /// <summary>Between the rows of a packed A, so that they do not all fall into the same cache set.</summary>
    private const int RowGap = 16;

    public int M, N, K;
    public nint ARow, AColumn, BRow, BColumn, YRow, YColumn, BiasRow, BiasColumn;
    public TElement* A, B, Y, Bias;
    public bool Relu;

    /// <summary>What is packed, and where: some chunks of k at a time.</summary>
    public bool PacksA, PacksB;

    /// <summary>Whether all panels of B are packed before the first is used.</summary>
    public bool PacksAhead;
    public TElement* PackedA, PackedB;
    public int K0, KCount;

    /// <summary>Rows of A: the first, and how many (BLIS' mc).</summary>
    public int FirstRow, Rows;

    public static bool IsWide => TWide.Width > TLane.Width;

    public static int TileRows => IsWide ? 8 : 6;

    public static int PanelColumns => (IsWide ? 3 : 2) * TWide.Width;

    /// <summary>Columns that few rows meet at a time; no tile is wider.</summary>
    public static int TileColumns => 4 * TWide.Width;

    /// <summary>Columns of the panels at the end, where whole ones would be mostly empty.</summary>
    public static int NarrowColumns => IsWide ? TWide.Width : PanelColumns;

    public readonly int FullPanels => N / PanelColumns;

    public readonly int Panels =>
        FullPanels + ((N - (FullPanels * PanelColumns) + NarrowColumns - 1) / NarrowColumns);

    /// <summary>Columns of all panels, those that only fill them up included.</summary>
    public readonly int PaddedColumns =>
        (FullPanels * PanelColumns) + ((Panels - FullPanels) * NarrowColumns);

    public readonly int TileCount => (Rows + TileRows - 1) / TileRows;

    public readonly int PackedRow => KCount + RowGap;

    /// <summary>Whether A is packed as columns of a tile, which is how it lies in memory.</summary>
    public readonly bool PacksColumns => ARow == 1 && AColumn != 1;

    /// <summary>The same product with rows and columns exchanged: yᵀ = bᵀ · aᵀ.</summary>
    public readonly Product<TElement, TLane, TWide> Transposed()
    {
        var other = this;
        (other.M, other.N) = (N, M);
        other.A = B;
        other.B = A;
        (other.ARow, other.AColumn, other.BRow, other.BColumn) = (BColumn, BRow, AColumn, ARow);
        (other.YRow, other.YColumn) = (YColumn, YRow);
        (other.BiasRow, other.BiasColumn) = (BiasColumn, BiasRow);
        return other;
    }

    /// <summary>The panel's first column.</summary>
    public readonly int FirstColumn(int panel) => PanelStart(panel, out _);

    /// <summary>The panel's first column and how many it has, padding included.</summary>
    private readonly int PanelStart(int panel, out int width)
    {
        int beyond = panel - FullPanels;
        width = beyond < 0 ? PanelColumns : NarrowColumns;
        return beyond < 0 ? panel * PanelColumns : (FullPanels * PanelColumns) + (beyond * NarrowColumns);
    }

    /// <summary>
    /// Copies columns of B, the current chunks, so that a tile reads them in one stream; columns beyond the last are
    /// zeros.
    /// </summary>
    public readonly void PackPanel(int panel)
    {
        int first = PanelStart(panel, out int width);
        CopyColumns(first, Math.Min(width, N - first), K0, KCount, PackedB + ((nint)first * KCount), width);
    }

    /// <summary>
    /// Copies some columns of B, from row k on, filled up to whole lanes: zeros, or the last one again.
    /// </summary>
    public readonly void CopyColumns(int first, int columns, int k, int count, TElement* target, int width)
    {
        // Stale numbers in their place would be multiplied too: an assist of 150 cycles each where they are subnormal.
        if (columns < width)
            ClearColumns(target, columns / TLane.Width * TLane.Width, width, count);
        TElement* source = B + (k * BRow) + (first * BColumn);
        if (BColumn == 1)
            CopyRows(source, BRow, columns, count, target, width);
        else if (BRow == 1)
            Transposition<TElement, TLane>.Copy(source, BColumn, columns, count, target, width);
        else
            CopySlowly(source, BColumn, BRow, columns, count, target, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearColumns(TElement* target, nint from, nint width, int rows)
    {
        TLane zero = TLane.Broadcast(0);
        for (; rows > 0; rows--, target += width)
        {
            for (nint i = from; i < width; i += TLane.Width)
                TLane.Store(zero, target + i);
        }
    }

    /// <summary>Copies a tile's rows of A to where they neither share cache sets nor lie pages apart.</summary>
    public readonly void PackTile(int tile)
    {
        int first = tile * TileRows, rows = Math.Min(TileRows, Rows - first);
        TElement* source = A + ((FirstRow + first) * ARow) + (K0 * AColumn);
        if (PacksColumns)
            CopyRows(source, AColumn, rows, KCount, PackedA + ((nint)first * KCount), TileRows);
        else if (AColumn == 1)
            CopyRows(source, ARow, KCount, rows, PackedA + ((nint)first * PackedRow), PackedRow);
        else
            CopySlowly(source, AColumn, ARow, KCount, rows, PackedA + ((nint)first * PackedRow), PackedRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyRows(
        TElement* source, nint sourceRow, int columns, int rows, TElement* target, nint targetRow)
    {
        for (int row = 0; row < rows; row++, source += sourceRow, target += targetRow)
        {
            int i = 0;
            if (columns * sizeof(TElement) is > 16 and < 32)
            {
                // Two halves that overlap: a tile's six numbers in two moves.
                var end = Vector128.Load((byte*)(source + columns) - 16);
                Vector128.Load((byte*)source).Store((byte*)target);
                end.Store((byte*)(target + columns) - 16);
                continue;
            }

            for (; i <= columns - TLane.Width; i += TLane.Width)
                TLane.Store(TLane.Load(source + i), target + i);
            for (; i < columns; i++)
                target[i] = source[i];
        }
    }

    private static void CopySlowly(TElement* source, nint columnStep, nint rowStep, int columns, int rows,
        TElement* target, nint targetRow)
    {
        for (nint row = 0; row < rows; row++)
        {
            for (nint column = 0; column < columns; column++)
                target[(row * targetRow) + column] = source[(row * rowStep) + (column * columnStep)];
        }
    }

    /// <summary>Some tiles of rows against one panel, over the current chunks.</summary>
    public readonly void Multiply(int firstTile, int endTile, int panel)
    {
        int column = PanelStart(panel, out int width), columns = Math.Min(width, N - column);
        TElement* scratch = stackalloc TElement[TileRows * PanelColumns];
        bool fetches = (long)M * N * sizeof(TElement) >= Caches.Second.Bytes;
        // Two tiles as one, where the panel is a lane wide and their rows are evenly apart, not all in one cache set.
        bool isTall = IsWide && width == NarrowColumns
            && (PacksA ? !PacksColumns : AColumn != 1 || ARow * sizeof(TElement) % 2048 != 0);
        for (int start = 0; start < KCount || start == 0; start += KChunk)
        {
            var o = new TileOperands<TElement> { K = Math.Min(KChunk, KCount - start) };
            o.B = PacksB
                ? PackedB + ((nint)column * KCount) + ((nint)start * width)
                : B + ((K0 + start) * BRow) + column;
            o.BStep = PacksB ? width : BRow;
            bool isFirst = K0 + start == 0, isLast = K0 + start + o.K >= K;
            bool isPlain = isFirst && YColumn == 1 && columns == width && (!isLast || (Bias == null && !Relu));
            TElement* following = PacksAhead && panel + 1 < Panels ? o.B + ((nint)width * KCount) : null;
            nint share = o.K * width / (endTile - firstTile);
            for (int tile = firstTile; tile < endTile; tile++)
            {
                if (following != null)
                    Fetch(following + ((tile - firstTile) * share), share);
                int row = tile * TileRows, rows = Math.Min(TileRows, Rows - row);
                PointAtRows(ref o, row, start);
                if (fetches)
                    FetchTarget(FirstRow + row, column, rows, columns);
                if (isTall && tile + 1 < endTile && Rows - row >= TallTile<TElement, TWide>.Rows)
                {
                    rows = TallTile<TElement, TWide>.Rows;
                    TallTile<TElement, TWide>.Run(in o, scratch);
                    Finish(scratch, width, FirstRow + row, rows, column, columns, isFirst, isLast);
                    tile++;
                    continue;
                }

                bool direct = isPlain && rows == TileRows;
                TElement* target = direct ? Y + ((FirstRow + row) * YRow) + column : scratch;
                Tile(in o, rows, width, target, direct ? YRow : width);
                if (!direct)
                    Finish(scratch, width, FirstRow + row, rows, column, columns, isFirst, isLast);
            }
        }
    }

    /// <summary>
    /// Asks for the tile's place in Y while its sums are made: its rows lie pages apart, and would be waited for one by
    /// one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void FetchTarget(int row, int column, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        bool transposed = YRow == 1 && YColumn != 1;
        nint step = transposed ? YColumn : YRow;
        TElement* line = Y + (row * YRow) + (column * YColumn);
        for (int lines = transposed ? columns : rows, count = transposed ? rows
            : columns; lines > 0; lines--, line += step)
        {
            for (nint i = 0; i < count; i += CacheLine.Bytes / sizeof(TElement))
                Sse.Prefetch0(line + i);
            Sse.Prefetch0(line + count - 1);
        }
    }

    /// <summary>Asks for a part of the next panel while this one is worked on.</summary>
    private static void Fetch(TElement* part, nint count)
    {
        if (!Sse.IsSupported)
            return;
        for (nint i = 0; i < count; i += 64 / sizeof(TElement))
            Sse.Prefetch1(part + i);
    }

    private readonly void PointAtRows(ref TileOperands<TElement> o, int row, int start)
    {
        if (!PacksA)
        {
            o.A = A + ((FirstRow + row) * ARow) + ((K0 + start) * AColumn);
            (o.ARow, o.AStep) = (ARow, AColumn);
        }
        else if (PacksColumns)
        {
            o.A = PackedA + ((nint)row * KCount) + ((nint)start * TileRows);
            (o.ARow, o.AStep) = (1, TileRows);
        }
        else
        {
            o.A = PackedA + ((nint)row * PackedRow) + start;
            (o.ARow, o.AStep) = (PackedRow, 1);
        }
    }

    private static void Tile(in TileOperands<TElement> o, int rows, int width, TElement* target, nint targetRow)
    {
        if (!IsWide)
            Tiles<TElement, TWide>.Run<Tile<Six, Two>>(in o, rows, target, targetRow);
        else if (width == PanelColumns)
            Tiles<TElement, TWide>.Run<Tile<Eight, Three>>(in o, rows, target, targetRow);
        else
            Tiles<TElement, TLane>.Run<Tile<Eight, Two>>(in o, rows, target, targetRow);
    }

    /// <summary>
    /// Brings a tile to Y: added to what earlier chunks left there, with the bias and the rectifier after the last one.
    /// </summary>
    public readonly void Finish(TElement* tile, int width, int row, int rows, int column, int columns,
        bool isFirst = true, bool isLast = true)
    {
        TElement* y = Y + (row * YRow) + (column * YColumn);
        TElement* bias = isLast && Bias != null ? Bias + (row * BiasRow) + (column * BiasColumn) : null;
        var epilogue = new TileEpilogue<TElement, TLane>(adds: !isFirst, rectifies: isLast && Relu);
        if (YRow == 1 && YColumn != 1)
        {
            // Y's columns lie in lanes: turn the tile first.
            int height = (rows + TLane.Width - 1) / TLane.Width * TLane.Width;
            TElement* transposed = stackalloc TElement[TallTile<TElement, TWide>.Rows * TileColumns];
            Transposition<TElement, TLane>.Copy(tile, width, rows, columns, transposed, height);
            epilogue.Write(transposed, height, columns, rows, y, YColumn, YRow, bias, BiasColumn, BiasRow);
            return;
        }

        epilogue.Write(tile, width, rows, columns, y, YRow, YColumn, bias, BiasRow, BiasColumn);
    }
}
