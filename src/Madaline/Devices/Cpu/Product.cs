using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// One matrix product's operands and the kernels that work on a panel, a block of rows and a register tile.
/// </summary>
[SkipLocalsInit]
internal unsafe struct Product<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    /// <summary>Rows of a register tile: with two lanes of columns, twelve accumulators.</summary>
    public const int TileRows = 6;

    /// <summary>Tiles of a block, which meet the same panel of B while it is in the cache.</summary>
    public const int BlockTiles = 16;

    public int M, N, K, K0, KCount, Panels, RowBlocks;
    public nint ARow, AColumn, BRow, BColumn, YRow, YColumn, BiasStep;
    public TElement* A, B, Y, Bias, Packed;

    private readonly bool IsFirst => K0 == 0;

    private readonly bool IsLast => K0 + KCount >= K;

    private static int PanelColumns => 2 * TLane.Width;

    /// <summary>
    /// Copies columns of B's current chunk so that the tile kernel reads them in one stream; missing columns are zero.
    /// </summary>
    public readonly void PackPanel(int panel)
    {
        int first = panel * PanelColumns, columns = Math.Min(PanelColumns, N - first);
        TElement* target = Packed + ((long)panel * PanelColumns * KCount);
        TElement* source = B + (K0 * BRow) + (first * BColumn);
        if (BColumn == 1 && columns == PanelColumns)
        {
            for (nint k = 0; k < KCount; k++, target += PanelColumns)
            {
                TLane.Store(TLane.Load(source + (k * BRow)), target);
                TLane.Store(TLane.Load(source + (k * BRow) + TLane.Width), target + TLane.Width);
            }

            return;
        }

        if (columns < PanelColumns)
            new Span<TElement>(target, PanelColumns * KCount).Clear();
        // A transposed operand: a few rows at a time, which stay in the nearest cache until all columns are in.
        for (int block = 0; block < KCount; block += 16)
        {
            int end = Math.Min(block + 16, KCount);
            for (nint j = 0; j < columns; j++)
            {
                TElement* column = source + (j * BColumn);
                for (nint k = block; k < end; k++)
                    target[(k * PanelColumns) + j] = column[k * BRow];
            }
        }
    }

    public readonly void MultiplyBlock(int rowBlock, int panel)
    {
        int firstTile = rowBlock * BlockTiles;
        int endTile = Math.Min(firstTile + BlockTiles, (M + TileRows - 1) / TileRows);
        TElement* b = Packed + ((long)panel * PanelColumns * KCount);
        int columns = Math.Min(PanelColumns, N - (panel * PanelColumns));
        TElement* tile = stackalloc TElement[TileRows * PanelColumns];
        for (int t = firstTile; t < endTile; t++)
        {
            int row = t * TileRows, rows = Math.Min(TileRows, M - row);
            MultiplyTile(A + (row * ARow) + (K0 * AColumn), rows, b, tile);
            Finish(tile, row, rows, panel * PanelColumns, columns);
        }
    }

    /// <summary>
    /// tile = A's rows · the panel, over the current chunk. Rows that do not exist repeat the last one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void MultiplyTile(TElement* a, int rows, TElement* b, TElement* tile)
    {
        TElement* a0 = a, a1 = a + (ARow * Math.Min(1, rows - 1)), a2 = a + (ARow * Math.Min(2, rows - 1));
        TElement* a3 =
            a + (ARow * Math.Min(3, rows - 1)), a4 = a + (ARow * Math.Min(4, rows - 1)), a5 = a + (ARow * (rows - 1));
        TLane c00 = TLane.Of(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
        TLane c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        nint step = AColumn, at = 0;
        for (int k = KCount; k > 0; k--)
        {
            TLane b0 = TLane.Load(b), b1 = TLane.Load(b + TLane.Width);
            TLane x = TLane.Splat(a0 + at);
            c00 = TLane.FusedMultiplyAdd(x, b0, c00);
            c01 = TLane.FusedMultiplyAdd(x, b1, c01);
            x = TLane.Splat(a1 + at);
            c10 = TLane.FusedMultiplyAdd(x, b0, c10);
            c11 = TLane.FusedMultiplyAdd(x, b1, c11);
            x = TLane.Splat(a2 + at);
            c20 = TLane.FusedMultiplyAdd(x, b0, c20);
            c21 = TLane.FusedMultiplyAdd(x, b1, c21);
            x = TLane.Splat(a3 + at);
            c30 = TLane.FusedMultiplyAdd(x, b0, c30);
            c31 = TLane.FusedMultiplyAdd(x, b1, c31);
            x = TLane.Splat(a4 + at);
            c40 = TLane.FusedMultiplyAdd(x, b0, c40);
            c41 = TLane.FusedMultiplyAdd(x, b1, c41);
            x = TLane.Splat(a5 + at);
            c50 = TLane.FusedMultiplyAdd(x, b0, c50);
            c51 = TLane.FusedMultiplyAdd(x, b1, c51);
            b += 2 * TLane.Width;
            at += step;
        }

        StorePair(tile, 0, c00, c01);
        StorePair(tile, 1, c10, c11);
        StorePair(tile, 2, c20, c21);
        StorePair(tile, 3, c30, c31);
        StorePair(tile, 4, c40, c41);
        StorePair(tile, 5, c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(TElement* tile, int row, TLane left, TLane right)
    {
        TLane.Store(left, tile + (row * 2 * TLane.Width));
        TLane.Store(right, tile + (row * 2 * TLane.Width) + TLane.Width);
    }

    /// <summary>Adds the tile to what earlier chunks left in Y, and the bias after the last chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(TElement* tile, int row, int rows, int column, int columns)
    {
        int step = (int)YColumn;
        for (int i = 0; i < rows; i++)
        {
            TElement* y = Y + ((row + i) * YRow) + (column * YColumn);
            for (int j = 0; j < columns; j += TLane.Width)
            {
                TLane value = TLane.Load(tile + (i * PanelColumns) + j);
                if (!IsFirst)
                    value = LaneMemory.Read<TElement, TLane>(y, step, j, columns) + value;
                if (IsLast && Bias != null)
                    value =
                        value + LaneMemory.Read<TElement, TLane>(Bias + (column * BiasStep), (int)BiasStep, j, columns);
                LaneMemory.Write(value, y, step, j, columns);
            }
        }
    }
}
