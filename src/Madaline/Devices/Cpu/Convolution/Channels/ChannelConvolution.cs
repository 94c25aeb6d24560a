using System.Runtime.Intrinsics;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>Convolutions whose output channels fill lanes better than their rows of pixels do.</summary>
internal static unsafe class ChannelConvolution
{
    /// <summary>Multiply-adds that pay a hand-off: with all in registers the threads start from nothing.</summary>
    private const long SharedWork = CpuConvolution.ParallelWork / 2;

    /// <summary>Whether channels in lanes take at least a tenth fewer operations than pixels in lanes.</summary>
    public static bool IsFaster(Tensor weight, ConvolutionParameters parameters, Size2 sums)
    {
        bool isSingle = weight.DType == DType.Float32;
        int rows = weight.Shape[0] / parameters.Groups, width = isSingle ? F32x8.Width : F64x4.Width;
        int tiled = isSingle ? DirectPass<float, F32x8>.TiledRows(rows) : DirectPass<double, F64x4>.TiledRows(rows);
        long pixels = (long)sums.Height * Filled(sums.Width, width) * tiled;
        long channels = (long)Filled(sums.Height, 2) * sums.Width * Filled(rows, width);
        return channels + (channels / 10) <= pixels;
    }

    public static void Run(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor sums,
        Tensor y, Tensor? indices)
    {
        if (y.DType == DType.Float32 && Vector512.IsHardwareAccelerated)
            Run<float, F32x8, F32x16>(end, x, weight, bias, parameters, sums, y, indices);
        else if (y.DType == DType.Float32)
            Run<float, F32x8, F32x8>(end, x, weight, bias, parameters, sums, y, indices);
        else if (Vector512.IsHardwareAccelerated)
            Run<double, F64x4, F64x8>(end, x, weight, bias, parameters, sums, y, indices);
        else
            Run<double, F64x4, F64x4>(end, x, weight, bias, parameters, sums, y, indices);
    }

    /// <summary>Two lanes at a time are faster, if none is left empty and no thread goes without.</summary>
    private static int Lanes(int images, int groups, int rows, int width, bool isShared)
    {
        int blocks = Filled(rows, 2 * width) / (2 * width);
        bool isFilled = Filled(rows, width) == blocks * 2 * width;
        return isFilled && (!isShared || (long)images * groups * blocks >= Device.Cpu.Threads) ? 2 : 1;
    }

    private static int Filled(int count, int width) => (count + width - 1) / width * width;

    internal static void Run<TElement, TLane, TWide>(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor sums,
        Tensor y, Tensor? indices)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        var plan = ConvolutionPlans.Forward(x, weight, sums, parameters, laneWidth: 1);
        var pass = plan.Passes[0];
        int rows = sums.Shape[2], columns = sums.Shape[3];
        bool isShared = Device.Cpu.Team.IsWorth((long)sums.Elements * pass.Terms, SharedWork);
        fixed (byte* px = &CpuDevice.Start(x), pw = &CpuDevice.Start(weight), pb = &CpuDevice.Start(bias ?? y),
            py = &CpuDevice.Start(y), pi = &CpuDevice.Start(indices ?? y))
        fixed (int* offsets = pass.Offsets)
        {
            var body = new ChannelBody<TElement, TLane, TWide>
            {
                Layout = plan.Layout,
                Groups = parameters.Groups,
                GroupChannels = plan.GroupChannels,
                GroupRows = plan.GroupRows,
                Images = (TElement*)px,
                ImageSize = (nint)x.Elements / x.Shape[0],
                Weight = (TElement*)pw,
                Bias = bias is null ? null : (TElement*)pb,
                Y = (TElement*)py,
                Indices = indices is null ? null : (TElement*)pi,
                Pools = end.Pools,
                Pool = new ChannelPool<TElement, TLane>(end.Rows, end.Columns),
                Pass = new ChannelPass<TElement, TLane, TWide>
                {
                    Lanes = Lanes(x.Shape[0], parameters.Groups, plan.GroupRows, TLane.Width, isShared),
                    Terms = pass.Terms,
                    Rows = rows,
                    Columns = columns,
                    SourceRow = rows > 1 ? pass.Lanes[columns].Source : 0,
                    Offsets = offsets,
                    HasBias = bias is not null,
                    Relu = end.Relu,
                },
            };
            Start(body, x.Shape[0], isShared);
        }
    }

    /// <summary>A single image meets each kernel once: whoever needs it packs it.</summary>
    private static void Start<TElement, TLane, TWide>(
        ChannelBody<TElement, TLane, TWide> body, int images, bool isShared)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        if (images == 1)
        {
            body.Start(images, isShared);
            return;
        }

        int size = checked((int)(body.Pass.PackedSize * body.Blocks));
        using var packed = Tensor.Empty([size], DTypes.Of<TElement>(), Device.Cpu, "conv2d");
        fixed (byte* p = &CpuDevice.Start(packed))
        {
            body.Packed = (TElement*)p;
            body.PackAll();
            body.Start(images, isShared);
        }
    }
}
