using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that slide learned kernels over images.</summary>
internal static class ConvolutionLayers
{
    private const int MaxStep = 1024, MaxChannels = 1 << 24;

    public static LayerType[] Types { get; } =
    [
        new("conv",
            [Channels, Kernel(required: true), Stride, new("padding", "size|same", 0, MaxStep),
                new("dilation", "size", 1, MaxStep), new("groups", "integer", 1, MaxChannels), new("bias", "flag")],
            Conv),
        new("block",
            [Channels, Kernel(required: false), Stride, new("norm", "flag"), new("activation", "relu|none")],
            Block),
    ];

    private static Argument Channels => new("channels", "integer|classes", 1, MaxChannels, Required: true);

    private static Argument Stride => new("stride", "size", 1, MaxStep);

    private static Argument Kernel(bool required) => new("kernel", "size", 1, MaxStep, required);

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
