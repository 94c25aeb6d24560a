using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Convolution.Channels;
using Madaline.Devices.Cpu.Convolution.Winograd;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>Convolution and its transpose: images are laid out by the thread that goes over them.</summary>
internal static unsafe class CpuConvolution
{
    public static void Convolve(in ConvolutionOperands o) => Convolve(ConvolutionWork.Of(o));

    public static bool TryConvolvePooled(in PooledConvolutionOperands o)
    {
        Convolve(ConvolutionWork.Of(o));
        return true;
    }

    // Tests and benchmarks force a way, and see that it can run.
    public static void Convolve(ConvolutionWork work, ConvolutionAlgorithm? forced = null)
    {
        if (work.Y.Elements == 0)
            return;
        work = work.Flattened();
        switch (forced ?? ConvolutionChoice.Forward(work.Weight, work.Parameters, work.Sums))
        {
            case ConvolutionAlgorithm.Winograd: ConvolveByTiles(work); break;
            case ConvolutionAlgorithm.Channels: ChannelConvolution.Run(work); break;
            case ConvolutionAlgorithm.Direct: RunDirectly(false, work); break;
            default: throw new ArgumentOutOfRangeException(nameof(forced));
        }
    }

    private static void ConvolveByTiles(in ConvolutionWork work)
    {
        ConvolutionEpilogue end = work.Epilogue;
        if (!end.Pools || (end.Rows.ArePairs && end.Columns.ArePairs))
        {
            CpuWinograd.Run(false, work);
            return;
        }

        // Other windows than a tile's own outputs: one after the other.
        Tensor y = work.Y;
        using var all = Tensor.Empty(
            [y.Shape[0], y.Shape[1], work.Sums.Height, work.Sums.Width], y.DType, Device.Cpu, "conv2d");
        var whole = work with { Epilogue = new(end.Relu, false, default, default), Y = all, Indices = null };
        CpuWinograd.Run(false, whole);
        CpuPool.Select(PoolPick.Largest, new(all, end.Rows, end.Columns, y, work.Indices));
    }

    public static void ConvolveTransposed(in ConvolutionOperands o)
    {
        if (o.Y.Elements == 0)
            return;
        var work = ConvolutionWork.Of(o);
        if (ConvolutionChoice.Transposed(work.Weight, work.Parameters, work.Sums) == ConvolutionAlgorithm.Winograd)
            CpuWinograd.Run(true, work);
        else
            RunDirectly(true, work.Flattened());
    }

    private static void RunDirectly(bool isTransposed, in ConvolutionWork work)
    {
        int columns = isTransposed ? Sizes.Chunks(work.Sums.Width, work.Parameters.Stride.Width) : work.Sums.Width;
        // Wide lanes where they leave no more places empty than those of half the width.
        bool isWide = Vector512.IsHardwareAccelerated && (columns - 1) % F32x16.Width >= F32x16.Width / 2;
        if (work.Y.DType == DType.Float32 && isWide)
            Run<float, F32x8, F32x16>(work, ConvolutionPlans.Of(isTransposed, work, F32x16.Width, !isTransposed));
        else if (work.Y.DType == DType.Float32)
            Run<float, F32x8, F32x8>(work, ConvolutionPlans.Of(isTransposed, work, F32x8.Width, !isTransposed));
        else
            Run<double, F64x4, F64x4>(work, ConvolutionPlans.Of(isTransposed, work, F64x4.Width, !isTransposed));
    }

    private static void Run<TElement, TLane, TWide>(in ConvolutionWork work, ConvolutionPlan plan)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        if (plan.HasGaps && work.Bias is { } bias)
            CpuCopy.Copy(bias.Alias(new(work.Y.Shape, [0, bias.Strides[0], 0, 0], bias.Offset)), work.Y);
        else if (plan.HasGaps)
            CpuCopy.Fill(work.Y, 0);
        foreach (var pass in plan.Passes)
            RunPass<TElement, TLane, TWide>(work, plan, pass);
    }

    private static void RunPass<TElement, TLane, TWide>(in ConvolutionWork work, ConvolutionPlan plan, PassPlan pass)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        int groups = work.Parameters.Groups;
        int groupSize = DirectPass<TElement, TWide>.TiledRows(plan.GroupRows) * pass.Terms;
        using var packed = new Scratch("conv2d", (long)groupSize * groups * sizeof(TElement));
        fixed (TElement* x = work.X.Pin<TElement>(), weight = work.Weight.Pin<TElement>(),
            bias = work.Bias.Pin<TElement>(), y = work.Y.Pin<TElement>(), indices = work.Indices.Pin<TElement>())
        fixed (int* offsets = pass.Offsets)
        fixed (VectorPosition* lanes = pass.Lanes)
        {
            // Of a transposed convolution, too: a group's kernels follow those of the groups before it.
            nint groupWeights = work.Weight.Elements / groups;
            for (int group = 0; group < groups; group++)
            {
                DirectPass<TElement, TWide>.Pack(weight + (group * groupWeights), pass, plan.GroupRows, plan.WeightRow,
                    (TElement*)packed.Start + ((nint)group * groupSize));
            }

            var body = new ConvolutionBody<TElement, TLane, TWide>
            {
                Layout = plan.Layout,
                Groups = groups,
                GroupChannels = plan.GroupChannels,
                GroupSize = groupSize,
                Images = x,
                ImageSize = work.ImageSize,
                Y = y,
                TargetSize = (nint)work.Y.Elements / work.Images,
                Pools = work.Epilogue.Pools,
                Indices = indices,
                DirectPass = new DirectPass<TElement, TWide>
                {
                    Terms = pass.Terms,
                    Rows = plan.GroupRows,
                    LaneCount = pass.Lanes.Length,
                    TargetStep = pass.TargetStep,
                    IsRaster = pass.IsRaster,
                    Relu = work.Epilogue.Relu,
                    TargetPlane = work.Sums.Height * work.Sums.Width,
                    Packed = (TElement*)packed.Start,
                    Bias = bias,
                    Offsets = offsets,
                    Lanes = lanes,
                },
            };
            if (work.Epilogue.Pools)
                body.Pool = new PoolExtreme<PickLargest, TElement, TLane>(work.Epilogue.Rows, work.Epilogue.Columns);
            body.Start(work.Images, (long)work.Images * work.Outputs * pass.Terms * pass.Lanes.Length * TWide.Width);
        }
    }
}
