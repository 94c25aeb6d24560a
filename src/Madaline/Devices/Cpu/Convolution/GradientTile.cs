using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>What one register tile of a kernel gradient reads and writes.</summary>
internal unsafe struct GradientTileWork<TElement>
    where TElement : unmanaged
{
    /// <summary>The images at each tap.</summary>
    public TElement* X0, X1, X2, X3, X4, X5;

    /// <summary>
    /// The tile's rows of dy side by side: for all images the whole lanes, then for all images those that end a row.
    /// </summary>
    public TElement* Dy;

    /// <summary>Whole lanes, then those that end a row.</summary>
    public VectorPosition* Lanes;

    public int Full, LaneCount, Images;

    public nint ImageSize;

    /// <summary>All bits where a lane that ends a row has a pixel.</summary>
    public TElement* Mask;

    /// <summary>The sums in lanes: for each row, one for each tap.</summary>
    public TElement* Sums;

    /// <summary>Looks at six taps, those after the last one in its place.</summary>
    public void Aim(TElement* x, int* offsets, int last)
    {
        X0 = x + offsets[0];
        X1 = x + offsets[Math.Min(1, last)];
        X2 = x + offsets[Math.Min(2, last)];
        X3 = x + offsets[Math.Min(3, last)];
        X4 = x + offsets[Math.Min(4, last)];
        X5 = x + offsets[Math.Min(5, last)];
    }
}

/// <summary>Which lanes of a row a tile goes over, known to the JIT.</summary>
internal interface ILanePart
{
    /// <summary>Lanes whose pixels all exist; others end a row: beyond it all counts as zero, be it infinite.</summary>
    static virtual bool IsFull => false;

    /// <summary>Lanes that end a row in their lower half, twice.</summary>
    static virtual bool IsHalf => false;
}

internal readonly struct FullLanes : ILanePart
{
    public static bool IsFull => true;
}

internal readonly struct PartLanes : ILanePart;

internal readonly struct HalfLanes : ILanePart
{
    public static bool IsHalf => true;
}

/// <summary>Up to 24 sums over a shard's pixels in registers: rows of dy by taps of the images.</summary>
/// <remarks>Three methods: a single one is more than the JIT would inline.</remarks>
[SkipLocalsInit]
internal static unsafe class GradientTile<TElement, TLane, TShape>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TShape : struct, ITileShape
{
    /// <summary>Starts the sums with all whole lanes.</summary>
    public static void Full(in GradientTileWork<TElement> work) => Run<FullLanes>(work, work.Dy);

    /// <summary>Adds the lanes that end a row.</summary>
    public static void Part(in GradientTileWork<TElement> work) => Run<PartLanes>(
        work, work.Dy + ((nint)work.Images * work.Full * TShape.Rows * TLane.Width));

    /// <summary>
    /// Adds lanes that end a row in their lower half: two rows share one. In the sums, too: each pair of rows holds its
    /// lower halves, then its upper halves.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Half(in GradientTileWork<TElement> work)
    {
        Pair(work.Sums, 0, out TLane c00, out TLane c01, out TLane c02, out TLane c03, out TLane c04,
            out TLane c05);
        Pair(work.Sums, 1, out TLane c10, out TLane c11, out TLane c12, out TLane c13, out TLane c14,
            out TLane c15);
        Pair(work.Sums, 2, out TLane c20, out TLane c21, out TLane c22, out TLane c23, out TLane c24,
            out TLane c25);
        TElement* dy = work.Dy + ((nint)work.Images * work.Full * TShape.Rows * TLane.Width);
        nint shift = 0;
        for (int image = work.Images; image > 0; image--, shift += work.ImageSize)
        {
            VectorPosition* end = work.Lanes + work.LaneCount;
            for (VectorPosition* lane = work.Lanes + work.Full; lane < end; lane++)
            {
                Load<HalfLanes>(work, lane->Source + shift, out TLane u0, out TLane u1, out TLane u2, out TLane u3,
                    out TLane u4, out TLane u5);
                Add(dy, 0, 0, u0, u1, u2, u3, u4, u5, ref c00, ref c01, ref c02, ref c03, ref c04, ref c05);
                Add(dy, 1, 2, u0, u1, u2, u3, u4, u5, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
                Add(dy, 2, 4, u0, u1, u2, u3, u4, u5, ref c20, ref c21, ref c22, ref c23, ref c24, ref c25);
                dy += TShape.Rows / 2 * TLane.Width;
            }
        }

        Store(work.Sums, 0, c00, c01, c02, c03, c04, c05);
        Store(work.Sums, 2, c10, c11, c12, c13, c14, c15);
        Store(work.Sums, 4, c20, c21, c22, c23, c24, c25);
    }

    /// <summary>Sums each lane by halves and adds it to what earlier shards gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAcross(TElement* lanes, bool isPaired, TElement* sums, int rowStep, int rows, int terms)
    {
        for (int row = 0; row < rows; row += 2, sums += 2 * (nint)rowStep)
        {
            TElement* lane = lanes + (row * TShape.Lanes * TLane.Width);
            for (int j = 0; j < terms; j++, lane += TLane.Width)
            {
                TLane low = TLane.Load(lane), high = TLane.Load(lane + (TShape.Lanes * TLane.Width));
                if (!isPaired)
                    low = TLane.Halves(low, high, out high);
                TLane value = low + high;
                if (TLane.Width == 8)
                    value = value + TLane.Rotate(value, 2);
                value = value + TLane.Rotate(value, 1);
                TLane.Store(value, lane);
                sums[j] = TLane.First(value + TLane.Broadcast(sums + j));
                if (row + 1 < rows)
                    sums[rowStep + j] = TLane.First(
                        TLane.Broadcast(lane + (TLane.Width / 2)) + TLane.Broadcast(sums + rowStep + j));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TPart>(in GradientTileWork<TElement> work, TElement* dy) where TPart : struct, ILanePart
    {
        Start<TPart>(work.Sums, 0, out TLane c00, out TLane c01, out TLane c02, out TLane c03, out TLane c04,
            out TLane c05);
        Start<TPart>(work.Sums, 1, out TLane c10, out TLane c11, out TLane c12, out TLane c13, out TLane c14,
            out TLane c15);
        Start<TPart>(work.Sums, 2, out TLane c20, out TLane c21, out TLane c22, out TLane c23, out TLane c24,
            out TLane c25);
        Start<TPart>(work.Sums, 3, out TLane c30, out TLane c31, out TLane c32, out TLane c33, out TLane c34,
            out TLane c35);
        Start<TPart>(work.Sums, 4, out TLane c40, out TLane c41, out TLane c42, out TLane c43, out TLane c44,
            out TLane c45);
        Start<TPart>(work.Sums, 5, out TLane c50, out TLane c51, out TLane c52, out TLane c53, out TLane c54,
            out TLane c55);
        nint shift = 0;
        for (int image = work.Images; image > 0; image--, shift += work.ImageSize)
        {
            VectorPosition* end = work.Lanes + (TPart.IsFull ? work.Full : work.LaneCount);
            for (VectorPosition* lane = work.Lanes + (TPart.IsFull ? 0 : work.Full); lane < end; lane++)
            {
                Load<TPart>(work, lane->Source + shift, out TLane u0, out TLane u1, out TLane u2, out TLane u3,
                    out TLane u4, out TLane u5);
                Add(dy, 0, 0, u0, u1, u2, u3, u4, u5, ref c00, ref c01, ref c02, ref c03, ref c04, ref c05);
                Add(dy, 1, 1, u0, u1, u2, u3, u4, u5, ref c10, ref c11, ref c12, ref c13, ref c14, ref c15);
                Add(dy, 2, 2, u0, u1, u2, u3, u4, u5, ref c20, ref c21, ref c22, ref c23, ref c24, ref c25);
                Add(dy, 3, 3, u0, u1, u2, u3, u4, u5, ref c30, ref c31, ref c32, ref c33, ref c34, ref c35);
                Add(dy, 4, 4, u0, u1, u2, u3, u4, u5, ref c40, ref c41, ref c42, ref c43, ref c44, ref c45);
                Add(dy, 5, 5, u0, u1, u2, u3, u4, u5, ref c50, ref c51, ref c52, ref c53, ref c54, ref c55);
                dy += TShape.Rows * TLane.Width;
            }
        }

        Store(work.Sums, 0, c00, c01, c02, c03, c04, c05);
        Store(work.Sums, 1, c10, c11, c12, c13, c14, c15);
        Store(work.Sums, 2, c20, c21, c22, c23, c24, c25);
        Store(work.Sums, 3, c30, c31, c32, c33, c34, c35);
        Store(work.Sums, 4, c40, c41, c42, c43, c44, c45);
        Store(work.Sums, 5, c50, c51, c52, c53, c54, c55);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start<TPart>(
        TElement* sums, int row, out TLane c0, out TLane c1, out TLane c2, out TLane c3, out TLane c4, out TLane c5)
        where TPart : struct, ILanePart
    {
        c0 = c1 = c2 = c3 = c4 = c5 = TLane.Broadcast(0);
        if (TPart.IsFull || row >= TShape.Rows)
            return;
        sums += row * TShape.Lanes * TLane.Width;
        c0 = TLane.Load(sums);
        if (TShape.Lanes > 1)
            c1 = TLane.Load(sums + TLane.Width);
        if (TShape.Lanes > 2)
            c2 = TLane.Load(sums + (2 * TLane.Width));
        if (TShape.Lanes > 3)
            c3 = TLane.Load(sums + (3 * TLane.Width));
        if (TShape.Lanes > 4)
            c4 = TLane.Load(sums + (4 * TLane.Width));
        if (TShape.Lanes > 5)
            c5 = TLane.Load(sums + (5 * TLane.Width));
    }

    /// <summary>Takes two rows' lower halves, and puts their upper halves into the second row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(
        TElement* sums, int pair, out TLane c0, out TLane c1, out TLane c2, out TLane c3, out TLane c4, out TLane c5)
    {
        c0 = c1 = c2 = c3 = c4 = c5 = TLane.Broadcast(0);
        if (2 * pair >= TShape.Rows)
            return;
        TElement* first = sums + (2 * pair * TShape.Lanes * TLane.Width), second = first + (TShape.Lanes * TLane.Width);
        c0 = Pair(first, second);
        if (TShape.Lanes > 1)
            c1 = Pair(first + TLane.Width, second + TLane.Width);
        if (TShape.Lanes > 2)
            c2 = Pair(first + (2 * TLane.Width), second + (2 * TLane.Width));
        if (TShape.Lanes > 3)
            c3 = Pair(first + (3 * TLane.Width), second + (3 * TLane.Width));
        if (TShape.Lanes > 4)
            c4 = Pair(first + (4 * TLane.Width), second + (4 * TLane.Width));
        if (TShape.Lanes > 5)
            c5 = Pair(first + (5 * TLane.Width), second + (5 * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Pair(TElement* first, TElement* second)
    {
        TLane lower = TLane.Halves(TLane.Load(first), TLane.Load(second), out TLane upper);
        TLane.Store(upper, second);
        return lower;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Load<TPart>(TElement* x, TElement* mask) where TPart : struct, ILanePart =>
        TPart.IsFull ? TLane.Load(x)
        : TPart.IsHalf ? TLane.And(TLane.LoadHalf(mask), TLane.LoadHalf(x))
        : TLane.And(TLane.Load(mask), TLane.Load(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TPart>(
        in GradientTileWork<TElement> work, nint at, out TLane u0, out TLane u1, out TLane u2, out TLane u3,
        out TLane u4, out TLane u5)
        where TPart : struct, ILanePart
    {
        u0 = u1 = u2 = u3 = u4 = u5 = Load<TPart>(work.X0 + at, work.Mask);
        if (TShape.Lanes > 1)
            u1 = Load<TPart>(work.X1 + at, work.Mask);
        if (TShape.Lanes > 2)
            u2 = Load<TPart>(work.X2 + at, work.Mask);
        if (TShape.Lanes > 3)
            u3 = Load<TPart>(work.X3 + at, work.Mask);
        if (TShape.Lanes > 4)
            u4 = Load<TPart>(work.X4 + at, work.Mask);
        if (TShape.Lanes > 5)
            u5 = Load<TPart>(work.X5 + at, work.Mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TElement* dy, int place, int row, TLane u0, TLane u1, TLane u2, TLane u3, TLane u4, TLane u5, ref TLane c0,
        ref TLane c1, ref TLane c2, ref TLane c3, ref TLane c4, ref TLane c5)
    {
        if (row >= TShape.Rows)
            return;
        TLane d = TLane.Load(dy + (place * TLane.Width));
        c0 = TLane.FusedMultiplyAdd(d, u0, c0);
        if (TShape.Lanes > 1)
            c1 = TLane.FusedMultiplyAdd(d, u1, c1);
        if (TShape.Lanes > 2)
            c2 = TLane.FusedMultiplyAdd(d, u2, c2);
        if (TShape.Lanes > 3)
            c3 = TLane.FusedMultiplyAdd(d, u3, c3);
        if (TShape.Lanes > 4)
            c4 = TLane.FusedMultiplyAdd(d, u4, c4);
        if (TShape.Lanes > 5)
            c5 = TLane.FusedMultiplyAdd(d, u5, c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        TElement* sums, int row, TLane c0, TLane c1, TLane c2, TLane c3, TLane c4, TLane c5)
    {
        if (row >= TShape.Rows)
            return;
        sums += row * TShape.Lanes * TLane.Width;
        TLane.Store(c0, sums);
        if (TShape.Lanes > 1)
            TLane.Store(c1, sums + TLane.Width);
        if (TShape.Lanes > 2)
            TLane.Store(c2, sums + (2 * TLane.Width));
        if (TShape.Lanes > 3)
            TLane.Store(c3, sums + (3 * TLane.Width));
        if (TShape.Lanes > 4)
            TLane.Store(c4, sums + (4 * TLane.Width));
        if (TShape.Lanes > 5)
            TLane.Store(c5, sums + (5 * TLane.Width));
    }
}
