using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>
/// The kernel gradients of some output channels over a block of images, from the pixels that a pooling picked only:
/// registers hold taps, and each place in a lane has sums of its own.
/// </summary>
/// <remarks>
/// The bits of <see cref="KernelGradientBody{TElement, TLane}"/>: the same chains in the same order, without the terms
/// that are zero. Those change a chain only from −0 to 0, and a chain is added to others that begin with 0. Infinite or
/// NaN pixels would make them NaN: then nothing of this counts.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct MaxPoolSparseKernelBody : IRangeBody
{
    public PixelMajor Layout;
    public MaxPoolSparsePlanes Planes;

    /// <summary>How many times the layout's channels the images have.</summary>
    public int ChannelParts;

    public int Kernels, KernelRows, KernelColumns, Images, Shard, BlockImages, TaskRows;
    public float* X, Sums;

    /// <summary>For each byte of a shard's bits, where its pixels lie: whole lanes, then ends of rows.</summary>
    public MaxPoolSparsePosition* Positions;

    public readonly int Blocks => (Images + BlockImages - 1) / BlockImages;

    public readonly int WeightSize => Kernels * KernelRows * KernelColumns * Layout.Channels * ChannelParts;

    public readonly int Tasks => Blocks * RowBlocks;

    /// <summary>Registers of a kernel's row, whole.</summary>
    private readonly int Lanes => ((KernelColumns * Layout.Channels) + 7) / 8;

    private readonly int RowBlocks => (Kernels + TaskRows - 1) / TaskRows;

    private readonly int FullColumns => Planes.Columns / 8;

    private readonly int TapLanes => KernelRows * Lanes * 8;

    /// <summary>Words of 64 bits for each output channel and chunk, and bytes for the chunks of one.</summary>
    private readonly int BitSize => (16 * (TaskRows + 1) * Chunks) + 16;

    /// <summary>Elements of an output channel's sums.</summary>
    private readonly int SumSize => ChannelParts * TapLanes;

    private readonly int ShardImages => Math.Min(Shard, Images);

    /// <summary>Chunks of 64 bytes that hold the whole lanes of a shard.</summary>
    private readonly int FullChunks => ((ShardImages * Planes.Rows * FullColumns) + 63) / 64;

    /// <summary>And those that hold the lanes that end a row.</summary>
    private readonly int PartChunks => Planes.Columns % 8 == 0 ? 0 : ((ShardImages * Planes.Rows) + 63) / 64;

    private readonly int Chunks => FullChunks + PartChunks;

    /// <summary>How many there are.</summary>
    public readonly int PositionCount => 64 * Chunks;

    public readonly void WritePositions()
    {
        MaxPoolSparsePosition* whole = Positions, part = Positions + (64 * FullChunks);
        int channels = Layout.Channels, valueImage = Kernels * Planes.ValuePlane;
        for (int image = 0; image < ShardImages; image++)
        {
            for (int row = 0; row < Planes.Rows; row++)
            {
                int source = (int)((image * Layout.Size) + (row * Layout.Pitch));
                int value = (image * valueImage) + (row / 2 * Planes.WindowColumns), column = 0;
                for (; column < FullColumns; column++)
                    *whole++ = new MaxPoolSparsePosition(source + (8 * column * channels), value + (4 * column));
                if (Planes.Columns % 8 != 0)
                    *part++ = new MaxPoolSparsePosition(source + (8 * column * channels), value + (4 * column));
            }
        }
    }

    public readonly void Run(int start, int end)
    {
        long size = BitSize + (8L * TapLanes) + ((long)TaskRows * SumSize) + Layout.ScratchSize(ShardImages);
        long bytes = ImageLayout.Sized(size) * (long)sizeof(float);
        using var scratch = new Scratch("conv2d", bytes, stackalloc byte[Scratch.OnStack(bytes)]);
        for (int task = start; task < end; task++)
        {
            int block = task / RowBlocks, row = task % RowBlocks * TaskRows;
            RunTask(block, row, Math.Min(row + TaskRows, Kernels), (float*)scratch.Start);
        }
    }

    private readonly void RunTask(int block, int row, int endRow, float* memory)
    {
        ulong* bits = (ulong*)memory;
        byte* bytes = (byte*)(bits + (8 * TaskRows * Chunks));
        float* lanes = memory + BitSize, sums = lanes + (8 * TapLanes), images = sums + (TaskRows * SumSize);
        int end = Math.Min(Images, (block + 1) * BlockImages), sumSize = SumSize, tapLanes = TapLanes;
        nint plane = (nint)Layout.Height * Layout.Width;
        new Span<float>(sums, (endRow - row) * sumSize).Clear();
        for (int image = block * BlockImages; image < end; image += Shard)
        {
            int count = Math.Min(Shard, end - image);
            for (int i = row; i < endRow; i++)
                Deal(((nint)image * Kernels) + i, count, bits + ((i - row) * 8 * Chunks), bytes);
            for (int part = 0; part < ChannelParts; part++)
            {
                float* source = X + ((((nint)image * ChannelParts) + part) * Layout.Channels * plane);
                Fill(source, count, images);
                if (*Planes.Unfit != 0)
                    return;
                for (int i = row; i < endRow; i++)
                {
                    Sum(((nint)image * Kernels) + i, bits + ((i - row) * 8 * Chunks), images, lanes);
                    AddAcross(lanes, tapLanes, sums + ((i - row) * sumSize) + (part * tapLanes));
                }
            }
        }

        float* target = Sums + (((nint)block * WeightSize) + ((nint)row * (WeightSize / Kernels)));
        for (int i = (endRow - row) * ChannelParts; i > 0; i--, sums += tapLanes)
            target = PutTaps(sums, target);
    }

    /// <summary>Some channels of a shard's images.</summary>
    private readonly void Fill(float* source, int count, float* images)
    {
        nint part = (nint)Layout.Channels * Layout.Height * Layout.Width;
        for (int i = 0; i < count; i++, source += part * ChannelParts)
        {
            if (!PixelMajor.IsFinite(source, part))
                *Planes.Unfit = 1;
            Layout.Fill(source, images + (i * Layout.Size));
        }
    }

    /// <summary>The bits of an output channel over a shard.</summary>
    private readonly void Deal(nint plane, int count, ulong* bits, byte* bytes)
    {
        byte* part = bytes + (64 * FullChunks) + 64;
        DealRows(plane, count, bytes, part);
        MaxPoolSparsePlanes.DealLanes(bytes, FullChunks, bits);
        MaxPoolSparsePlanes.DealLanes(part, PartChunks, bits + (8 * FullChunks));
    }

    /// <summary>The sums of an output channel over a shard, for each place in a lane.</summary>
    private readonly void Sum(nint plane, ulong* bits, float* images, float* lanes)
    {
        var work = new MaxPoolSparseTileWork
        {
            Positions = Positions,
            Chunks = Chunks,
            Pitch = Layout.Pitch,
            SumsRow = Lanes * 8,
        };
        for (int place = 0; place < 8; place++)
        {
            work.Bits = bits + place;
            work.X = images + (place * Layout.Channels);
            work.Values = Planes.Values + (plane * Planes.ValuePlane) + (place / 2);
            work.Sums = lanes + (place * TapLanes);
            RunPlace(work);
        }
    }

    /// <summary>The bits of a channel, a byte for each lane: those of whole ones, and those that end a row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void DealRows(nint plane, int count, byte* whole, byte* part)
    {
        int rows = Planes.Rows, columns = Planes.Columns, step = FullColumns;
        bool hasPart = columns % 8 != 0;
        byte* endWhole = part - 64, endPart = part + (64 * PartChunks);
        for (int image = 0; image < count; image++, plane += Kernels)
        {
            byte* bits = (byte*)(Planes.Bits + (plane * Planes.BitPlane));
            for (int row = 0, at = 0; row < rows; row++, at += columns)
            {
                ulong some = MaxPoolSparsePlanes.Read(bits, at, columns);
                // What is written beyond the whole lanes, the next row writes again, or what follows.
                Unsafe.WriteUnaligned(whole, some);
                whole += step;
                if (hasPart)
                    *part++ = (byte)(some >> (8 * step));
            }
        }

        for (; whole < endWhole; whole++)
            *whole = 0;
        for (; part < endPart; part++)
            *part = 0;
    }

    /// <summary>All taps of one place in a lane.</summary>
    private readonly void RunPlace(MaxPoolSparseTileWork work)
    {
        float* x = work.X, sums = work.Sums;
        for (int row = 0, rows; row < KernelRows; row += rows)
        {
            rows = KernelRows - row >= 5 ? 5 : KernelRows - row >= 3 ? 3 : 1;
            for (int lane = 0, lanes; lane < Lanes; lane += lanes)
            {
                lanes = TileLanes(rows, Lanes - lane);
                work.X = x + (row * work.Pitch) + (lane * 8);
                work.Sums = sums + (row * work.SumsRow) + (lane * 8);
                switch ((rows * 8) + lanes)
                {
                    case (5 * 8) + 4: MaxPoolSparseTile<Tile<Five, Four>>.Run(work); break;
                    case (5 * 8) + 2: MaxPoolSparseTile<Tile<Five, Two>>.Run(work); break;
                    case (5 * 8) + 1: MaxPoolSparseTile<Tile<Five, One>>.Run(work); break;
                    case (3 * 8) + 4: MaxPoolSparseTile<Tile<Three, Four>>.Run(work); break;
                    case (3 * 8) + 3: MaxPoolSparseTile<Tile<Three, Three>>.Run(work); break;
                    case (3 * 8) + 2: MaxPoolSparseTile<Tile<Three, Two>>.Run(work); break;
                    case (3 * 8) + 1: MaxPoolSparseTile<Tile<Three, One>>.Run(work); break;
                    case (1 * 8) + 4: MaxPoolSparseTile<Tile<One, Four>>.Run(work); break;
                    case (1 * 8) + 2: MaxPoolSparseTile<Tile<One, Two>>.Run(work); break;
                    default: MaxPoolSparseTile<Tile<One, One>>.Run(work); break;
                }
            }
        }
    }

    private static int TileLanes(int rows, int left)
    {
        int most = rows == 5 && !DirectPass<float, F32x8>.HasManyRegisters ? 2 : 4;
        return left >= most ? most : left == 3 && rows == 3 ? 3 : left >= 2 ? 2 : 1;
    }

    /// <summary>Adds the places of a lane by halves, and that to what earlier shards gave.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddAcross(float* lanes, int step, float* sums)
    {
        for (float* end = lanes + step; lanes < end; lanes += 8, sums += 8)
        {
            F32x8 even = Sum(lanes, step, 0) + Sum(lanes, step, 2), odd = Sum(lanes, step, 1) + Sum(lanes, step, 3);
            F32x8.Store(even + odd + F32x8.Load(sums), sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F32x8 Sum(float* lanes, nint step, int place) =>
        F32x8.Load(lanes + (place * step)) + F32x8.Load(lanes + ((place + 4) * step));

    /// <summary>From rows, columns and channels to channels, rows and columns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly float* PutTaps(float* sums, float* target)
    {
        int channels = Layout.Channels, rows = KernelRows, columns = KernelColumns;
        nint step = channels, pitch = Lanes * 8;
        for (int channel = 0; channel < channels; channel++, sums++)
        {
            float* row = sums;
            for (int i = 0; i < rows; i++, row += pitch)
            {
                float* source = row;
                for (int j = 0; j < columns; j++, source += step)
                    *target++ = *source;
            }
        }

        return target;
    }
}
