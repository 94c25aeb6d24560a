using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// A sweep's kernels: register tiles of output channels by lanes of pixels. The image is read where it lies; nothing is
/// unfolded.
/// </summary>
/// <remarks>
/// Every output is one chain of fused multiply-adds in the order of the plan's terms, starting from zero; the bias
/// comes last. Which tile computes it makes no difference.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct Sweep<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private const int MaxTile = 12;

    public int Terms, Rows, TileRows, LaneCount, TargetStep;
    public nint TargetPlane;
    public TElement* Source, Packed, Target, Bias;
    public int* Offsets;
    public LaneSpot* Lanes;

    public readonly int TileLanes => TileRows == 4 ? 3 : TileRows == 6 ? 2 : 6;

    /// <summary>Channels of a tile that waste least: 4 by 3 lanes, 6 by 2, or 1 by 6.</summary>
    public static int BestTileRows(int rows, int lanes)
    {
        int best = 4;
        long least = Work(4, 3) * 10;
        if (Work(6, 2) * 11 < least)
            (best, least) = (6, Work(6, 2) * 11);
        return Work(1, 6) * 14 < least ? 1 : best;

        long Work(int r, int l) => (long)((rows + r - 1) / r * r) * ((lanes + l - 1) / l * l);
    }

    /// <summary>Kernels side by side as the tiles read them; missing output channels are zero.</summary>
    public static void Pack(TElement* weight, SweepPlan plan, int rows, int rowStride, int tileRows, TElement* packed)
    {
        for (int first = 0; first < rows; first += tileRows)
        {
            for (int k = 0; k < plan.Terms; k++)
            {
                for (int i = 0; i < tileRows; i++)
                {
                    *packed++ = first + i < rows
                        ? weight[((nint)(first + i) * rowStride) + plan.WeightOffsets[k]]
                        : default;
                }
            }
        }
    }

    /// <summary>All output channels of some lanes.</summary>
    public readonly void Run(int firstLane, int endLane)
    {
        TElement* tile = stackalloc TElement[MaxTile * TLane.Width];
        int tileLanes = TileLanes;
        for (int lane = firstLane; lane < endLane; lane += tileLanes)
        {
            LaneSpot* spots = Lanes + lane;
            int lanes = Math.Min(tileLanes, endLane - lane);
            TElement* packed = Packed;
            for (int row = 0; row < Rows; row += TileRows)
            {
                if (TileRows == 4)
                    Four(packed, spots, lanes, tile);
                else if (TileRows == 6)
                    Six(packed, spots, lanes, tile);
                else
                    One(packed, spots, lanes, tile);
                Finish(tile, row, Math.Min(TileRows, Rows - row), spots, lanes, tileLanes);
                packed += (nint)TileRows * Terms;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Four(TElement* w, LaneSpot* spots, int lanes, TElement* tile)
    {
        TElement* p0 = Source + spots[0].Source, p1 = Source + spots[Math.Min(1, lanes - 1)].Source;
        TElement* p2 = Source + spots[lanes - 1].Source;
        TLane c00 = TLane.Of(0), c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00;
        TLane c20 = c00, c21 = c00, c22 = c00, c30 = c00, c31 = c00, c32 = c00;
        int* offsets = Offsets;
        for (int k = Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane x0 = TLane.Load(p0 + at), x1 = TLane.Load(p1 + at), x2 = TLane.Load(p2 + at);
            TLane v = TLane.Splat(w);
            c00 = TLane.FusedMultiplyAdd(v, x0, c00);
            c01 = TLane.FusedMultiplyAdd(v, x1, c01);
            c02 = TLane.FusedMultiplyAdd(v, x2, c02);
            v = TLane.Splat(w + 1);
            c10 = TLane.FusedMultiplyAdd(v, x0, c10);
            c11 = TLane.FusedMultiplyAdd(v, x1, c11);
            c12 = TLane.FusedMultiplyAdd(v, x2, c12);
            v = TLane.Splat(w + 2);
            c20 = TLane.FusedMultiplyAdd(v, x0, c20);
            c21 = TLane.FusedMultiplyAdd(v, x1, c21);
            c22 = TLane.FusedMultiplyAdd(v, x2, c22);
            v = TLane.Splat(w + 3);
            c30 = TLane.FusedMultiplyAdd(v, x0, c30);
            c31 = TLane.FusedMultiplyAdd(v, x1, c31);
            c32 = TLane.FusedMultiplyAdd(v, x2, c32);
            w += 4;
        }

        Store(tile, 0, c00, c01, c02);
        Store(tile, 3, c10, c11, c12);
        Store(tile, 6, c20, c21, c22);
        Store(tile, 9, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Six(TElement* w, LaneSpot* spots, int lanes, TElement* tile)
    {
        TElement* p0 = Source + spots[0].Source, p1 = Source + spots[lanes - 1].Source;
        TLane c00 = TLane.Of(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
        TLane c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        int* offsets = Offsets;
        for (int k = Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane x0 = TLane.Load(p0 + at), x1 = TLane.Load(p1 + at);
            TLane v = TLane.Splat(w);
            c00 = TLane.FusedMultiplyAdd(v, x0, c00);
            c01 = TLane.FusedMultiplyAdd(v, x1, c01);
            v = TLane.Splat(w + 1);
            c10 = TLane.FusedMultiplyAdd(v, x0, c10);
            c11 = TLane.FusedMultiplyAdd(v, x1, c11);
            v = TLane.Splat(w + 2);
            c20 = TLane.FusedMultiplyAdd(v, x0, c20);
            c21 = TLane.FusedMultiplyAdd(v, x1, c21);
            v = TLane.Splat(w + 3);
            c30 = TLane.FusedMultiplyAdd(v, x0, c30);
            c31 = TLane.FusedMultiplyAdd(v, x1, c31);
            v = TLane.Splat(w + 4);
            c40 = TLane.FusedMultiplyAdd(v, x0, c40);
            c41 = TLane.FusedMultiplyAdd(v, x1, c41);
            v = TLane.Splat(w + 5);
            c50 = TLane.FusedMultiplyAdd(v, x0, c50);
            c51 = TLane.FusedMultiplyAdd(v, x1, c51);
            w += 6;
        }

        Store(tile, 0, c00, c01, c10);
        Store(tile, 3, c11, c20, c21);
        Store(tile, 6, c30, c31, c40);
        Store(tile, 9, c41, c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void One(TElement* w, LaneSpot* spots, int lanes, TElement* tile)
    {
        TElement* p0 = Source + spots[0].Source, p1 = Source + spots[Math.Min(1, lanes - 1)].Source;
        TElement* p2 =
            Source + spots[Math.Min(2, lanes - 1)].Source, p3 = Source + spots[Math.Min(3, lanes - 1)].Source;
        TElement* p4 = Source + spots[Math.Min(4, lanes - 1)].Source, p5 = Source + spots[lanes - 1].Source;
        TLane c0 = TLane.Of(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
        int* offsets = Offsets;
        for (int k = Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane v = TLane.Splat(w++);
            c0 = TLane.FusedMultiplyAdd(v, TLane.Load(p0 + at), c0);
            c1 = TLane.FusedMultiplyAdd(v, TLane.Load(p1 + at), c1);
            c2 = TLane.FusedMultiplyAdd(v, TLane.Load(p2 + at), c2);
            c3 = TLane.FusedMultiplyAdd(v, TLane.Load(p3 + at), c3);
            c4 = TLane.FusedMultiplyAdd(v, TLane.Load(p4 + at), c4);
            c5 = TLane.FusedMultiplyAdd(v, TLane.Load(p5 + at), c5);
        }

        Store(tile, 0, c0, c1, c2);
        Store(tile, 3, c3, c4, c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* tile, int first, TLane a, TLane b, TLane c)
    {
        TLane.Store(a, tile + (first * TLane.Width));
        TLane.Store(b, tile + ((first + 1) * TLane.Width));
        TLane.Store(c, tile + ((first + 2) * TLane.Width));
    }

    /// <summary>Adds the bias and puts the tile where the output has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(TElement* tile, int row, int rows, LaneSpot* spots, int lanes, int tileLanes)
    {
        for (int i = 0; i < rows; i++)
        {
            TElement* plane = Target + ((row + i) * TargetPlane);
            TLane bias = Bias == null ? TLane.Of(0) : TLane.Splat(Bias + row + i);
            for (int lane = 0; lane < lanes; lane++)
            {
                TElement* pixels = tile + (((i * tileLanes) + lane) * TLane.Width), y = plane + spots[lane].Target;
                TLane value = TLane.Load(pixels);
                if (Bias != null)
                    value = value + bias;
                int count = spots[lane].Count;
                if (TargetStep == 1 && count == TLane.Width)
                {
                    TLane.Store(value, y);
                    continue;
                }

                TLane.Store(value, pixels);
                nint step = TargetStep;
                for (int j = 0; j < count; j++, y += step)
                    *y = pixels[j];
            }
        }
    }
}
