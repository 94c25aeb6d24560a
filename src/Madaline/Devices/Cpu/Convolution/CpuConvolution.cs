using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Convolution.Channels;
using Madaline.Devices.Cpu.Convolution.Winograd;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>Convolution and its transpose: images are laid out by the thread that sweeps over them.</summary>
internal static unsafe class CpuConvolution
{
    /// <summary>Multiply-adds below which the caller's thread works alone.</summary>
    internal const long ParallelWork = 1 << 18;

    // Tests and benchmarks force a way, and see that it can run.
    public static void Convolve(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y,
        Tensor? indices, ConvolutionAlgorithm? forced = null)
    {
        if (y.Elements == 0)
            return;
        if (!end.Pools)
            Flatten(weight, parameters, ref x, ref y);
        var sums = end.Pools
            ? y.Alias([y.Shape[0], y.Shape[1], end.Rows.Size, end.Columns.Size], y.Strides, y.Offset)
            : y;
        Size2 made = (sums.Shape[2], sums.Shape[3]);
        switch (forced ?? ConvolutionChoice.Forward(weight, parameters, made))
        {
            case ConvolutionAlgorithm.Winograd:
                ConvolveByTiles(end, x, weight, bias, parameters, made, y, indices);
                break;
            case ConvolutionAlgorithm.Channels:
                ChannelConvolution.Run(end, x, weight, bias, parameters, sums, y, indices);
                break;
            case ConvolutionAlgorithm.Direct:
                ConvolveDirectly(end, x, weight, bias, parameters, sums, y, indices);
                break;
        }
    }

    private static void ConvolveByTiles(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Size2 sums,
        Tensor y, Tensor? indices)
    {
        if (!end.Pools || (end.Rows.ArePairs && end.Columns.ArePairs))
        {
            CpuWinograd.Run(false, end, x, weight, bias, parameters, sums, y, indices);
            return;
        }

        // Other windows than a tile's own outputs: one after the other.
        using var all = Tensor.Empty([y.Shape[0], y.Shape[1], sums.Height, sums.Width], y.DType, Device.Cpu, "conv2d");
        var rectified = end.Relu ? ConvolutionEnd.Rectified : ConvolutionEnd.None;
        CpuWinograd.Run(false, rectified, x, weight, bias, parameters, sums, all, null);
        CpuPool.Select(PoolPick.Largest, all, end.Rows, end.Columns, y, indices);
    }

    // The sums have a shape here, and no memory of their own: they are y, or pooled on the way.
    private static void ConvolveDirectly(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor sums,
        Tensor y, Tensor? indices)
    {
        if (y.DType == DType.Float32 && FillsWide(sums.Shape[3], F32x16.Width))
            Run<float, F32x8, F32x16>(end, x, weight, bias, parameters, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, parameters, F32x16.Width, mayOverlap: true));
        else if (y.DType == DType.Float32)
            Run<float, F32x8, F32x8>(end, x, weight, bias, parameters, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, parameters, F32x8.Width, mayOverlap: true));
        else
            Run<double, F64x4, F64x4>(end, x, weight, bias, parameters, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, parameters, F64x4.Width, mayOverlap: true));
    }

    /// <summary>Whether wide lanes leave no more places empty than those of half the width.</summary>
    private static bool FillsWide(int columns, int width) =>
        Vector512.IsHardwareAccelerated && (columns - 1) % width >= width / 2;

    public static void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters,
        Tensor x)
    {
        if (x.Elements == 0)
            return;
        var way = ConvolutionChoice.Transposed(weight, parameters, (x.Shape[2], x.Shape[3]));
        if (way == ConvolutionAlgorithm.Winograd)
        {
            CpuWinograd.Run(
                true, ConvolutionEnd.None, y, weight, bias, parameters, (x.Shape[2], x.Shape[3]), x, null);
            return;
        }

        Flatten(weight, parameters, ref y, ref x);
        int columns = Sizes.Chunks(x.Shape[3], parameters.Stride.Width);
        if (x.DType == DType.Float32 && FillsWide(columns, F32x16.Width))
            Run<float, F32x8, F32x16>(ConvolutionEnd.None, y, weight, bias, parameters, x, x, null,
                ConvolutionPlans.Transposed(y, weight, x, parameters, F32x16.Width));
        else if (x.DType == DType.Float32)
            Run<float, F32x8, F32x8>(ConvolutionEnd.None, y, weight, bias, parameters, x, x, null,
                ConvolutionPlans.Transposed(y, weight, x, parameters, F32x8.Width));
        else
            Run<double, F64x4, F64x4>(ConvolutionEnd.None, y, weight, bias, parameters, x, x, null,
                ConvolutionPlans.Transposed(y, weight, x, parameters, F64x4.Width));
    }

    /// <summary>A kernel of one pixel sees no rows: the plane is one long row.</summary>
    internal static void Flatten(Tensor weight, ConvolutionParameters parameters, ref Tensor x, ref Tensor y)
    {
        if (weight.Shape[2] != 1 || weight.Shape[3] != 1 || parameters.Stride != 1 || parameters.Before != 0
            || x.Shape[2] != y.Shape[2] || x.Shape[3] != y.Shape[3])
            return;
        (x, y) = (InOneRow(x), InOneRow(y));
    }

    private static Tensor InOneRow(Tensor x)
    {
        int plane = x.Shape[2] * x.Shape[3];
        return x.Alias([x.Shape[0], x.Shape[1], 1, plane], [x.Shape[1] * plane, plane, plane, 1], x.Offset);
    }

    private static void Run<TElement, TLane, TWide>(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor sums,
        Tensor y, Tensor? indices, ConvolutionPlan plan)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        if (plan.HasGaps && bias is null)
            CpuCopy.Fill(y, 0);
        else if (plan.HasGaps)
            CpuCopy.Copy(bias!.Alias(y.Shape, [0, bias.Strides[0], 0, 0], bias.Offset), y);
        foreach (var pass in plan.Passes)
            RunPass<TElement, TLane, TWide>(end, x, weight, bias, parameters.Groups, sums, y, indices, plan, pass);
    }

    private static void RunPass<TElement, TLane, TWide>(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, int groups, Tensor sums, Tensor y,
        Tensor? indices, ConvolutionPlan plan, PassPlan pass)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        int groupSize = DirectPass<TElement, TWide>.TiledRows(plan.GroupRows) * pass.Terms;
        using var packed = Packed<TElement, TWide>(weight, groups, plan, pass, groupSize);
        fixed (byte* px = &CpuDevice.Start(x), pb = &CpuDevice.Start(bias ?? y), py = &CpuDevice.Start(y),
            pp = &CpuDevice.Start(packed), pi = &CpuDevice.Start(indices ?? y))
        fixed (int* offsets = pass.Offsets)
        fixed (VectorPosition* lanes = pass.Lanes)
        {
            var body = new ConvolutionBody<TElement, TLane, TWide>
            {
                Layout = plan.Layout,
                Groups = groups,
                GroupChannels = plan.GroupChannels,
                GroupSize = groupSize,
                Images = (TElement*)px,
                ImageSize = (nint)x.Elements / x.Shape[0],
                Y = (TElement*)py,
                TargetSize = (nint)y.Elements / y.Shape[0],
                Pools = end.Pools,
                Indices = indices is null ? null : (TElement*)pi,
                DirectPass = new DirectPass<TElement, TWide>
                {
                    Terms = pass.Terms,
                    Rows = plan.GroupRows,
                    LaneCount = pass.Lanes.Length,
                    TargetStep = pass.TargetStep,
                    IsRaster = pass.IsRaster,
                    Relu = end.Relu,
                    TargetPlane = sums.Shape[2] * sums.Shape[3],
                    Packed = (TElement*)pp,
                    Bias = bias is null ? null : (TElement*)pb,
                    Offsets = offsets,
                    Lanes = lanes,
                },
            };
            if (end.Pools)
                body.Pool = new PoolExtreme<PickLargest, TElement, TLane>(end.Rows, end.Columns);
            long work = (long)x.Shape[0] * sums.Shape[1] * pass.Terms * pass.Lanes.Length * TWide.Width;
            body.Start(x.Shape[0], work);
        }
    }

    /// <summary>The kernels of all groups as the tiles read them.</summary>
    private static Tensor Packed<TElement, TLane>(
        Tensor weight, int groups, ConvolutionPlan plan, PassPlan pass, int groupSize)
        where TElement : unmanaged
        where TLane : struct, IProductLane<TLane, TElement>
    {
        var packed = Tensor.Empty([checked(groupSize * groups)], weight.DType, Device.Cpu, "conv2d");
        fixed (byte* pw = &CpuDevice.Start(weight), pp = &CpuDevice.Start(packed))
        {
            // Of a transposed convolution, too: a group's kernels follow those of the groups before it.
            int groupWeights = weight.Elements / groups;
            for (int group = 0; group < groups; group++)
            {
                DirectPass<TElement, TLane>.Pack((TElement*)pw + ((nint)group * groupWeights), pass, plan.GroupRows,
                    plan.WeightRow, (TElement*)pp + ((nint)group * groupSize));
            }
        }

        return packed;
    }
}
