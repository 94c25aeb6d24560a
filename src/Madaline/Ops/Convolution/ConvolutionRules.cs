using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>What a convolution may be asked for, and the size of what comes out.</summary>
internal static class ConvolutionRules
{
    /// <summary>Checks operands of a convolution of <paramref name="spatial"/> dimensions, transposed or not.</summary>
    public static void Check(string op, int spatial, bool transposed, Tensor x, Tensor weight, Tensor? bias, int groups)
    {
        x.RequireAlive(op);
        weight.RequireAlive(op);
        bias?.RequireAlive(op);
        Tensor.RequireSameDevice(op, x, weight);
        Tensor.RequireSameDevice(op, x, bias ?? weight);
        x.RequireFloating(op);
        string image = spatial == 1 ? "length" : "height, width", kernel = spatial == 1 ? "size" : "kernel, kernel";
        if (weight.Rank != spatial + 2)
            throw new TensorException(op, $"the kernels do not have {spatial + 2} dimensions. "
                + $"weight is {weight.Shape}; "
                + $"expected [{(transposed ? "inputs, outputs / groups" : "outputs, inputs / groups")}, {kernel}].");
        if (x.Rank != spatial + 1 && x.Rank != spatial + 2)
            throw new TensorException(op, $"the input is no batch of images. input is {x.Shape}; "
                + $"expected [n, channels, {image}] or [channels, {image}]. "
                + RankRemedy(spatial, x));
        if (groups < 1 || weight.Shape[0] % groups != 0)
            throw new TensorException(op, $"the groups do not divide the channels. groups is {groups}, weight is "
                + $"{weight.Shape}; expected a divisor of {weight.Shape[0]}.");
        int channels = x.Shape[x.Rank - spatial - 1];
        long wanted = transposed ? weight.Shape[0] : (long)weight.Shape[1] * groups;
        if (channels != wanted)
            throw new TensorException(op, $"the channels differ. input is {x.Shape} with {channels}, weight is "
                + $"{weight.Shape}{(groups > 1 ? $" with {groups} groups" : "")}; expected {wanted} channels. "
                + ChannelRemedy(spatial, x, wanted));
        if (x.DType != weight.DType || (bias is not null && bias.DType != weight.DType))
            throw new TensorException(op, $"dtypes differ. input is {x.DType}, weight is {weight.DType}"
                + $"{(bias is null ? "" : $", bias is {bias.DType}")}; expected the same. "
                + TypeAdvice.For(x, weight.DType));
        long outputs = transposed ? (long)weight.Shape[1] * groups : weight.Shape[0];
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != outputs))
            throw new TensorException(op, $"the bias does not fit. bias is {bias.Shape}; expected [{outputs}].");
        for (int d = 0; d < spatial + 2; d++)
        {
            if (weight.Shape[d] == 0)
                throw new TensorException(op, $"a kernel is empty. weight is {weight.Shape}; expected no size of 0.");
        }
    }

    private static string RankRemedy(int spatial, Tensor x)
    {
        if (x.Rank != spatial)
            return "Use Reshape or Unsqueeze.";
        Shape single = (int[])[1, 1, .. x.Shape.AsSpan()];
        return $"A single image without channels: Unsqueeze(0).Unsqueeze(0) makes it {single}. What Flatten or a "
            + "linear layer gave is no image any more: convolve before.";
    }

    private static string ChannelRemedy(int spatial, Tensor x, long wanted)
    {
        if (wanted == 1 && x.Rank == spatial + 1)
        {
            Shape batch = (int[])[x.Shape[0], 1, .. x.Shape.AsSpan()[1..]];
            return $"For {x.Shape[0]} images of one channel, Unsqueeze(1) makes it {batch}.";
        }

        if (x.Shape[-1] != wanted || spatial != 2)
            return "Check the number of channels of the layer before.";
        return "The channels seem to come last: "
            + $"{(x.Rank == 4 ? "Permute(0, 3, 1, 2)" : "Permute(2, 0, 1)")} brings them before the height.";
    }

    /// <summary>Checks one direction's numbers.</summary>
    public static void CheckSteps(string op, Size2 stride, Size2 dilation)
    {
        if (stride.Height < 1 || stride.Width < 1)
            throw new TensorException(op, $"the stride is below 1. stride is {stride}; expected 1 or more.");
        if (dilation.Height < 1 || dilation.Width < 1)
            throw new TensorException(op, $"the dilation is below 1. dilation is {dilation}; expected 1 or more.");
    }

    /// <summary>⌊(size + padding − dilation · (kernel − 1) − 1) / stride⌋ + 1, with the zeros in front.</summary>
    public static int OutputSize(
        string op, bool height, int size, int kernel, int stride, Padding padding, int dilation, out int before)
    {
        if (padding.IsSame && stride != 1)
            throw new TensorException(op, $"padding \"same\" needs a stride of 1. stride is {stride}; expected 1. "
                + "Give the padding as a number.");
        var (ahead, behind) = padding.Along(height, kernel, dilation);
        if (ahead < 0)
            throw new TensorException(op, $"the padding is negative. padding is {padding}; expected 0 or more. "
                + "Slice the image to make it smaller.");
        long reach = ((long)dilation * (kernel - 1)) + 1, padded = size + ahead + behind;
        if (padded < reach)
            throw new TensorException(op, "the kernel is larger than the image. The image's "
                + $"{(height ? "height" : "width")} is "
                    + $"{size}{(ahead + behind > 0 ? $" + {ahead + behind} of padding" : "")}, "
                + $"the kernel reaches over {reach}{(dilation > 1 ? $" ({kernel} taps, dilation {dilation})" : "")}; "
                + $"expected at most {padded}. Use a smaller kernel, more padding, or pool less before.");
        before = Sizes.Of(op, ahead, "The padding");
        return Sizes.Of(op, ((padded - reach) / stride) + 1, height ? "The output's height" : "The output's width");
    }

    /// <summary>How a kernel goes over images, once it is sure that all places it meets can be counted.</summary>
    /// <param name="op">The operation's name.</param>
    /// <param name="channels">Channels of the images that the kernel goes over.</param>
    /// <param name="outputs">Rows and columns of places that the kernel is put to.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="parameters">As it was asked for.</param>
    /// <returns>The same, with steps of 1 where a single place or tap takes none.</returns>
    /// <exception cref="TensorException">An image with its zeros around has too many elements.</exception>
    public static ConvolutionParameters Countable(string op, int channels, Size2 outputs, Size2 kernel,
        ConvolutionParameters parameters)
    {
        Size2 stride = (outputs.Height > 1 ? parameters.Stride.Height : 1, outputs.Width > 1 ? parameters.Stride.Width
            : 1);
        Size2 dilation =
            (kernel.Height > 1 ? parameters.Dilation.Height : 1, kernel.Width > 1 ? parameters.Dilation.Width : 1);
        long rows = Met(outputs.Height, stride.Height, kernel.Height, dilation.Height);
        long columns = Met(outputs.Width, stride.Width, kernel.Width, dilation.Width);
        if (Sizes.Saturated(Math.Max(channels, 1), rows, columns) > int.MaxValue)
            throw Sizes.TooMany(op, $"An image with its padding has {channels} × {rows} × {columns}");
        return parameters with { Stride = stride, Dilation = dilation };
    }

    private static long Met(int outputs, int stride, int kernel, int dilation) =>
        ((outputs - 1L) * stride) + ((kernel - 1L) * dilation) + 1;

    /// <summary>(size − 1) · stride − 2 · padding + dilation · (kernel − 1) + 1 + output padding.</summary>
    public static int TransposedSize(
        string op, bool height, int size, int kernel, int stride, int padding, int outputPadding, int dilation)
    {
        if (padding < 0)
            throw new TensorException(op, $"the padding is negative. padding is {padding}; expected 0 or more.");
        if (outputPadding < 0 || outputPadding >= Math.Max(stride, dilation))
            throw new TensorException(op, $"the output padding is out of range. outputPadding is {outputPadding}; "
                + $"expected 0 to {Math.Max(stride, dilation) - 1}, less than the stride or the dilation.");
        long result = ((size - 1L) * stride) - (2L * padding) + ((long)dilation * (kernel - 1)) + 1 + outputPadding;
        if (result < 1)
            throw new TensorException(op, "nothing would be left. "
                + $"{(height ? "height" : "width")} is {size}, kernel is "
                + $"{kernel}, stride is {stride}, padding is {padding}: the output would have {result}; "
                + "expected at least 1. Use less padding.");
        return Sizes.Of(op, result, height ? "The output's height" : "The output's width");
    }

    /// <summary>Row-major, as the kernels read it.</summary>
    public static Tensor Dense(Tensor x) => x.IsContiguous ? x : x.RowMajor();
}
