using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that slide learned kernels over images.</summary>
internal static class ConvolutionLayers
{
    private const int MaxStep = 1024, MaxChannels = 1 << 24;

    public static LayerType[] Types { get; } =
    [
        new("conv",
            [Channels, Kernel(required: true), Stride,
                new("padding", "size|same", 0, MaxStep)
                {
                    Meaning = "zeros around the image; same keeps its size", Otherwise = "0",
                },
                new("dilation", "size", 1, MaxStep) { Meaning = "pixels between two taps", Otherwise = "1" },
                new("groups", "integer", 1, MaxChannels)
                {
                    Meaning = "parts of the channels with kernels of their own", Otherwise = "1",
                },
                new("bias", "flag") { Meaning = "whether one number a channel is added", Otherwise = "true" }],
            Conv)
        {
            Meaning = "Slides learned kernels over an image.",
            Describe = DescribeConv,
        },
        new("block",
            [Channels, Kernel(required: false), Stride,
                new("norm", "flag") { Meaning = "whether a batch norm follows", Otherwise = "true" },
                new("activation", "relu|none") { Meaning = "at its end", Otherwise = "\"relu\"" }],
            Block)
        {
            Meaning = "Convolution, batch norm and relu; keeps the size where the kernel is odd.",
            Describe = DescribeBlock,
        },
    ];

    private static Argument Channels => new("channels", "integer|classes", 1, MaxChannels, Required: true)
    {
        Meaning = "kernels, each making one channel",
    };

    private static Argument Stride => new("stride", "size", 1, MaxStep)
    {
        Meaning = "pixels from one place to the next",
        Otherwise = "1",
    };

    private static Argument Kernel(bool required) => new("kernel", "size", 1, MaxStep, required)
    {
        Meaning = "rows and columns",
        Otherwise = required ? "" : "3",
    };

    private static Spec? DescribeConv(Module layer)
    {
        if (layer is not Conv2d conv)
            return null;
        Spec spec = new Spec("conv").With("channels", (double)conv.Weight.Shape[0]).WithSize("kernel", KernelOf(conv))
            .WithSize("stride", conv.Stride).WithSize("dilation", conv.Dilation).With("groups", (double)conv.Groups)
            .WithFlag("bias", conv.Bias is not null, true);
        return conv.Padding.IsSame ? spec.With("padding", "same") : spec.WithSize("padding", conv.Padding.Sides);
    }

    private static Spec? DescribeBlock(Module layer)
    {
        if (layer is not Block { Conv: var conv } block
            || conv.Padding != NN.Block.DefaultPadding(KernelOf(conv)))
            return null;
        Spec spec = new Spec("block").With("channels", (double)conv.Weight.Shape[0]).WithSize("kernel", KernelOf(conv))
            .WithSize("stride", conv.Stride).WithFlag("norm", block.Norm is not null, true);
        return block.Activate ? spec : spec.With("activation", "none");
    }

    private static Size2 KernelOf(Conv2d conv) => (conv.Weight.Shape[2], conv.Weight.Shape[3]);

    private static LayerPlan Conv(LayerSite site)
    {
        int inputs = site.Image.Channels, channels = site.IntegerOrClasses("channels");
        int groups = site.Spec.Integer("groups", 1);
        Size2 kernel = site.Size("kernel", 3), stride = site.Size("stride", 1), dilation = site.Size("dilation", 1);
        bool bias = site.Spec.Flag("bias", true);
        Padding padding = site.Spec.Text("padding") == "same" ? Padding.Same : site.Size("padding", 0);
        return site.Plan(
            rng => new Conv2d(inputs, channels, kernel, stride, padding, dilation, groups, bias, rng));
    }

    private static LayerPlan Block(LayerSite site)
    {
        int inputs = site.Image.Channels, channels = site.IntegerOrClasses("channels");
        Size2 kernel = site.Size("kernel", 3), stride = site.Size("stride", 1);
        Padding padding = NN.Block.DefaultPadding(kernel);
        bool norm = site.Spec.Flag("norm", true), activate = site.Spec.Text("activation") != "none";
        return site.Plan(rng => new Block(inputs, channels, kernel, stride, padding, norm, activate, rng));
    }
}
