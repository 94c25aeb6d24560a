using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>A pass over images, or over parts of each where there are few, and what comes after it.</summary>
[SkipLocalsInit]
internal unsafe struct ConvolutionBody<TElement, TLane, TWide> : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    public ImageLayout Layout;
    public int Groups, GroupChannels, GroupSize;
    public bool Pools;
    public TElement* Images, Y, Indices;
    public nint ImageSize, TargetSize;
    public DirectPass<TElement, TWide> DirectPass;
    public PoolExtreme<PickLargest, TElement, TLane> Pool;
    private int _parts;

    /// <summary>Elements of a group's sums that are about to be pooled.</summary>
    private readonly long SumsSize =>
        Pools ? (DirectPass.Rows * (long)DirectPass.TargetPlane) + PoolExtreme<PickLargest, TElement, TLane>.Slack : 0;

    public void Start(int images, long work)
    {
        int threads = Device.Cpu.Threads;
        bool isSmall = !Device.Cpu.Team.IsWorth(work, WorthThreads.MultiplyAdds);
        _parts = isSmall || images >= 2 * threads ? 1 : threads;
        int tasks = images * _parts;
        if (isSmall)
            Run(0, tasks);
        else
            Device.Cpu.Team.Share(tasks, Math.Max(1, tasks / (threads * 8)), this);
    }

    public void Run(int start, int end)
    {
        long imageSize = Layout.ScratchSize(1, Groups * GroupChannels);
        long bytes = ImageLayout.Sized(imageSize + DirectPass.PartialSize + SumsSize) * (long)sizeof(TElement);
        using var scratch = new Scratch("conv2d", bytes, stackalloc byte[Scratch.OnStack(bytes)]);
        TElement* image = (TElement*)scratch.Start, partials = image + imageSize;
        if (!Layout.IsInPlace)
            new Span<TElement>(image, (int)imageSize).Clear();
        TElement* sums = partials + DirectPass.PartialSize;
        // A pooling reads beyond the sums that it counts.
        new Span<TElement>(sums, (int)SumsSize).Clear();
        for (int task = start, last = -1; task < end; task++)
        {
            int number = task / _parts;
            TElement* source = Images + (number * ImageSize);
            if (number != last && Layout.IsInPlace)
                Prefetch(source);
            else if (number != last)
                Layout.Fill<TElement, TLane>(source, Groups * GroupChannels, image);
            if (!Layout.IsInPlace)
                source = image;
            last = number;
            if (Pools)
                RunPooled(task, source, partials, sums);
            else
                RunPart(task, source, partials);
        }
    }

    /// <summary>Fetches an image in order: the tiles' short rows would wait for every one.</summary>
    private readonly void Prefetch(TElement* image)
    {
        if (!Sse.IsSupported)
            return;
        for (nint i = 0; i < ImageSize; i += CacheLine.Bytes / sizeof(TElement))
            Sse.Prefetch0(image + i);
    }

    private readonly void RunPart(int task, TElement* image, TElement* partials)
    {
        int part = task % _parts;
        int first = (int)((long)DirectPass.LaneCount * part / _parts);
        int end = (int)((long)DirectPass.LaneCount * (part + 1) / _parts);
        DirectPass<TElement, TWide> pass = DirectPass;
        pass.Partials = partials;
        for (int group = 0; group < Groups; group++)
        {
            pass.Target = Y + (task / _parts * TargetSize) + ((nint)group * DirectPass.Rows * DirectPass.TargetPlane);
            Aim(ref pass, group, image);
            pass.Run(first, end);
        }
    }

    /// <summary>Rows of windows: their sums stay in the cache and are pooled from there.</summary>
    private readonly void RunPooled(int task, TElement* image, TElement* partials, TElement* sums)
    {
        int part = task % _parts, rowLanes = DirectPass.LaneCount / Pool.Rows.Size;
        int first = Pool.Rows.Outputs * part / _parts, end = Pool.Rows.Outputs * (part + 1) / _parts;
        if (first == end)
            return;
        Window top = Pool.Rows[first], bottom = Pool.Rows[end - 1];
        int endRow = bottom.First + ((bottom.Count - 1) * Pool.Rows.Dilation) + 1;
        DirectPass<TElement, TWide> pass = DirectPass;
        pass.Partials = partials;
        pass.Target = sums;
        for (int group = 0; group < Groups; group++)
        {
            Aim(ref pass, group, image);
            pass.Run(top.First * rowLanes, endRow * rowLanes);
            nint at = (task / _parts * TargetSize) + ((nint)group * DirectPass.Rows * Pool.Outputs);
            for (int row = 0; row < DirectPass.Rows; row++, at += Pool.Outputs)
            {
                Pool.Run(sums + (row * DirectPass.TargetPlane), Y + at, Indices == null ? null : Indices + at, first,
                    end, hasSlack: true);
            }
        }
    }

    private readonly void Aim(ref DirectPass<TElement, TWide> pass, int group, TElement* image)
    {
        pass.Source = image + ((nint)group * GroupChannels * Layout.Plane);
        pass.Packed = DirectPass.Packed + ((nint)group * GroupSize);
        pass.Bias = DirectPass.Bias == null ? null : DirectPass.Bias + (group * DirectPass.Rows);
    }
}
