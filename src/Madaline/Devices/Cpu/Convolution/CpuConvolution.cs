using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Convolution.Channels;
using Madaline.Devices.Cpu.Convolution.Winograd;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>Convolution and its transpose: images are laid out by the thread that sweeps over them.</summary>
internal static unsafe class CpuConvolution
{
    /// <summary>Multiply-adds below which the caller's thread works alone.</summary>
    internal const long ParallelWork = 1 << 18;

    public static void Convolve(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Tensor y, Tensor? indices)
    {
        if (y.Elements == 0)
            return;
        Size2 made = end.Pools ? (end.Rows.Size, end.Columns.Size) : (y.Shape[2], y.Shape[3]);
        if (CpuWinograd.Takes(false, weight, made, sliding))
        {
            ConvolveByTiles(end, x, weight, bias, sliding, made, y, indices);
            return;
        }

        if (end.Pools)
        {
            var sums = y.Glance([y.Shape[0], y.Shape[1], end.Rows.Size, end.Columns.Size], y.Strides, y.Offset);
            Convolve(end, x, weight, bias, sliding, sums, y, indices);
            return;
        }

        Flatten(weight, sliding, ref x, ref y);
        Convolve(end, x, weight, bias, sliding, y, y, null);
    }

    private static void ConvolveByTiles(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Size2 sums, Tensor y,
        Tensor? indices)
    {
        if (!end.Pools || (end.Rows.ArePairs && end.Columns.ArePairs))
        {
            CpuWinograd.Run(false, end, x, weight, bias, sliding, sums, y, indices);
            return;
        }

        // Other windows than a tile's own outputs: one after the other.
        using var all = Tensor.Empty([y.Shape[0], y.Shape[1], sums.Height, sums.Width], y.DType, Device.Cpu, "conv2d");
        var rectified = end.Relu ? ConvolutionEnd.Rectified : ConvolutionEnd.None;
        CpuWinograd.Run(false, rectified, x, weight, bias, sliding, sums, all, null);
        CpuPool.Select(PoolPick.Largest, all, end.Rows, end.Columns, y, indices);
    }

    // The sums have a shape here, and no memory of their own: they are y, or pooled on the way.
    private static void Convolve(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Tensor sums, Tensor y,
        Tensor? indices)
    {
        if (ChannelConvolution.Pays(weight, sliding, sums))
            ChannelConvolution.Run(end, x, weight, bias, sliding, sums, y, indices);
        else if (y.DType == DType.Float32 && FillsWide(sums.Shape[3], F32x16.Width))
            Run<float, F32x8, F32x16>(end, x, weight, bias, sliding, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, sliding, F32x16.Width, mayOverlap: true));
        else if (y.DType == DType.Float32)
            Run<float, F32x8, F32x8>(end, x, weight, bias, sliding, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, sliding, F32x8.Width, mayOverlap: true));
        else
            Run<double, F64x4, F64x4>(end, x, weight, bias, sliding, sums, y, indices,
                ConvolutionPlans.Forward(x, weight, sums, sliding, F64x4.Width, mayOverlap: true));
    }

    /// <summary>Whether wide lanes leave no more places empty than those of half the width.</summary>
    private static bool FillsWide(int columns, int width) =>
        Vector512.IsHardwareAccelerated && (columns - 1) % width >= width / 2;

    public static void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, Sliding sliding, Tensor x)
    {
        if (x.Elements == 0)
            return;
        if (CpuWinograd.Takes(true, weight, (x.Shape[2], x.Shape[3]), sliding))
        {
            CpuWinograd.Run(
                true, ConvolutionEnd.None, y, weight, bias, sliding, (x.Shape[2], x.Shape[3]), x, null);
            return;
        }

        Flatten(weight, sliding, ref y, ref x);
        int columns = Sizes.Chunks(x.Shape[3], sliding.Stride.Width);
        if (x.DType == DType.Float32 && FillsWide(columns, F32x16.Width))
            Run<float, F32x8, F32x16>(ConvolutionEnd.None, y, weight, bias, sliding, x, x, null,
                ConvolutionPlans.Transposed(y, weight, x, sliding, F32x16.Width));
        else if (x.DType == DType.Float32)
            Run<float, F32x8, F32x8>(ConvolutionEnd.None, y, weight, bias, sliding, x, x, null,
                ConvolutionPlans.Transposed(y, weight, x, sliding, F32x8.Width));
        else
            Run<double, F64x4, F64x4>(ConvolutionEnd.None, y, weight, bias, sliding, x, x, null,
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

    private static void Run<TElement, TLane, TWide>(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, Sliding sliding, Tensor sums, Tensor y,
        Tensor? indices, ConvolutionPlan plan)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        if (plan.HasGaps && bias is null)
            CpuCopy.Fill(y, 0);
        else if (plan.HasGaps)
            CpuCopy.Copy(bias!.Glance(y.Shape, [0, bias.Strides[0], 0, 0], bias.Offset), y);
        foreach (var sweep in plan.Sweeps)
            RunSweep<TElement, TLane, TWide>(end, x, weight, bias, sliding.Groups, sums, y, indices, plan, sweep);
    }

    private static void RunSweep<TElement, TLane, TWide>(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, int groups, Tensor sums, Tensor y,
        Tensor? indices, ConvolutionPlan plan, SweepPlan sweep)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        int groupSize = Sweep<TElement, TWide>.TiledRows(plan.GroupRows) * sweep.Terms;
        using var packed = Packed<TElement, TWide>(weight, groups, plan, sweep, groupSize);
        fixed (byte* px = &CpuDevice.Start(x), pb = &CpuDevice.Start(bias ?? y), py = &CpuDevice.Start(y),
            pp = &CpuDevice.Start(packed), pi = &CpuDevice.Start(indices ?? y))
        fixed (int* offsets = sweep.Offsets)
        fixed (LaneSpot* lanes = sweep.Lanes)
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
                Sweep = new Sweep<TElement, TWide>
                {
                    Terms = sweep.Terms,
                    Rows = plan.GroupRows,
                    LaneCount = sweep.Lanes.Length,
                    TargetStep = sweep.TargetStep,
                    IsRaster = sweep.IsRaster,
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
            long work = (long)x.Shape[0] * sums.Shape[1] * sweep.Terms * sweep.Lanes.Length * TWide.Width;
            body.Start(x.Shape[0], work);
        }
    }

    /// <summary>The kernels of all groups as the tiles read them.</summary>
    private static Tensor Packed<TElement, TLane>(
        Tensor weight, int groups, ConvolutionPlan plan, SweepPlan sweep, int groupSize)
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
                Sweep<TElement, TLane>.Pack((TElement*)pw + ((nint)group * groupWeights), sweep, plan.GroupRows,
                    plan.WeightRow, (TElement*)pp + ((nint)group * groupSize));
            }
        }

        return packed;
    }
}
