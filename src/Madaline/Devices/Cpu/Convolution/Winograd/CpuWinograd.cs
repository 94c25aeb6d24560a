using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>
/// Convolutions of 3×3 by Winograd's F(2×2, 3×3): four outputs take sixteen multiplications, not thirty-six.
/// </summary>
/// <remarks>Decision 9 has the order of every sum, and what the error is bounded by.</remarks>
internal static unsafe class CpuWinograd
{
    /// <summary>The convolution, or the transposed one; its epilogue pools pairs or not at all.</summary>
    public static void Run(bool isTransposed, in ConvolutionWork work)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<F32x16>(isTransposed, work);
        else
            Run<F32x8>(isTransposed, work);
    }

    private static void Run<TLane>(bool isTransposed, in ConvolutionWork work)
        where TLane : struct, IProductLane<TLane, float>
    {
        Tensor x = work.X;
        int inputs = x.Shape[1], outputs = work.Y.Shape[1];
        var shape = new WinogradShape(
            x.Shape[0], inputs, outputs, (x.Shape[2], x.Shape[3]), work.Sums,
            WinogradRule.Before(isTransposed, work.Parameters));
        using var factors = new Scratch("conv2d", WinogradKernels.Size(inputs, outputs) * sizeof(float));
        fixed (float* px = x.Pin<float>(), weight = work.Weight.Pin<float>(), bias = work.Bias.Pin<float>(),
            y = work.Y.Pin<float>(), indices = work.Indices.Pin<float>())
        {
            Pack(weight, isTransposed, inputs, outputs, (float*)factors.Start);
            var body = new WinogradBlock<TLane>
            {
                Shape = shape,
                Images = px,
                Factors = (float*)factors.Start,
                Output = new WinogradOutput
                {
                    Height = work.Sums.Height,
                    Width = work.Sums.Width,
                    PoolRows = work.Epilogue.Rows.Outputs,
                    PoolColumns = work.Epilogue.Columns.Outputs,
                    Relu = work.Epilogue.Relu,
                    Pools = work.Epilogue.Pools,
                    Y = y,
                    Indices = indices,
                    Bias = bias,
                },
            };
            int blocks = (int)((shape.Tiles + WinogradBlock.Columns - 1) / WinogradBlock.Columns);
            Device.Cpu.Team.For(blocks, Math.Max(1, blocks / (Device.Cpu.Threads * 8)),
                shape.Tiles * inputs * outputs * 16, WorthThreads.MultiplyAdds / 4, body);
        }
    }

    private static void Pack(float* weight, bool isTransposed, int inputs, int outputs, float* target)
    {
        using var scratch = new Scratch("conv2d", WinogradKernels.ScratchSize(inputs) * sizeof(float));
        for (int first = 0; first < outputs; first += WinogradKernels.Rows)
        {
            WinogradKernels.Pack(weight, isTransposed, inputs, outputs, first, (float*)scratch.Start,
                target + ((nint)first * WinogradBlock.Places * inputs));
        }
    }
}
