using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>Convolutions whose output channels fill lanes better than their rows of pixels do.</summary>
internal static unsafe class ChannelConvolution
{
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

    public static void Run(in ConvolutionWork work)
    {
        if (work.Y.DType == DType.Float32 && Vector512.IsHardwareAccelerated)
            Run<float, F32x8, F32x16>(work);
        else if (work.Y.DType == DType.Float32)
            Run<float, F32x8, F32x8>(work);
        else if (Vector512.IsHardwareAccelerated)
            Run<double, F64x4, F64x8>(work);
        else
            Run<double, F64x4, F64x4>(work);
    }

    /// <summary>Two lanes at a time are faster, if none is left empty and no thread goes without.</summary>
    private static int Lanes(int images, int groups, int rows, int width, bool isShared)
    {
        int blocks = Filled(rows, 2 * width) / (2 * width);
        bool isFilled = Filled(rows, width) == blocks * 2 * width;
        return isFilled && (!isShared || (long)images * groups * blocks >= Device.Cpu.Threads) ? 2 : 1;
    }

    private static int Filled(int count, int width) => (count + width - 1) / width * width;

    internal static void Run<TElement, TLane, TWide>(in ConvolutionWork work)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        var plan = ConvolutionPlans.Of(false, work, laneWidth: 1);
        var pass = plan.Passes[0];
        int rows = work.Sums.Height, columns = work.Sums.Width, images = work.Images;
        bool isShared = Device.Cpu.Team.IsWorth(
            (long)images * work.Outputs * rows * columns * pass.Terms, WorthThreads.MultiplyAdds / 2);
        fixed (TElement* x = work.X.Pin<TElement>(), weight = work.Weight.Pin<TElement>(),
            bias = work.Bias.Pin<TElement>(), y = work.Y.Pin<TElement>(), indices = work.Indices.Pin<TElement>())
        fixed (int* offsets = pass.Offsets)
        {
            var body = new ChannelBody<TElement, TLane, TWide>
            {
                Layout = plan.Layout,
                Groups = work.Parameters.Groups,
                GroupChannels = plan.GroupChannels,
                GroupRows = plan.GroupRows,
                Images = x,
                ImageSize = work.ImageSize,
                Weight = weight,
                Bias = bias,
                Y = y,
                Indices = indices,
                Pools = work.Epilogue.Pools,
                Pool = new ChannelPool<TElement, TLane>(work.Epilogue.Rows, work.Epilogue.Columns),
                Pass = new ChannelPass<TElement, TLane, TWide>
                {
                    Lanes = Lanes(images, work.Parameters.Groups, plan.GroupRows, TLane.Width, isShared),
                    Terms = pass.Terms,
                    Rows = rows,
                    Columns = columns,
                    SourceRow = rows > 1 ? pass.Lanes[columns].Source : 0,
                    Offsets = offsets,
                    HasBias = bias != null,
                    Relu = work.Epilogue.Relu,
                },
            };

            // A single image meets each kernel once: whoever needs it packs it.
            using var packed = new Scratch(
                "conv2d", images == 1 ? 0 : body.Pass.PackedSize * body.Blocks * sizeof(TElement));
            body.Packed = (TElement*)packed.Start;
            if (images > 1)
                body.PackAll();
            body.Start(images, isShared);
        }
    }
}
