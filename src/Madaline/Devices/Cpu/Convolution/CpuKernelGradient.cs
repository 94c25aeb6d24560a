using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>The gradient of a convolution by its kernels.</summary>
/// <remarks>
/// Order of every sum: pixels in lanes, image after image of a shard, first the full lanes, then the last, partly
/// filled lane of every row; then across the lane by halves; then shard after shard within a block; then the blocks.
/// Shards and blocks follow from the shapes only.
/// </remarks>
internal static unsafe class CpuKernelGradient
{
    /// <summary>Output channels whose gradients one task computes.</summary>
    private const int TaskRows = 64, MinTaskRows = 8;

    public static void Run(in KernelGradientOperands o)
    {
        Tensor x = o.X, dy = o.Dy;
        if (o.Dw.Elements == 0)
            return;
        if (dy.Elements == 0)
        {
            CpuCopy.Fill(o.Dw, 0);
            return;
        }

        if (ConvolutionWork.IsOfPixels(o.Dw, o.Parameters, x.Shape, (dy.Shape[2], dy.Shape[3])))
            (x, dy) = (ConvolutionWork.InOneRow(x), ConvolutionWork.InOneRow(dy));
        if (dy.DType == DType.Float32)
            Run<float, F32x8>(x, dy, o.Parameters, o.Dw);
        else
            Run<double, F64x4>(x, dy, o.Parameters, o.Dw);
    }

    private static void Run<TElement, TLane>(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        ConvolutionPlan plan = ConvolutionPlans.Of(
            false, x.Shape, dw.Shape, (dy.Shape[2], dy.Shape[3]), parameters, TLane.Width);
        int images = dy.Shape[0], rowLanes = Sizes.Chunks(dy.Shape[3], TLane.Width);
        int pixels = ImageLayout.Sized((long)dy.Shape[2] * rowLanes * TLane.Width);
        var parts = KernelGradientParts.Of(images, pixels, (long)x.Shape[1] * plan.Layout.Plane * sizeof(TElement),
            (long)dw.Elements * sizeof(TElement));
        bool isWide = typeof(TElement) == typeof(float) && WideGradientTile.IsSupported
            && dy.Shape[3] % TLane.Width == 0 && plan.GroupRows % WideGradientTile.Rows == 0;
        int count = isWide ? WideGradientTile.SumsOf(dw.Shape[0], plan.Passes[0].Terms) : dw.Elements;
        bool isDirect = parts.Blocks == 1 && !isWide;
        VectorPosition[] lanes = plan.GradientLanes(TLane.Width);
        using var scratch = new Scratch("conv2d", isDirect ? 0 : (long)parts.Blocks * count * sizeof(TElement));
        fixed (TElement* px = x.Pin<TElement>(), pdy = dy.Pin<TElement>(), pdw = dw.Pin<TElement>())
        fixed (int* offsets = plan.Passes[0].Offsets)
        fixed (VectorPosition* positions = lanes)
        {
            TElement* sums = isDirect ? pdw : (TElement*)scratch.Start;
            var body = new KernelGradientBody<TElement, TLane>
            {
                Layout = plan.Layout,
                Groups = parameters.Groups,
                GroupChannels = plan.GroupChannels,
                GroupRows = plan.GroupRows,
                Terms = plan.Passes[0].Terms,
                Images = images,
                Shard = parts.Shard,
                BlockImages = parts.BlockShards * parts.Shard,
                TaskRows = RowsOfTask(plan.GroupRows * parameters.Groups, parts.Blocks),
                Width = dy.Shape[3],
                Full = dy.Shape[2] * (dy.Shape[3] / TLane.Width),
                LaneCount = lanes.Length,
                IsWide = isWide,
                X = px,
                Dy = pdy,
                Sums = sums,
                ImageSize = (nint)x.Elements / images,
                DyPlane = dy.Shape[2] * dy.Shape[3],
                Offsets = offsets,
                Lanes = positions,
            };
            Device.Cpu.Team.For(parts.Blocks * body.RowBlocks, 1, (long)images * pixels * dw.Elements,
                WorthThreads.MultiplyAdds, body);
            if (parts.Blocks > 1)
                AddBlocks<TElement, TLane>(sums, isWide ? sums : pdw, count, parts.Blocks);
            if (isWide)
                WideGradientTile.Write((float*)sums, dw.Shape[0], dw.Elements / dw.Shape[0], (float*)pdw);
        }
    }

    /// <summary>Fewer where there would be less than a task for each thread.</summary>
    private static int RowsOfTask(int rows, int blocks)
    {
        int taskRows = TaskRows, threads = Device.Cpu.Threads;
        while (taskRows > MinTaskRows && blocks * ((rows + taskRows - 1) / taskRows) < threads)
            taskRows /= 2;
        return taskRows;
    }

    /// <summary>Block after block, each sum for itself; the target may be the first block.</summary>
    public static void AddBlocks<TElement, TLane>(TElement* sums, TElement* target, int count, int blocks)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int grain = Math.Max(TLane.Width, WorthThreads.Elements / blocks & -TLane.Width);
        Device.Cpu.Team.For(count, grain, new BlockSums<TElement, TLane>(sums, target, count, blocks));
    }

    private readonly struct BlockSums<TElement, TLane>(TElement* sums, TElement* target, int count, int blocks)
        : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i += TLane.Width)
            {
                TLane sum = LaneMemory.Read<TElement, TLane>(sums, 1, i, end);
                for (nint block = 1; block < blocks; block++)
                    sum = sum + LaneMemory.Read<TElement, TLane>(sums + (block * count), 1, i, end);
                LaneMemory.Write(sum, target, 1, i, end);
            }
        }
    }
}
