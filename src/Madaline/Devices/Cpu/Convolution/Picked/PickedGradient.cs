using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// The gradients of a convolution that a rectifier and a pooling over pairs follow. Three pixels in four got nothing:
/// sums over those that the pooling picked have the same bits.
/// </summary>
internal static unsafe class PickedGradient
{
    private const int LeastColumns = 8, MostPixels = 4096;

    /// <summary>Most elements of an image with its zeros: it should stay in a near cache.</summary>
    private const int MostImage = 1 << 13;

    private const int TaskRows = 8;

    /// <summary>False where the shapes are others, or where a sum meets what is no number: nothing counts then.</summary>
    public static bool TryRun(in ConvolutionGradient work)
    {
        if (!Fits(work))
            return false;
        Tensor y = work.Y!;
        int images = y.Shape[0], kernels = y.Shape[1], unfit = 0;
        var planes = new PickedPlanes
        {
            Rows = work.End.Rows.Size,
            Columns = work.End.Columns.Size,
            WindowRows = work.End.Rows.Outputs,
            WindowColumns = work.End.Columns.Outputs,
            Unfit = &unfit,
        };
        long values = (long)images * kernels * planes.ValuePlane, bits = 2L * images * kernels * planes.BitPlane;
        using var scratch = Tensor.Empty(
            [ImageLayout.Sized(values + bits + planes.ValuePlane)], DType.Float32, y.Device);
        using var sums = Tensor.Empty([images, kernels, 1, 1], DType.Float32, y.Device);
        fixed (byte* p = &CpuDevice.Start(scratch), ps = &CpuDevice.Start(sums), pd = &CpuDevice.Start(work.Dy),
            py = &CpuDevice.Start(y), pi = &CpuDevice.Start(work.Indices!))
        {
            planes.Bits = (ulong*)p;
            planes.Values = (float*)p + bits;
            planes.Corners = (int*)(planes.Values + values);
            planes.Sums = (float*)ps;
            planes.Dy = (float*)pd;
            planes.Y = (float*)py;
            planes.Indices = (int*)pi;
            planes.WriteCorners();
            Device.Cpu.Team.For(images * kernels, Math.Max(1, StridedLoop.ParallelGrain / 8 / planes.Pixels), planes);
            if (unfit == 0)
                Sum(work, planes);
        }

        if (unfit != 0)
            return false;
        if (work.Db is { } db)
            y.Device.Reduce(default(SumReduction), sums, db.Glance([1, kernels, 1, 1], [kernels, 1, 1, 1], 0));
        return true;
    }

    private static bool Fits(in ConvolutionGradient work)
    {
        var (end, sliding, weight) = (work.End, work.Sliding, work.Weight);
        int columns = end.Columns.Size, pixels = end.Rows.Size * columns;
        return work.Dy.DType == DType.Float32 && work.Dy.Elements > 0 && end.Relu && end.Rows.ArePairs
            && end.Columns.ArePairs && sliding.Stride == 1 && sliding.Dilation == 1 && sliding.Groups == 1
            && columns is >= LeastColumns and <= PickedPlanes.MostColumns && pixels <= MostPixels
            && work.X.Shape[3] >= LeastColumns && weight.Shape[0] > 1 && weight.Shape[2] * weight.Shape[3] > 1
            && (long)weight.Shape[1] * (end.Rows.Size + weight.Shape[2]) * (columns + weight.Shape[3]) <= MostImage
            && (work.Dx is null
                || (weight.Shape[1] <= PickedInputBody.MostChannels && PickedInputBody.HasKernel(weight.Shape[3])));
    }

    private static void Sum(in ConvolutionGradient work, in PickedPlanes planes)
    {
        Tensor x = work.X, weight = work.Weight;
        int kernels = weight.Shape[0], rows = weight.Shape[2], columns = weight.Shape[3];
        int pixels = planes.Rows * ((planes.Columns + 7) & ~7);
        var parts = KernelGradientParts.Of(
            x.Shape[0], pixels, (long)x.Elements / x.Shape[0] * sizeof(float), (long)weight.Elements * sizeof(float));
        var body = new PickedBody
        {
            HasKernels = work.Dw is not null,
            HasInput = work.Dx is not null,
            Kernel = new PickedKernelBody
            {
                Layout = new PixelMajor(x.Shape[1], x.Shape[2], x.Shape[3], work.Sliding.Before,
                    planes.Rows + rows - 1, planes.Columns + columns - 1),
                Planes = planes,
                Kernels = kernels,
                KernelRows = rows,
                KernelColumns = columns,
                Images = x.Shape[0],
                Shard = parts.Shard,
                BlockImages = parts.BlockShards * parts.Shard,
                TaskRows = parts.Blocks > 1 ? kernels : Math.Min(kernels, TaskRows),
                ImageSize = (nint)x.Elements / x.Shape[0],
            },
            Input = new PickedInputBody
            {
                Planes = planes,
                Kernels = kernels,
                KernelRows = rows,
                KernelColumns = columns,
                Channels = x.Shape[1],
                Height = x.Shape[2],
                Width = x.Shape[3],
                Before = work.Sliding.Before,
            },
        };
        Run(ref body, work, parts.Blocks);
    }

    private static void Run(ref PickedBody body, in ConvolutionGradient work, int blocks)
    {
        Tensor weight = work.Weight;
        Tensor? all = work.Dw is null || blocks == 1 ? work.Dw
            : Tensor.Empty([blocks, weight.Elements], DType.Float32, weight.Device);
        int spots = 2 * (body.Kernel.SpotCount + ((body.Input.Planes.Pixels + 63) & ~63));
        using var scratch = Tensor.Empty([spots + body.Input.PackedSize], DType.Float32, weight.Device);
        fixed (byte* p = &CpuDevice.Start(scratch), px = &CpuDevice.Start(work.X), pw = &CpuDevice.Start(weight),
            ps = &CpuDevice.Start(all ?? weight), pd = &CpuDevice.Start(work.Dx ?? weight))
        {
            body.Kernel.Spots = (PickedSpot*)p;
            body.Input.Spots = body.Kernel.Spots + body.Kernel.SpotCount;
            body.Input.Packed = (float*)p + spots;
            body.Kernel.X = (float*)px;
            body.Kernel.Sums = (float*)ps;
            body.Input.Dx = (float*)pd;
            if (body.HasKernels)
                body.Kernel.WriteSpots();
            if (body.HasInput)
            {
                body.Input.WriteSpots();
                body.Input.Pack((float*)pw);
                if (!PickedKernelBody.IsFinite((float*)pw, weight.Elements))
                    *body.Input.Planes.Unfit = 1;
            }

            body.Start(work.X.Shape[0]);
        }

        if (blocks > 1 && work.Dw is { } dw)
            CpuKernelGradient.AddBlocks<float, F32x8>(all!, dw, blocks);
    }
}
