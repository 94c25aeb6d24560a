using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>
/// The direct way's kernels: register tiles of output channels by lanes of pixels. The image is read where it lies;
/// nothing is unfolded.
/// </summary>
/// <remarks>
/// Every output is one chain of fused multiply-adds in the order of the plan's terms, starting from zero; the bias
/// comes last. Which tile computes it, and how many terms at a time, makes no difference.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct DirectPass<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
{
    /// <summary>Most rows of a tile.</summary>
    public const int MaxTileRows = 8;

    /// <summary>
    /// Terms that go over all lanes before the next: their kernels and pixels stay in the nearest cache.
    /// </summary>
    public const int ChunkTerms = 320;

    private const int MaxTile = 24;

    public int Terms, Rows, LaneCount, TargetStep;
    public bool IsRaster, Relu;
    public nint TargetPlane;
    public TElement* Source, Packed, Target, Bias, Partials;
    public int* Offsets;
    public VectorPosition* Lanes;

    /// <summary>Elements of <see cref="Partials"/>.</summary>
    public readonly long PartialSize => Terms <= ChunkTerms ? 0 : (long)MaxTileRows * LaneCount * TLane.Width;

    /// <summary>Thirty-two registers hold 24 sums.</summary>
    public static bool HasManyRegisters => Avx512F.VL.IsSupported;

    /// <summary>Rows of the next tile by the rows that are left: those that waste least.</summary>
    public static int TileRows(int left)
    {
        if (left == 1)
            return 1;
        if (HasManyRegisters)
            return left <= 4 ? 4 : left is 5 or 6 or 9 or 10 or 11 or 12 ? 6 : 8;
        return left >= 5 && (left & 3) is 1 or 2 ? 6 : 4;
    }

    /// <summary>Rows of all tiles, those that do not exist included.</summary>
    public static int TiledRows(int rows)
    {
        int sum = 0;
        for (int left = rows; left > 0;)
        {
            int tile = TileRows(left);
            (sum, left) = (sum + tile, left - tile);
        }

        return sum;
    }

    /// <summary>Kernels side by side as the tiles read them; missing output channels are zero.</summary>
    public static void Pack(TElement* weight, PassPlan plan, int rows, int rowStride, TElement* packed)
    {
        for (int first = 0; first < rows;)
        {
            int tile = TileRows(rows - first), terms = plan.Terms;
            if (first + tile > rows)
                new Span<TElement>(packed, tile * terms).Clear();
            fixed (int* offsets = plan.WeightOffsets)
            {
                for (int i = Math.Min(tile, rows - first) - 1; i >= 0; i--)
                {
                    TElement* source = weight + ((nint)(first + i) * rowStride), target = packed + i;
                    if (plan.HasTermsInOrder)
                        Scatter(source, terms, target, tile);
                    else
                        Scatter(source, offsets, terms, target, tile);
                }
            }

            packed += (nint)tile * terms;
            first += tile;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(TElement* source, int terms, TElement* target, nint step)
    {
        int k = 0;
        for (; k + 4 <= terms; k += 4, source += 4, target += 4 * step)
        {
            target[0] = source[0];
            target[step] = source[1];
            target[2 * step] = source[2];
            target[3 * step] = source[3];
        }

        for (; k < terms; k++, target += step)
            *target = *source++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(TElement* source, int* offsets, int terms, TElement* target, nint step)
    {
        for (int k = 0; k < terms; k++, target += step)
            *target = source[offsets[k]];
    }

    /// <summary>All output channels of some lanes.</summary>
    public readonly void Run(int firstLane, int endLane)
    {
        TElement* packed = Packed;
        for (int row = 0; row < Rows;)
        {
            int tile = TileRows(Rows - row);
            RunRows(row, tile, packed, firstLane, endLane);
            packed += (nint)tile * Terms;
            row += tile;
        }
    }

    /// <summary>The output channels of one tile, over some lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void RunRows(int row, int tileRows, TElement* packed, int firstLane, int endLane)
    {
        if (firstLane >= endLane)
            return;
        TElement* scratch = stackalloc TElement[MaxTile * TLane.Width];
        var work = new DirectTileWork<TElement> { Rows = Math.Min(tileRows, Rows - row) };
        int k = 0;
        do
        {
            work.Terms = Math.Min(ChunkTerms, Terms - k);
            work.Weights = packed + ((nint)k * tileRows);
            work.Offsets = Offsets + k;
            bool isLast = k + work.Terms >= Terms;
            work.Bias = isLast && Bias != null ? Bias + row : null;
            work.Relu = isLast && Relu;
            TElement* partials = Partials;
            for (int lane = firstLane, lanes; lane < endLane; lane += lanes)
            {
                lanes = TileLanes(tileRows, endLane - lane);
                work.Partial = k == 0 ? null : partials;
                RunTile(ref work, row, tileRows, lane, lanes, endLane, isLast ? null : partials, scratch);
                partials += tileRows * lanes * TLane.Width;
            }

            k += work.Terms;
        }
        while (k < Terms);
    }

    /// <summary>Lanes of the next tile by the lanes that are left.</summary>
    private static int TileLanes(int tileRows, int left)
    {
        if (tileRows == 1)
            return left >= 6 ? 6 : Math.Min(left, 4);
        int most = tileRows == 8 ? 3 : HasManyRegisters ? 4 : tileRows == 6 ? 2 : 3;
        return left > most && left < 2 * most ? (left + 1) / 2 : Math.Min(left, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunTile(
        ref DirectTileWork<TElement> work, int row, int tileRows, int lane, int lanes, int endLane, TElement* partials,
        TElement* scratch)
    {
        VectorPosition* positions = Lanes + lane;
        TElement* y = Target + (row * TargetPlane);
        bool isDirect = partials == null && FitsFull(positions, lanes, Lanes + endLane - 1);
        TElement* packed = partials != null ? partials : scratch;
        work.TargetRow = isDirect ? TargetPlane : lanes * TLane.Width;
        TElement* sources = Source;
        Aim(0, ref work.Source0, ref work.Target0);
        Aim(1, ref work.Source1, ref work.Target1);
        Aim(2, ref work.Source2, ref work.Target2);
        Aim(3, ref work.Source3, ref work.Target3);
        if (lanes > 4)
        {
            Aim(4, ref work.Source4, ref work.Target4);
            Aim(5, ref work.Source5, ref work.Target5);
        }

        Multiply(work, (tileRows * 8) + lanes);
        if (!isDirect && partials == null)
            Scatter(scratch, work.Rows, positions, lanes, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Aim(int lane, ref TElement* source, ref TElement* target)
        {
            if (lane >= lanes)
                return;
            source = sources + positions[lane].Source;
            target = isDirect ? y + positions[lane].Target : packed + (lane * TLane.Width);
        }
    }

    private static void Multiply(in DirectTileWork<TElement> work, int shape)
    {
        switch (shape)
        {
            case (8 * 8) + 3: DirectTile<TElement, TLane, Tile<Eight, Three>>.Run(work); break;
            case (8 * 8) + 2: DirectTile<TElement, TLane, Tile<Eight, Two>>.Run(work); break;
            case (8 * 8) + 1: DirectTile<TElement, TLane, Tile<Eight, One>>.Run(work); break;
            case (6 * 8) + 4: DirectTile<TElement, TLane, Tile<Six, Four>>.Run(work); break;
            case (6 * 8) + 3: DirectTile<TElement, TLane, Tile<Six, Three>>.Run(work); break;
            case (6 * 8) + 2: DirectTile<TElement, TLane, Tile<Six, Two>>.Run(work); break;
            case (6 * 8) + 1: DirectTile<TElement, TLane, Tile<Six, One>>.Run(work); break;
            case (4 * 8) + 4: DirectTile<TElement, TLane, Tile<Four, Four>>.Run(work); break;
            case (4 * 8) + 3: DirectTile<TElement, TLane, Tile<Four, Three>>.Run(work); break;
            case (4 * 8) + 2: DirectTile<TElement, TLane, Tile<Four, Two>>.Run(work); break;
            case (4 * 8) + 1: DirectTile<TElement, TLane, Tile<Four, One>>.Run(work); break;
            case (1 * 8) + 6: DirectTile<TElement, TLane, Tile<One, Six>>.Run(work); break;
            case (1 * 8) + 4: DirectTile<TElement, TLane, Tile<One, Four>>.Run(work); break;
            case (1 * 8) + 3: DirectTile<TElement, TLane, Tile<One, Three>>.Run(work); break;
            case (1 * 8) + 2: DirectTile<TElement, TLane, Tile<One, Two>>.Run(work); break;
            default: DirectTile<TElement, TLane, Tile<One, One>>.Run(work); break;
        }
    }

    /// <summary>
    /// Whether lanes may be stored whole: they are, or what they write too much is written again by a later one.
    /// </summary>
    private readonly bool FitsFull(VectorPosition* positions, int lanes, VectorPosition* last)
    {
        if (TargetStep != 1)
            return false;
        if (IsRaster)
            return positions[lanes - 1].Target + TLane.Width <= last->Target + last->Count;
        for (int i = 0; i < lanes; i++)
        {
            if (positions[i].Count < TLane.Width)
                return false;
        }

        return true;
    }

    /// <summary>Puts a tile where the output has it, pixel by pixel where lanes are not whole.</summary>
    private readonly void Scatter(TElement* tile, int rows, VectorPosition* positions, int lanes, TElement* y)
    {
        for (int i = 0; i < rows; i++, y += TargetPlane)
        {
            for (int lane = 0; lane < lanes; lane++, tile += TLane.Width)
            {
                TElement* target = y + positions[lane].Target;
                int count = positions[lane].Count;
                nint step = TargetStep;
                if (step == 1 && count == TLane.Width)
                {
                    TLane.Store(TLane.Load(tile), target);
                    continue;
                }

                for (int j = 0; j < count; j++, target += step)
                    *target = tile[j];
            }
        }
    }
}
