using Madaline.Devices;

namespace Madaline.Tests.Reference;

internal sealed partial class ReferenceDevice
{
    private protected override void ConvolveCore(in ConvolutionOperands o)
    {
        var (x, weight, bias, parameters, y, epilogue) = o;
        var sums = Start(y, bias);
        foreach (var (to, from, kernel) in Meetings(y.Shape, x.Shape, weight.Shape, parameters))
            sums[to] += Memory(x).Number(x.Offset + from) * Memory(weight).Number(weight.Offset + kernel);
        End(sums, y);
        if (epilogue == Epilogue.Relu)
            Unary(default(ReluOp), y, y);
    }

    private protected override void ConvolveTransposedCore(in ConvolutionOperands o)
    {
        var (y, weight, bias, parameters, x, _) = o;
        var sums = Start(x, bias);
        foreach (var (from, to, kernel) in Meetings(y.Shape, x.Shape, weight.Shape, parameters))
            sums[to] += Memory(y).Number(y.Offset + from) * Memory(weight).Number(weight.Offset + kernel);
        End(sums, x);
    }

    private protected override void KernelGradientCore(in KernelGradientOperands o)
    {
        var (x, dy, parameters, dw) = o;
        var sums = Start(dw, null);
        foreach (var (output, input, kernel) in Meetings(dy.Shape, x.Shape, dw.Shape, parameters))
            sums[kernel] += Memory(x).Number(x.Offset + input) * Memory(dy).Number(dy.Offset + output);
        End(sums, dw);
    }

    /// <summary>Every output, input and kernel element that meet, as flat places; zeros around are left out.</summary>
    private static IEnumerable<(int Output, int Input, int Kernel)> Meetings(
        Shape y, Shape x, Shape weight, ConvolutionParameters parameters)
    {
        int perGroup = weight[0] / parameters.Groups;
        for (int output = 0; output < y.Elements; output++)
        {
            int[] at = Walk.Position(y, output);
            for (int tap = 0; tap < weight[1] * weight[2] * weight[3]; tap++)
            {
                int[] k = Walk.Position([weight[1], weight[2], weight[3]], tap);
                int row = (at[2] * parameters.Stride.Height) - parameters.Before.Height
                    + (k[1] * parameters.Dilation.Height);
                int column = (at[3] * parameters.Stride.Width) - parameters.Before.Width
                    + (k[2] * parameters.Dilation.Width);
                if (row < 0 || row >= x[2] || column < 0 || column >= x[3])
                    continue;
                int channel = (at[1] / perGroup * weight[1]) + k[0];
                yield return (output, (((((at[0] * x[1]) + channel) * x[2]) + row) * x[3]) + column,
                    (at[1] * weight[1] * weight[2] * weight[3]) + tap);
            }
        }
    }

    private static double[] Start(Tensor y, Tensor? bias)
    {
        var sums = new double[y.Elements];
        for (int i = 0; bias is not null && i < sums.Length; i++)
            sums[i] = Memory(bias).Number(bias.Offset + (i / (y.Shape[2] * y.Shape[3]) % y.Shape[1] * bias.Strides[0]));
        return sums;
    }

    private static void End(double[] sums, Tensor y)
    {
        for (int i = 0; i < sums.Length; i++)
            Memory(y).Set(y.Offset + i, sums[i]);
    }
}
