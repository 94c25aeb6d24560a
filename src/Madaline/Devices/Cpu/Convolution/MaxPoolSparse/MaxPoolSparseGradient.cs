using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>
/// The gradients of a convolution that a rectifier and a pooling over pairs follow. Three pixels in four got nothing:
/// sums over those that the pooling picked have the same bits.
/// </summary>
internal static unsafe class MaxPoolSparseGradient
{
    private const int MinColumns = 8;

    /// <summary>Most elements of an image, or of some of its channels, with zeros: they should stay near.</summary>
    private const int MaxImage = 1 << 14;

    private const int TaskRows = 8;

    /// <summary>Those gradients that this way finds; true when none is left.</summary>
    public static bool TryTake(ref ConvolutionGradient work)
    {
        if (TryRun(work))
            work = work with { Dx = null, Dw = null, Db = null };
        else if (work is { Dx: not null, Dw: not null } && TryRun(work with { Dx = null }))
            work = work with { Dw = null, Db = null };
        return work is { Dx: null, Dw: null, Db: null };
    }

    /// <summary>False where shapes are others, or an operand holds an infinity or NaN: results are void then.</summary>
    public static bool TryRun(in ConvolutionGradient work)
    {
        if (!Fits(work))
            return false;
        var body = Body(work, out int blocks);
        ref MaxPoolSparsePlanes planes = ref body.Kernel.Planes;
        int count = work.X.Shape[0] * work.Weight.Shape[0], unfit = 0;
        using var scratch = new Scratch("conv2d", Share(ref body, null, count, blocks) * (long)sizeof(float));
        fixed (int* indices = work.Indices.Pin<int>())
        fixed (float* y = work.Y.Pin<float>(), x = work.X.Pin<float>(), dy = work.Dy.Pin<float>(),
            weight = work.Weight.Pin<float>(), dx = work.Dx.Pin<float>(), dw = work.Dw.Pin<float>(),
            db = work.Db.Pin<float>())
        {
            Share(ref body, (float*)scratch.Start, count, blocks);
            planes.Dy = dy;
            planes.Y = y;
            planes.Indices = indices;
            planes.Unfit = &unfit;
            body.Kernel.X = x;
            if (blocks == 1)
                body.Kernel.Sums = dw;
            body.Input.Dx = dx;
            planes.WriteCorners();
            Device.Cpu.Team.For(count, WorthThreads.Grain(planes.Pixels, 16), planes);
            body.Run(work.X.Shape[0], weight);
            if (unfit != 0)
                return false;
            if (db != null)
            {
                int images = work.X.Shape[0], kernels = work.Weight.Shape[0];
                CpuReduceLines<SumReduction, float, F32x8>.Columns(
                    default, planes.Sums, ReductionLayout.OfRows(images, kernels), db, kernels);
            }

            if (dw != null && blocks > 1)
                CpuKernelGradient.AddBlocks<float, F32x8>(body.Kernel.Sums, dw, work.Weight.Elements, blocks);
        }

        return true;
    }

    private static bool Fits(in ConvolutionGradient work)
    {
        var (end, parameters, weight) = (work.Epilogue, work.Parameters, work.Weight);
        if (work.Dy.DType != DType.Float32 || work.Dy.Elements == 0 || !end.Pools || !end.Relu || !end.Rows.ArePairs
            || !end.Columns.ArePairs || parameters.Stride != 1 || parameters.Dilation != 1 || parameters.Groups != 1)
            return false;
        int columns = end.Columns.Size, rows = end.Rows.Size;
        int kernels = weight.Shape[0], channels = weight.Shape[1], kernelColumns = weight.Shape[3];
        if (columns is < MinColumns or > MaxPoolSparsePlanes.MaxColumns
            || rows * columns > MaxPoolSparsePlanes.MaxPixels
            || work.X.Shape[3] < MinColumns || kernels == 1 || weight.Shape[2] * kernelColumns == 1)
            return false;
        return (long)PartChannels(channels) * (rows + weight.Shape[2]) * (columns + kernelColumns) <= MaxImage
            && (work.Dx is null
                || (channels <= MaxPoolSparseInputBody.MaxChannels && MaxPoolSparseInputBody.HasKernel(kernelColumns)));
    }

    /// <summary>Channels that go side by side: a register of them where they fill registers.</summary>
    private static int PartChannels(int channels) => channels % 8 == 0 ? 8 : channels;

    private static MaxPoolSparseBody Body(in ConvolutionGradient work, out int blocks)
    {
        Tensor x = work.X, weight = work.Weight;
        var planes = new MaxPoolSparsePlanes
        {
            Rows = work.Epilogue.Rows.Size,
            Columns = work.Epilogue.Columns.Size,
            WindowRows = work.Epilogue.Rows.Outputs,
            WindowColumns = work.Epilogue.Columns.Outputs,
        };
        int kernels = weight.Shape[0], rows = weight.Shape[2], columns = weight.Shape[3];
        int pixels = planes.Rows * ((planes.Columns + 7) & ~7);
        var parts = KernelGradientParts.Of(
            x.Shape[0], pixels, (long)x.Elements / x.Shape[0] * sizeof(float), (long)weight.Elements * sizeof(float));
        blocks = parts.Blocks;
        return new MaxPoolSparseBody
        {
            HasKernels = work.Dw is not null,
            HasInput = work.Dx is not null,
            HasBias = work.Db is not null,
            Kernel = new MaxPoolSparseKernelBody
            {
                Layout = new PixelMajor(PartChannels(x.Shape[1]), x.Shape[2], x.Shape[3], work.Parameters.Before,
                    planes.Rows + rows - 1, planes.Columns + columns - 1),
                ChannelParts = x.Shape[1] / PartChannels(x.Shape[1]),
                Planes = planes,
                Kernels = kernels,
                KernelRows = rows,
                KernelColumns = columns,
                Images = x.Shape[0],
                Shard = parts.Shard,
                BlockImages = parts.BlockShards * parts.Shard,
                TaskRows = blocks > 1 ? kernels : Math.Min(kernels, TaskRows),
            },
        };
    }

    /// <summary>Shares out the memory; how many elements of it that takes.</summary>
    private static int Share(ref MaxPoolSparseBody body, float* memory, int count, int blocks)
    {
        ref MaxPoolSparseKernelBody kernel = ref body.Kernel;
        ref MaxPoolSparsePlanes planes = ref kernel.Planes;
        long at = 0;
        planes.Bits = (ulong*)Next(2L * count * planes.BitPlane);
        planes.Values = Next((long)count * planes.ValuePlane);
        planes.Corners = (int*)Next(planes.ValuePlane);
        planes.Sums = Next(body.HasBias ? count : 0);
        if (!body.HasBias)
            planes.Sums = null;
        kernel.Positions = (MaxPoolSparsePosition*)Next(body.HasKernels ? 2 * kernel.PositionCount : 0);
        kernel.Sums = Next(body.HasKernels && blocks > 1 ? (long)blocks * kernel.WeightSize : 0);
        body.Input.Positions = (MaxPoolSparsePosition*)Next(body.HasInput ? 2 * ((planes.Pixels + 63) & ~63) : 0);
        body.Input.Packed = Next(body.HasInput ? kernel.Kernels * kernel.KernelRows * kernel.KernelColumns * 8 : 0);
        return ImageLayout.Sized(at);

        float* Next(long elements)
        {
            float* start = memory + at;
            at += (elements + 15) & ~15;
            return start;
        }
    }
}
