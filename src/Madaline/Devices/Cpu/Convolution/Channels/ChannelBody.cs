using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Pooling;
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
    public PoolExtreme<PickLargest, TElement, TLane> Pool;

    /// <summary>Blocks of output channels that are done together.</summary>
    public readonly int Blocks => Groups * GroupBlocks;

    /// <summary>Those of a group.</summary>
    private readonly int GroupBlocks => (GroupRows + Pass.Channels - 1) / Pass.Channels;

    private readonly long PackedSize => Packed == null ? Pass.PackedSize : 0;

    private readonly long SumsSize => Pass.Rows * (long)Pass.Columns * Pass.Channels;

    /// <summary>Elements of a block's planes before a pooling.</summary>
    private readonly long PlanesSize => Pools ? SumsSize + PoolExtreme<PickLargest, TElement, TLane>.Slack : 0;

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
        long bytes = ImageLayout.Sized(PackedSize + SumsSize + PlanesSize + ImageScratch) * (long)sizeof(TElement);
        using var scratch = new Scratch("conv2d", bytes, stackalloc byte[Scratch.OnStack(bytes)]);
        RunTasks(start, end, (TElement*)scratch.Start);
    }

    private readonly void RunTasks(int start, int end, TElement* packed)
    {
        TElement* sums = packed + PackedSize, planes = sums + SumsSize, image = planes + PlanesSize;
        int slack = Pools ? PoolExtreme<PickLargest, TElement, TLane>.Slack : 0;
        new Span<TElement>(image - slack, slack + (int)ImageScratch).Clear();
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
            RunBlock(number, block, source, packed, sums, planes);
        }
    }

    private readonly void RunBlock(
        int image, int block, TElement* source, TElement* packed, TElement* sums, TElement* planes)
    {
        if (Packed == null)
            Pack(block, packed);
        else
            packed = Packed + (block * (nint)Pass.PackedSize);
        Pass.Run(source, packed, sums);
        int channel = First(block, out int channels), pixels = Pass.Rows * Pass.Columns;
        nint plane = ((nint)image * Groups * GroupRows) + channel;
        Pass.ScatterLanes(sums, pixels, channels, Pools ? planes : Y + (plane * pixels));
        for (nint at = plane * Pool.Outputs; Pools && channels > 0; channels--, planes += pixels, at += Pool.Outputs)
        {
            TElement* places = Indices == null ? null : Indices + at;
            Pool.Run(planes, Y + at, places, 0, Pool.Rows.Outputs, hasSlack: true);
        }
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
