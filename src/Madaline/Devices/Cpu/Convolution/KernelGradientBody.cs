using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>The gradients of some output channels' kernels over a block of images.</summary>
[SkipLocalsInit]
internal unsafe struct KernelGradientBody<TElement, TLane> : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    public ImageLayout Layout;
    public int Groups, GroupChannels, GroupRows, Terms, Images, Shard, BlockImages, TaskRows, Width, RowLanes;
    public int Full, LaneCount;
    public TElement* X, Dy, Sums;
    public nint ImageSize, DyPlane;
    public int* Offsets;
    public LaneSpot* Lanes;

    /// <summary>Parts of the output channels.</summary>
    public readonly int RowBlocks => ((Groups * GroupRows) + TaskRows - 1) / TaskRows;

    private readonly bool HasTail => Full < LaneCount;

    private readonly int Rows => Groups * GroupRows;

    /// <summary>Elements of a plane of dy when every row is filled up to whole lanes.</summary>
    private readonly nint FilledPlane => DyPlane / Width * RowLanes * TLane.Width;

    public readonly void Run(int start, int end)
    {
        int channels = Groups * GroupChannels;
        int xSize = Layout.IsInPlace ? 0 : checked(channels * Layout.Plane * Shard);
        int dySize = HasTail ? checked((int)(Math.Min(TaskRows, Rows) * FilledPlane * Shard)) : 0;
        using var scratch = Tensor.Zeros([checked(xSize + dySize + 1)], DTypes.Of<TElement>(), Device.Cpu);
        fixed (byte* p = &CpuDevice.Start(scratch))
        {
            for (int task = start; task < end; task++)
                RunTask(task, (TElement*)p, (TElement*)p + xSize);
        }
    }

    private readonly void RunTask(int task, TElement* xScratch, TElement* dyScratch)
    {
        int block = task / RowBlocks, row = task % RowBlocks * TaskRows, endRow = Math.Min(row + TaskRows, Rows);
        TElement* sums = Sums + ((nint)block * Rows * Terms);
        new Span<TElement>(sums + ((nint)row * Terms), (endRow - row) * Terms).Clear();
        int end = Math.Min(Images, (block + 1) * BlockImages);
        for (int image = block * BlockImages; image < end; image += Shard)
        {
            int count = Math.Min(Shard, end - image), channels = Groups * GroupChannels;
            TElement* x = X + (image * ImageSize), dy = Dy + (((nint)image * Rows) + row) * DyPlane;
            nint xImage = ImageSize, dyImage = Rows * DyPlane;
            if (!Layout.IsInPlace)
            {
                xImage = (nint)channels * Layout.Plane;
                for (int i = 0; i < count; i++)
                    Layout.Fill(x + (i * ImageSize), channels, xScratch + (i * xImage));
                x = xScratch;
            }

            if (HasTail)
            {
                for (int i = 0; i < count; i++)
                    FillRows(dy + (i * dyImage), endRow - row, dyScratch + (i * (endRow - row) * FilledPlane));
                dy = dyScratch;
                dyImage = (endRow - row) * FilledPlane;
            }

            AddShard(x, xImage, dy, dyImage, count, row, endRow, sums);
        }
    }

    private readonly void FillRows(TElement* dy, int planes, TElement* target)
    {
        nint rows = planes * (DyPlane / Width), pitch = RowLanes * TLane.Width;
        for (nint row = 0; row < rows; row++)
            new ReadOnlySpan<TElement>(dy + (row * Width), Width).CopyTo(new Span<TElement>(target + (row * pitch),
                Width));
    }

    private readonly void AddShard(
        TElement* x, nint xImage, TElement* dy, nint dyImage, int count, int row, int endRow, TElement* sums)
    {
        nint plane = HasTail ? FilledPlane : DyPlane;
        TElement* tile = stackalloc TElement[13 * TLane.Width];
        TElement* mask = tile + (12 * TLane.Width);
        WriteMask(mask);
        int at = row;
        while (at < endRow)
        {
            int group = at / GroupRows, rows = Math.Min(Math.Min(4, endRow - at), ((group + 1) * GroupRows) - at);
            TElement* channel = x + ((nint)group * GroupChannels * Layout.Plane);
            TElement* gradient = dy + ((at - row) * plane);
            for (int k = 0; k < Terms; k += 3)
            {
                int terms = Math.Min(3, Terms - k);
                Tile(channel, xImage, Offsets + k, terms, gradient, dyImage, plane, rows, count, mask, tile);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < terms; j++)
                        AddAcross(tile + (((i * 3) + j) * TLane.Width), sums + ((nint)(at + i) * Terms) + k + j);
                }
            }

            at += rows;
        }
    }

    /// <summary>Twelve sums in lanes over a shard's pixels: four rows of dy by three taps of the images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile(
        TElement* x, nint xImage, int* offsets, int terms, TElement* dy, nint dyImage, nint plane, int rows, int count,
        TElement* mask, TElement* tile)
    {
        TElement* x0 = x + offsets[0], x1 = x + offsets[Math.Min(1, terms - 1)], x2 = x + offsets[terms - 1];
        TElement* d0 = dy, d1 = dy + (plane * Math.Min(1, rows - 1)), d2 = dy + (plane * Math.Min(2, rows - 1));
        TElement* d3 = dy + (plane * (rows - 1));
        TLane c00 = TLane.Of(0), c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00;
        TLane c20 = c00, c21 = c00, c22 = c00, c30 = c00, c31 = c00, c32 = c00;
        for (int image = 0; image < count; image++)
        {
            for (int i = 0; i < LaneCount; i++)
            {
                nint s = Lanes[i].Source, t = Lanes[i].Target;
                TLane u0 = TLane.Load(x0 + s), u1 = TLane.Load(x1 + s), u2 = TLane.Load(x2 + s);
                if (i >= Full)
                {
                    TLane keep = TLane.Load(mask);
                    (u0, u1, u2) = (TLane.And(keep, u0), TLane.And(keep, u1), TLane.And(keep, u2));
                }

                TLane v = TLane.Load(d0 + t);
                c00 = TLane.FusedMultiplyAdd(v, u0, c00);
                c01 = TLane.FusedMultiplyAdd(v, u1, c01);
                c02 = TLane.FusedMultiplyAdd(v, u2, c02);
                v = TLane.Load(d1 + t);
                c10 = TLane.FusedMultiplyAdd(v, u0, c10);
                c11 = TLane.FusedMultiplyAdd(v, u1, c11);
                c12 = TLane.FusedMultiplyAdd(v, u2, c12);
                v = TLane.Load(d2 + t);
                c20 = TLane.FusedMultiplyAdd(v, u0, c20);
                c21 = TLane.FusedMultiplyAdd(v, u1, c21);
                c22 = TLane.FusedMultiplyAdd(v, u2, c22);
                v = TLane.Load(d3 + t);
                c30 = TLane.FusedMultiplyAdd(v, u0, c30);
                c31 = TLane.FusedMultiplyAdd(v, u1, c31);
                c32 = TLane.FusedMultiplyAdd(v, u2, c32);
            }

            x0 += xImage;
            x1 += xImage;
            x2 += xImage;
            d0 += dyImage;
            d1 += dyImage;
            d2 += dyImage;
            d3 += dyImage;
        }

        Store(tile, 0, c00, c01, c02);
        Store(tile, 3, c10, c11, c12);
        Store(tile, 6, c20, c21, c22);
        Store(tile, 9, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* tile, int first, TLane a, TLane b, TLane c)
    {
        TLane.Store(a, tile + (first * TLane.Width));
        TLane.Store(b, tile + ((first + 1) * TLane.Width));
        TLane.Store(c, tile + ((first + 2) * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAcross(TElement* lane, TElement* sum)
    {
        TLane value = TLane.Load(lane);
        for (int places = TLane.Width / 2; places > 0; places /= 2)
            value = value + TLane.Rotate(value, places);
        TLane.Store(value + TLane.Splat(sum), lane);
        *sum = *lane;
    }

    /// <summary>All bits where the last lane of a row has a pixel.</summary>
    private readonly void WriteMask(TElement* mask)
    {
        TElement* places = stackalloc TElement[TLane.Width];
        for (int i = 0; i < TLane.Width; i++)
        {
            TLane.Store(TLane.Of(i), mask);
            places[i] = *mask;
        }

        int count = HasTail ? Lanes[Full].Count : TLane.Width;
        TLane.Store(TLane.LessThan(TLane.Load(places), TLane.Of(count)), mask);
    }
}
