namespace Madaline;

/// <summary>Images, and lanes of output channels of each, one after the other.</summary>
internal unsafe struct ChannelBody<TElement, TLane, TWide> : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    public ImageLayout Layout;
    public int Groups, GroupChannels, GroupRows;
    public TElement* Images, Weight, Bias, Y, Indices;
    public nint ImageSize;

    /// <summary>Kernels of all lanes; null where each is needed once, and packed when it is.</summary>
    public TElement* Packed;

    public bool Pools;
    public ChannelSweep<TElement, TLane, TWide> Sweep;
    public ChannelPool<TElement, TLane> Pool;

    /// <summary>Lanes of output channels.</summary>
    public readonly int Lanes => Groups * GroupLanes;

    /// <summary>Those of a group.</summary>
    private readonly int GroupLanes => (GroupRows + TWide.Width - 1) / TWide.Width;

    private readonly int Outputs => Pools ? Pool.Outputs : Sweep.Rows * Sweep.Columns;

    public void Start(int images, long work)
    {
        int tasks = images * Lanes, threads = Device.Cpu.Threads;
        if (work < CpuConvolution.ParallelWork)
            Run(0, tasks);
        else
            Device.Cpu.Team.For(tasks, Math.Max(1, tasks / (threads * 8)), this);
    }

    /// <summary>Packs the kernels of all lanes.</summary>
    public readonly void PackAll()
    {
        for (int lane = 0; lane < Lanes; lane++)
            Pack(lane, Packed + (lane * (nint)Sweep.PackedSize));
    }

    public void Run(int start, int end)
    {
        long imageSize = Layout.ScratchSize(1, Groups * GroupChannels);
        long packedSize = Packed == null ? Sweep.PackedSize : 0, pooledSize = Pools ? Pool.Outputs * TWide.Width : 0;
        long sumsSize = Sweep.Rows * (long)Sweep.Columns * TWide.Width;
        int size = ImageLayout.Sized(packedSize + sumsSize + (2 * pooledSize) + imageSize);
        using var scratch = Tensor.Empty([size], DTypes.Of<TElement>(), Device.Cpu);
        fixed (byte* p = &CpuDevice.Start(scratch))
        {
            TElement* packed = (TElement*)p, sums = packed + packedSize, pooled = sums + sumsSize;
            TElement* image = pooled + (2 * pooledSize);
            new Span<TElement>(image, (int)imageSize).Clear();
            for (int task = start, last = -1; task < end; task++)
            {
                int number = task / Lanes, lane = task % Lanes;
                TElement* source = Images + (number * ImageSize);
                if (!Layout.IsInPlace)
                {
                    if (number != last)
                        Layout.Fill<TElement, TLane>(source, Groups * GroupChannels, image);
                    source = image;
                    last = number;
                }

                source += (nint)(lane / GroupLanes) * GroupChannels * Layout.Plane;
                RunLane(number, lane, source, packed, sums, pooled);
            }
        }
    }

    private readonly void RunLane(
        int image, int lane, TElement* source, TElement* packed, TElement* sums, TElement* pooled)
    {
        if (Packed == null)
            Pack(lane, packed);
        else
            packed = Packed + (lane * (nint)Sweep.PackedSize);
        Sweep.Run(source, packed, sums);
        int channel = First(lane, out int channels), outputs = Outputs;
        nint target = (((nint)image * Groups * GroupRows) + channel) * outputs;
        if (!Pools)
        {
            ChannelSweep<TElement, TLane, TWide>.Spread(sums, outputs, channels, Y + target);
            return;
        }

        TElement* places = Indices == null ? null : pooled + (outputs * TWide.Width);
        Pool.Run(sums, TWide.Width, pooled, places);
        ChannelSweep<TElement, TLane, TWide>.Spread(pooled, outputs, channels, Y + target);
        if (places != null)
            ChannelSweep<TElement, TLane, TWide>.Spread(places, outputs, channels, Indices + target);
    }

    private readonly void Pack(int lane, TElement* packed)
    {
        int channel = First(lane, out int channels);
        Sweep.Pack(Weight + ((nint)channel * Sweep.Terms), Bias + (Bias == null ? 0 : channel), channels, packed);
    }

    /// <summary>The first output channel of a lane, and how many there are.</summary>
    private readonly int First(int lane, out int channels)
    {
        int first = lane % GroupLanes * TWide.Width;
        channels = Math.Min(TWide.Width, GroupRows - first);
        return (lane / GroupLanes * GroupRows) + first;
    }
}
