using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>Images, and blocks of output channels of each, one after the other.</summary>
[SkipLocalsInit]
internal unsafe struct ChannelBody<TElement, TLane, TWide> : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    public ImageLayout Layout;
    public int Groups, GroupChannels, GroupRows;
    public TElement* Images, Weight, Bias, Y, Indices;
    public nint ImageSize;

    /// <summary>Kernels of all blocks; null where each is needed once, and packed when it is.</summary>
    public TElement* Packed;

    public bool Pools;
    public ChannelPass<TElement, TLane, TWide> Pass;
    public ChannelPool<TElement, TLane> Pool;

    /// <summary>Blocks of output channels that are done together.</summary>
    public readonly int Blocks => Groups * GroupBlocks;

    /// <summary>Those of a group.</summary>
    private readonly int GroupBlocks => (GroupRows + Pass.Channels - 1) / Pass.Channels;

    private readonly long PackedSize => Packed == null ? Pass.PackedSize : 0;

    private readonly long SumsSize => Pass.Rows * (long)Pass.Columns * Pass.Channels;

    private readonly long PooledSize => Pools ? (long)Pool.Outputs * Pass.Channels : 0;

    private readonly long ImageScratch => Layout.ScratchSize(1, Groups * GroupChannels);

    public void Start(int images, bool isShared)
    {
        int tasks = images * Blocks, threads = Device.Cpu.Threads;
        if (isShared)
            Device.Cpu.Team.Share(tasks, Math.Max(1, tasks / (threads * 8)), this);
        else
            Run(0, tasks);
    }

    /// <summary>Packs the kernels of all blocks.</summary>
    public readonly void PackAll()
    {
        for (int block = 0; block < Blocks; block++)
            Pack(block, Packed + (block * (nint)Pass.PackedSize));
    }

    public void Run(int start, int end)
    {
        long bytes =
            ImageLayout.Sized(PackedSize + SumsSize + (2 * PooledSize) + ImageScratch) * (long)sizeof(TElement);
        using var scratch = new Scratch("conv2d", bytes, stackalloc byte[Scratch.OnStack(bytes)]);
        TElement* packed = (TElement*)scratch.Start, sums = packed + PackedSize, pooled = sums + SumsSize;
        TElement* image = pooled + (2 * PooledSize);
        new Span<TElement>(image, (int)ImageScratch).Clear();
        for (int task = start, last = -1; task < end; task++)
        {
            int number = task / Blocks, block = task % Blocks;
            TElement* source = Images + (number * ImageSize);
            if (!Layout.IsInPlace)
            {
                if (number != last)
                    Layout.Fill<TElement, TLane>(source, Groups * GroupChannels, image);
                source = image;
                last = number;
            }

            source += (nint)(block / GroupBlocks) * GroupChannels * Layout.Plane;
            RunBlock(number, block, source, packed, sums, pooled);
        }
    }

    private readonly void RunBlock(
        int image, int block, TElement* source, TElement* packed, TElement* sums, TElement* pooled)
    {
        if (Packed == null)
            Pack(block, packed);
        else
            packed = Packed + (block * (nint)Pass.PackedSize);
        Pass.Run(source, packed, sums);
        int channel = First(block, out int channels), outputs = Pools ? Pool.Outputs : Pass.Rows * Pass.Columns;
        nint target = (((nint)image * Groups * GroupRows) + channel) * outputs;
        if (!Pools)
        {
            Pass.ScatterLanes(sums, outputs, channels, Y + target);
            return;
        }

        TElement* places = Indices == null ? null : pooled + (outputs * Pass.Channels);
        Pool.Run(sums, Pass.Channels, pooled, places);
        Pass.ScatterLanes(pooled, outputs, channels, Y + target);
        if (places != null)
            Pass.ScatterLanes(places, outputs, channels, Indices + target);
    }

    private readonly void Pack(int block, TElement* packed)
    {
        int channel = First(block, out int channels);
        Pass.Pack(Weight + ((nint)channel * Pass.Terms), Bias + (Bias == null ? 0 : channel), channels, packed);
    }

    /// <summary>The first output channel of a block, and how many there are.</summary>
    private readonly int First(int block, out int channels)
    {
        int first = block % GroupBlocks * Pass.Channels;
        channels = Math.Min(Pass.Channels, GroupRows - first);
        return (block / GroupBlocks * GroupRows) + first;
    }
}
