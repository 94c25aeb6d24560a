using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Madaline;

/// <summary>Convolution and its transpose: images are laid out by the thread that sweeps over them.</summary>
internal static unsafe class CpuConvolution
{
    /// <summary>Multiply-adds below which the caller's thread works alone.</summary>
    internal const long ParallelWork = 1 << 18;

    public static void Convolve(Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Tensor y)
    {
        if (y.Elements == 0)
            return;
        Flatten(weight, sliding, ref x, ref y);
        if (y.DType == DType.Float32)
            Run<float, F32x8>(x, weight, bias, sliding, y,
                ConvolutionPlans.Forward(x, weight, y, sliding, F32x8.Width));
        else
            Run<double, F64x4>(x, weight, bias, sliding, y,
                ConvolutionPlans.Forward(x, weight, y, sliding, F64x4.Width));
    }

    public static void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, Sliding sliding, Tensor x)
    {
        if (x.Elements == 0)
            return;
        Flatten(weight, sliding, ref y, ref x);
        if (x.DType == DType.Float32)
            Run<float, F32x8>(y, weight, bias, sliding, x,
                ConvolutionPlans.Transposed(y, weight, x, sliding, F32x8.Width));
        else
            Run<double, F64x4>(y, weight, bias, sliding, x,
                ConvolutionPlans.Transposed(y, weight, x, sliding, F64x4.Width));
    }

    /// <summary>A kernel of one pixel sees no rows: the plane is one long row.</summary>
    internal static void Flatten(Tensor weight, Sliding sliding, ref Tensor x, ref Tensor y)
    {
        if (weight.Shape[2] != 1 || weight.Shape[3] != 1 || sliding.Stride != 1 || sliding.Before != 0
            || x.Shape[2] != y.Shape[2] || x.Shape[3] != y.Shape[3])
            return;
        (x, y) = (InOneRow(x), InOneRow(y));
    }

    private static Tensor InOneRow(Tensor x)
    {
        int plane = x.Shape[2] * x.Shape[3];
        return x.Glance([x.Shape[0], x.Shape[1], 1, plane], [x.Shape[1] * plane, plane, plane, 1], x.Offset);
    }

    private static void Run<TElement, TLane>(
        Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Tensor y, ConvolutionPlan plan)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        bool hasGaps = bias is null && Array.Exists(plan.Sweeps, sweep => sweep.Terms == 0);
        if (hasGaps)
            CpuCopy.Fill(y, 0);
        foreach (var sweep in plan.Sweeps)
        {
            if (sweep.Terms > 0 || !hasGaps)
                RunSweep<TElement, TLane>(x, weight, bias, sliding.Groups, y, plan, sweep);
        }
    }

    private static void RunSweep<TElement, TLane>(
        Tensor x, Tensor weight, Tensor? bias, int groups, Tensor y, ConvolutionPlan plan, SweepPlan sweep)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int groupSize = Sweep<TElement, TLane>.TiledRows(plan.GroupRows) * sweep.Terms;
        using var packed = Packed<TElement, TLane>(weight, groups, plan, sweep, groupSize);
        fixed (byte* px = &CpuDevice.Start(x), pb = &CpuDevice.Start(bias ?? y), py = &CpuDevice.Start(y),
            pp = &CpuDevice.Start(packed))
        fixed (int* offsets = sweep.Offsets)
        fixed (LaneSpot* lanes = sweep.Lanes)
        {
            var body = new ImagesBody<TElement, TLane>
            {
                Layout = plan.Layout,
                Groups = groups,
                GroupChannels = plan.GroupChannels,
                GroupSize = groupSize,
                Images = (TElement*)px,
                ImageSize = (nint)x.Elements / x.Shape[0],
                TargetSize = (nint)y.Elements / y.Shape[0],
                Sweep = new Sweep<TElement, TLane>
                {
                    Terms = sweep.Terms,
                    Rows = plan.GroupRows,
                    LaneCount = sweep.Lanes.Length,
                    TargetStep = sweep.TargetStep,
                    IsRaster = sweep.IsRaster,
                    TargetPlane = y.Shape[2] * y.Shape[3],
                    Packed = (TElement*)pp,
                    Target = (TElement*)py,
                    Bias = bias is null ? null : (TElement*)pb,
                    Offsets = offsets,
                    Lanes = lanes,
                },
            };
            body.Start(x.Shape[0], (long)x.Shape[0] * y.Shape[1] * sweep.Terms * sweep.Lanes.Length * TLane.Width);
        }
    }

    /// <summary>The kernels of all groups as the tiles read them.</summary>
    private static Tensor Packed<TElement, TLane>(
        Tensor weight, int groups, ConvolutionPlan plan, SweepPlan sweep, int groupSize)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        var packed = Tensor.Empty([checked(groupSize * groups)], weight.DType, Device.Cpu);
        fixed (byte* pw = &CpuDevice.Start(weight), pp = &CpuDevice.Start(packed))
        {
            // Of a transposed convolution, too: a group's kernels follow those of the groups before it.
            int groupWeights = weight.Elements / groups;
            for (int group = 0; group < groups; group++)
            {
                Sweep<TElement, TLane>.Pack((TElement*)pw + ((nint)group * groupWeights), sweep, plan.GroupRows,
                    plan.WeightRow, (TElement*)pp + ((nint)group * groupSize));
            }
        }

        return packed;
    }

    /// <summary>Images, or parts of each where there are few.</summary>
    private struct ImagesBody<TElement, TLane> : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        public ImageLayout Layout;
        public int Groups, GroupChannels, GroupSize;
        public TElement* Images;
        public nint ImageSize, TargetSize;
        public Sweep<TElement, TLane> Sweep;
        private int _parts;

        public void Start(int images, long work)
        {
            int threads = Device.Cpu.Threads;
            _parts = work < ParallelWork || images >= 2 * threads ? 1 : threads;
            int tasks = images * _parts;
            if (work < ParallelWork)
                Run(0, tasks);
            else
                Device.Cpu.Team.For(tasks, Math.Max(1, tasks / (threads * 8)), this);
        }

        public void Run(int start, int end)
        {
            long imageSize = Layout.IsInPlace ? 0 : (long)Groups * GroupChannels * Layout.Plane;
            int size = ImageLayout.Sized(imageSize + Sweep.PartialSize);
            if (size == 0)
            {
                RunTasks(start, end, null, null);
                return;
            }

            using var scratch = Tensor.Empty([size], DTypes.Of<TElement>(), Device.Cpu);
            fixed (byte* p = &CpuDevice.Start(scratch))
            {
                new Span<TElement>(p, (int)imageSize).Clear();
                RunTasks(start, end, (TElement*)p, (TElement*)p + imageSize);
            }
        }

        private readonly void RunTasks(int start, int end, TElement* scratch, TElement* partials)
        {
            int last = -1;
            for (int task = start; task < end; task++)
            {
                int image = task / _parts;
                if (!Layout.IsInPlace && image != last)
                    Layout.Fill(Images + (image * ImageSize), Groups * GroupChannels, scratch);
                if (Layout.IsInPlace && image != last)
                    Prefetch(Images + (image * ImageSize));
                last = image;
                RunPart(task, Layout.IsInPlace ? Images + (image * ImageSize) : scratch, partials);
            }
        }

        /// <summary>Fetches an image in order: the tiles' short rows would wait for every one.</summary>
        private readonly void Prefetch(TElement* image)
        {
            if (!Sse.IsSupported)
                return;
            for (nint i = 0; i < ImageSize; i += 64 / sizeof(TElement))
                Sse.Prefetch0(image + i);
        }

        private readonly void RunPart(int task, TElement* image, TElement* partials)
        {
            int part = task % _parts;
            int first = Sweep.LaneCount * part / _parts, end = Sweep.LaneCount * (part + 1) / _parts;
            Sweep<TElement, TLane> sweep = Sweep;
            sweep.Target += task / _parts * TargetSize;
            sweep.Partials = partials;
            for (int group = 0; group < Groups; group++)
            {
                sweep.Source = image;
                sweep.Run(first, end);
                image += (nint)GroupChannels * Layout.Plane;
                sweep.Packed += GroupSize;
                sweep.Target += Sweep.Rows * Sweep.TargetPlane;
                if (sweep.Bias != null)
                    sweep.Bias += Sweep.Rows;
            }
        }
    }
}
