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
    private readonly int RowBlocks => ((Groups * GroupRows) + TaskRows - 1) / TaskRows;

    private readonly bool HasTail => Full < LaneCount;

    private readonly int Rows => Groups * GroupRows;

    /// <summary>Elements of a plane of dy when every row is filled up to whole lanes.</summary>
    private readonly nint FilledPlane => DyPlane / Width * RowLanes * TLane.Width;

    /// <summary>All blocks and parts of the output channels.</summary>
    public readonly void Start(int blocks, long work)
    {
        int tasks = blocks * RowBlocks;
        if (work < CpuConvolution.ParallelWork)
            Run(0, tasks);
        else
            Device.Cpu.Team.For(tasks, 1, this);
    }

    public readonly void Run(int start, int end)
    {
        int channels = Groups * GroupChannels;
        long xSize = Layout.IsInPlace ? 0 : (long)channels * Layout.Plane * Math.Min(Shard, Images);
        long dySize = HasTail ? Math.Min(TaskRows, Rows) * FilledPlane * Math.Min(Shard, Images) : 0;
        using var scratch = Tensor.Zeros([ImageLayout.Sized(xSize + dySize)], DTypes.Of<TElement>(), Device.Cpu);
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
        TElement* tile = stackalloc TElement[13 * TLane.Width];
        TElement* mask = tile + (12 * TLane.Width);
        WriteMask(mask);
        var pixels = new ShardPixels { XImage = xImage, DyImage = dyImage, Images = count, Mask = mask };
        pixels.Plane = HasTail ? FilledPlane : DyPlane;
        int at = row;
        while (at < endRow)
        {
            int group = at / GroupRows, rows = Math.Min(Math.Min(4, endRow - at), ((group + 1) * GroupRows) - at);
            TElement* channel = x + ((nint)group * GroupChannels * Layout.Plane);
            TElement* gradient = dy + ((at - row) * pixels.Plane);
            for (int k = 0; k < Terms; k += 3)
            {
                int terms = Math.Min(3, Terms - k);
                new Span<TElement>(tile, 12 * TLane.Width).Clear();
                Tile(default(WholeLanes), pixels, channel, Offsets + k, terms, gradient, rows, tile);
                if (HasTail)
                    Tile(default(PartLanes), pixels, channel, Offsets + k, terms, gradient, rows, tile);
                AddAcross(tile, rows, terms, sums + ((nint)at * Terms) + k);
            }

            at += rows;
        }
    }

    /// <summary>
    /// Adds to twelve sums in lanes, over a shard's pixels: four rows of dy by three taps of the images.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile<TPart>(
        TPart part, ShardPixels pixels, TElement* x, int* offsets, int terms, TElement* dy, int rows, TElement* tile)
        where TPart : struct, ILanePart
    {
        TElement* x0 = x + offsets[0], x1 = x + offsets[Math.Min(1, terms - 1)], x2 = x + offsets[terms - 1];
        nint row = pixels.Plane;
        TElement* d1 = dy + (row * Math.Min(1, rows - 1)), d2 = dy + (row * Math.Min(2, rows - 1));
        TElement* d3 = dy + (row * (rows - 1));
        Load(tile, 0, out TLane c00, out TLane c01, out TLane c02);
        Load(tile, 3, out TLane c10, out TLane c11, out TLane c12);
        Load(tile, 6, out TLane c20, out TLane c21, out TLane c22);
        Load(tile, 9, out TLane c30, out TLane c31, out TLane c32);
        LaneSpot* end = Lanes + (TPart.IsWhole ? Full : LaneCount);
        nint xImage = 0, dyImage = 0;
        for (int image = pixels.Images; image > 0; image--)
        {
            for (LaneSpot* lane = Lanes + (TPart.IsWhole ? 0 : Full); lane < end; lane++)
            {
                nint s = lane->Source + xImage, t = lane->Target + dyImage;
                TLane u0 = part.Of<TElement, TLane>(x0 + s, pixels.Mask);
                TLane u1 = part.Of<TElement, TLane>(x1 + s, pixels.Mask);
                TLane u2 = part.Of<TElement, TLane>(x2 + s, pixels.Mask);
                AddRow(TLane.Load(dy + t), u0, u1, u2, ref c00, ref c01, ref c02);
                AddRow(TLane.Load(d1 + t), u0, u1, u2, ref c10, ref c11, ref c12);
                AddRow(TLane.Load(d2 + t), u0, u1, u2, ref c20, ref c21, ref c22);
                AddRow(TLane.Load(d3 + t), u0, u1, u2, ref c30, ref c31, ref c32);
            }

            xImage += pixels.XImage;
            dyImage += pixels.DyImage;
        }

        Store(tile, 0, c00, c01, c02);
        Store(tile, 3, c10, c11, c12);
        Store(tile, 6, c20, c21, c22);
        Store(tile, 9, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        TLane dy, TLane u0, TLane u1, TLane u2, ref TLane c0, ref TLane c1, ref TLane c2)
    {
        c0 = TLane.FusedMultiplyAdd(dy, u0, c0);
        c1 = TLane.FusedMultiplyAdd(dy, u1, c1);
        c2 = TLane.FusedMultiplyAdd(dy, u2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(TElement* tile, int first, out TLane a, out TLane b, out TLane c)
    {
        a = TLane.Load(tile + (first * TLane.Width));
        b = TLane.Load(tile + ((first + 1) * TLane.Width));
        c = TLane.Load(tile + ((first + 2) * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* tile, int first, TLane a, TLane b, TLane c)
    {
        TLane.Store(a, tile + (first * TLane.Width));
        TLane.Store(b, tile + ((first + 1) * TLane.Width));
        TLane.Store(c, tile + ((first + 2) * TLane.Width));
    }

    /// <summary>Sums each lane by halves and adds it to what earlier shards gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddAcross(TElement* tile, int rows, int terms, TElement* sums)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < terms; j++)
            {
                TElement* lane = tile + (((i * 3) + j) * TLane.Width), sum = sums + ((nint)i * Terms) + j;
                TLane value = TLane.Load(lane);
                if (TLane.Width == 8)
                    value = value + TLane.Rotate(value, 4);
                value = value + TLane.Rotate(value, 2);
                value = value + TLane.Rotate(value, 1);
                TLane.Store(value + TLane.Splat(sum), lane);
                *sum = *lane;
            }
        }
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

    /// <summary>Where a shard's pixels lie.</summary>
    private struct ShardPixels
    {
        public nint XImage, DyImage, Plane;
        public int Images;
        public TElement* Mask;
    }
}

/// <summary>Which lanes a tile goes over, and how it reads the image there.</summary>
internal unsafe interface ILanePart
{
    static abstract bool IsWhole { get; }

    TLane Of<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>;
}

/// <summary>Lanes whose pixels all exist.</summary>
internal readonly unsafe struct WholeLanes : ILanePart
{
    public static bool IsWhole => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Of<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> => TLane.Load(x);
}

/// <summary>Lanes that end a row: what lies beyond counts as zero, be it infinite.</summary>
internal readonly unsafe struct PartLanes : ILanePart
{
    public static bool IsWhole => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Of<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> => TLane.And(TLane.Load(mask), TLane.Load(x));
}
