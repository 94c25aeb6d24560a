using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>The gradients of some output channels' kernels over a block of images.</summary>
[SkipLocalsInit]
internal unsafe struct KernelGradientBody<TElement, TLane> : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private const int MaxTileRows = 6;

    public ImageLayout Layout;
    public int Groups, GroupChannels, GroupRows, Terms, Images, Shard, BlockImages, TaskRows, Width;
    public int Full, LaneCount;

    /// <summary>Whether tiles are of 512 bits; the sums then lie as those keep them.</summary>
    public bool IsWide;

    public TElement* X, Dy, Sums;
    public nint ImageSize, DyPlane;
    public int* Offsets;
    public VectorPosition* Lanes;

    /// <summary>Parts of the output channels.</summary>
    public readonly int RowBlocks => ((Groups * GroupRows) + TaskRows - 1) / TaskRows;

    private readonly bool HasTail => Full < LaneCount;

    private readonly int Rows => Groups * GroupRows;

    /// <summary>Elements of a block's sums.</summary>
    private readonly nint BlockSums => IsWide ? WideGradientTile.SumsOf(Rows, Terms) : (nint)Rows * Terms;

    /// <summary>Whether lanes that end a row have no pixel in their upper half.</summary>
    private readonly bool HasHalfTail => HasTail && Lanes[Full].Count <= TLane.Width / 2;

    /// <summary>Elements of one row of dy as a tile reads it, half a lane for a half tail.</summary>
    private readonly int TiledPlane =>
        (LaneCount * TLane.Width) - (HasHalfTail ? (LaneCount - Full) * TLane.Width / 2 : 0);

    public readonly void Run(int start, int end)
    {
        int channels = Groups * GroupChannels, images = Math.Min(Shard, Images);
        long xSize = Layout.ScratchSize(images, channels);
        long dySize = (long)(IsWide ? WideGradientTile.Rows : MaxTileRows) * TiledPlane * images;
        using var scratch = new Scratch("conv2d", ImageLayout.Sized(xSize + dySize) * (long)sizeof(TElement));
        TElement* x = (TElement*)scratch.Start;
        if (!Layout.IsInPlace)
            new Span<TElement>(x, (int)xSize).Clear();
        for (int task = start; task < end; task++)
            RunTask(task, x, x + xSize);
    }

    private readonly void RunTask(int task, TElement* xScratch, TElement* dyScratch)
    {
        int block = task / RowBlocks, row = task % RowBlocks * TaskRows, endRow = Math.Min(row + TaskRows, Rows);
        TElement* sums = Sums + (block * BlockSums), first = sums + (BlockSums / Rows * row);
        new Span<TElement>(first, (int)(BlockSums / Rows * (endRow - row))).Clear();
        int end = Math.Min(Images, (block + 1) * BlockImages);
        for (int image = block * BlockImages; image < end; image += Shard)
        {
            int count = Math.Min(Shard, end - image), channels = Groups * GroupChannels;
            TElement* x = X + (image * ImageSize);
            nint xImage = ImageSize;
            if (!Layout.IsInPlace)
            {
                xImage = (nint)channels * Layout.Plane;
                for (int i = 0; i < count; i++)
                    Layout.Fill<TElement, TLane>(x + (i * ImageSize), channels, xScratch + (i * xImage));
                x = xScratch;
            }

            TElement* dy = Dy + ((nint)image * Rows * DyPlane);
            if (IsWide)
                AddWide((float*)x, xImage, (float*)dy, image, count, row, endRow, dyScratch, (float*)first);
            else
                AddShard(x, xImage, dy, count, row, endRow, dyScratch, sums);
        }
    }

    /// <summary>A shard in tiles of 512 bits. Meanwhile the memory of the next one is asked for.</summary>
    private readonly void AddWide(
        float* x, nint xImage, float* dy, int image, int count, int row, int endRow, TElement* tiled, float* sums)
    {
        var work = new GradientTileWork<float>
        {
            Dy = (float*)tiled,
            Lanes = Lanes,
            Full = Full,
            Images = count,
            ImageSize = xImage,
        };
        int next = Math.Min(count, Images - image - count);
        int tiles = WideGradientTile.SumsOf(endRow - row, Terms) / WideGradientTile.Sums;
        var ahead = new FetchAhead(X + ((image + count) * ImageSize), next * ImageSize * sizeof(float), tiles);
        var dyAhead = new FetchAhead(dy + (count * Rows * DyPlane), next * Rows * DyPlane * sizeof(float), tiles);
        for (int at = row; at < endRow; at += WideGradientTile.Rows)
        {
            Tiled((TElement*)dy + (at * DyPlane), WideGradientTile.Rows, WideGradientTile.Rows, count, tiled);
            float* channel = x + ((nint)(at / GroupRows) * GroupChannels * Layout.Plane);
            for (int k = 0; k < Terms; k += WideGradientTile.Taps, sums += WideGradientTile.Sums)
            {
                ahead.Next();
                dyAhead.Next();
                work.Aim(channel, Offsets + k, Terms - k - 1);
                WideGradientTile.Add(work, sums);
            }
        }
    }

    private readonly void AddShard(
        TElement* x, nint xImage, TElement* dy, int count, int row, int endRow, TElement* tiled, TElement* sums)
    {
        TElement* lanes = stackalloc TElement[25 * TLane.Width];
        var work = new GradientTileWork<TElement>
        {
            Dy = tiled,
            Lanes = Lanes,
            Full = Full,
            LaneCount = LaneCount,
            Images = count,
            ImageSize = xImage,
            Mask = lanes + (24 * TLane.Width),
            Sums = lanes,
        };
        // All bits where the last lane of a row has a pixel.
        TLane.Store(TLane.FirstPlaces(HasTail ? Lanes[Full].Count : TLane.Width), work.Mask);
        for (int at = row; at < endRow;)
        {
            int group = at / GroupRows, left = Math.Min(endRow, (group + 1) * GroupRows) - at;
            int tile = left >= 5 && (left & 3) is (1 or 2) ? 6 : 4;
            Tiled(dy + (at * DyPlane), Math.Min(tile, left), tile, count, tiled);
            TElement* channel = x + ((nint)group * GroupChannels * Layout.Plane);
            for (int k = 0; k < Terms;)
                k += AddTile(ref work, channel, k, tile, Math.Min(tile, left), sums + ((nint)at * Terms));
            at += Math.Min(tile, left);
        }
    }

    /// <summary>One tile, added to the sums; how many terms that were.</summary>
    private readonly int AddTile(
        ref GradientTileWork<TElement> work, TElement* x, int k, int tileRows, int rows, TElement* sums)
    {
        int taps = TileTaps(tileRows, Terms - k), terms = Math.Min(taps, Terms - k);
        work.Aim(x, Offsets + k, terms - 1);
        sums += k;
        switch ((tileRows * 8) + taps)
        {
            case (4 * 8) + 6: AddTile<Tile<Four, Six>>(work, sums, rows, terms); break;
            case (4 * 8) + 3: AddTile<Tile<Four, Three>>(work, sums, rows, terms); break;
            case (6 * 8) + 4: AddTile<Tile<Six, Four>>(work, sums, rows, terms); break;
            case (6 * 8) + 3: AddTile<Tile<Six, Three>>(work, sums, rows, terms); break;
            default: AddTile<Tile<Six, Two>>(work, sums, rows, terms); break;
        }

        return terms;
    }

    private readonly void AddTile<TShape>(in GradientTileWork<TElement> work, TElement* sums, int rows, int terms)
        where TShape : struct, ITileShape
    {
        GradientTile<TElement, TLane, TShape>.Full(work);
        bool isHalf = HasHalfTail;
        if (isHalf)
            GradientTile<TElement, TLane, TShape>.Half(work);
        else if (HasTail)
            GradientTile<TElement, TLane, TShape>.Part(work);
        GradientTile<TElement, TLane, TShape>.AddAcross(work.Sums, isHalf, sums, Terms, rows, terms);
    }

    private static int TileTaps(int tileRows, int left)
    {
        bool isWide = DirectPass<TElement, TLane>.HasManyRegisters;
        if (tileRows == 4)
            return isWide && left > 3 ? 6 : 3;
        return isWide && left > 2 ? Math.Min(left, 4) : 2;
    }

    /// <summary>Rows of dy as a tile reads them: lane by lane, the rows side by side; missing ones are zero.</summary>
    private readonly void Tiled(TElement* dy, int rows, int tileRows, int images, TElement* tiled)
    {
        int size = images * tileRows * TiledPlane, whole = images * Full * tileRows * TLane.Width;
        if (rows < tileRows || HasTail)
            new Span<TElement>(tiled, size).Clear();
        nint imageSize = Rows * DyPlane;
        int fullColumns = Width / TLane.Width, lines = (int)(DyPlane / Width), step = tileRows * TLane.Width;
        for (int image = 0; image < images; image++, dy += imageSize)
        {
            for (int row = 0; row < rows; row++)
            {
                TElement* source = dy + (row * DyPlane);
                TElement* target = tiled + (image * Full * step) + (row * TLane.Width);
                for (int line = 0; line < lines; line++, source += Width)
                {
                    for (int lane = 0; lane < fullColumns; lane++, target += step)
                        TLane.Store(TLane.Load(source + (lane * TLane.Width)), target);
                }
            }

            if (HasTail)
                TiledTails(dy, rows, tileRows, tiled + whole + (image * lines * (HasHalfTail ? step / 2 : step)));
        }
    }

    private readonly void TiledTails(TElement* dy, int rows, int tileRows, TElement* tiled)
    {
        int place = HasHalfTail ? TLane.Width / 2 : TLane.Width, step = tileRows * place, count = Lanes[Full].Count;
        int lines = (int)(DyPlane / Width);
        for (int row = 0; row < rows; row++)
        {
            TElement* source = dy + (row * DyPlane) + Width - count, target = tiled + (row * place);
            for (int line = 0; line < lines; line++, source += Width, target += step)
            {
                for (int i = 0; i < count; i++)
                    target[i] = source[i];
            }
        }
    }
}

/// <summary>Asks for memory that comes later, a part at a time between other work.</summary>
internal unsafe ref struct FetchAhead(void* start, nint bytes, int parts)
{
    private readonly nint _part = ((bytes / parts) + CacheLine.Bytes - 1) & -CacheLine.Bytes;
    private nint _done;

    /// <summary>Asks for the next part, into the second cache: the nearest one is busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (!Sse.IsSupported)
            return;
        nint end = Math.Min(bytes, _done + _part);
        for (; _done < end; _done += CacheLine.Bytes)
            Sse.Prefetch1((byte*)start + _done);
    }
}
