using Madaline.NN;
using Madaline.Ops;

namespace Madaline.Recipes;

/// <summary>Layers that make one pixel of several.</summary>
internal static class PoolingLayers
{
    private const int MaxStep = 1024, MaxSize = 4096;

    public static LayerType[] Types { get; } =
    [
        Windowed("max-pool", "The largest number of each window.",
            (k, s, p, ceil) => new MaxPool2d(k, s, p, ceilMode: ceil),
            layer => (layer as MaxPool2d)?.Sizes),
        Windowed("avg-pool", "The mean of each window.", (k, s, p, ceil) => new AvgPool2d(k, s, p, ceil),
            layer => layer is AvgPool2d { DividesByAll: true } pool ? pool.Sizes : null),
        Windowed("median-pool", "The middle number of each window.",
            (k, s, p, ceil) => new MedianPool2d(k, s, p, ceilMode: ceil),
            layer => (layer as MedianPool2d)?.Sizes),
        Windowed("min-pool", "The smallest number of each window.",
            (k, s, p, ceil) => new MinPool2d(k, s, p, ceilMode: ceil),
            layer => (layer as MinPool2d)?.Sizes),
        Adaptive("adaptive-avg-pool", "Means of as many windows as asked for.", size => new AdaptiveAvgPool2d(size),
            layer => (layer as AdaptiveAvgPool2d)?.OutputSize),
        Adaptive("adaptive-max-pool", "The largest of as many windows as asked for.",
            size => new AdaptiveMaxPool2d(size),
            layer => (layer as AdaptiveMaxPool2d)?.OutputSize),
        new("global-avg-pool", [], site => site.PlanOfImage(_ => new GlobalAvgPool2d()))
        {
            Meaning = "The mean of each channel: one number a channel remains.",
            Describe = layer => layer is GlobalAvgPool2d ? new Spec("global-avg-pool") : null,
        },
        new("global-max-pool", [], site => site.PlanOfImage(_ => new GlobalMaxPool2d()))
        {
            Meaning = "The largest of each channel: one number a channel remains.",
            Describe = layer => layer is GlobalMaxPool2d ? new Spec("global-max-pool") : null,
        },
    ];

    private static LayerType Windowed(
        string name, string meaning, Func<Size2, Size2, Size2, bool, Module> build,
        Func<Module, PoolSizes?> sizesOf) => new(
        name,
        [new("kernel", "size", 1, MaxStep, Required: true) { Meaning = "rows and columns of a window" },
            new("stride", "size", 1, MaxStep)
            {
                Meaning = "pixels from one window to the next", Otherwise = "the kernel",
            },
            new("padding", "size", 0, MaxStep) { Meaning = "pixels added around the image", Otherwise = "0" },
            new("ceil", "flag") { Meaning = "whether sizes are rounded up", Otherwise = "false" }],
        site =>
        {
            Size2 kernel = site.Size("kernel", 2), stride = site.Size("stride", kernel);
            Size2 padding = site.Size("padding", 0);
            bool ceil = site.Spec.Flag("ceil", false);
            return site.PlanOfImage(_ => build(kernel, stride, padding, ceil));
        })
        {
            Meaning = meaning,
            Describe = layer => sizesOf(layer) is not { } sizes || sizes.Dilation != 1 ? null
                : new Spec(name).WithSize("kernel", sizes.Kernel).WithSize("stride", sizes.Stride)
                    .WithSize("padding", sizes.Padding).WithFlag("ceil", sizes.CeilMode, false),
        };

    private static LayerType Adaptive(
        string name, string meaning, Func<Size2, Module> build, Func<Module, Size2?> sizeOf) => new(
        name, [new("size", "size", 1, MaxSize, Required: true) { Meaning = "of the output" }], site =>
        {
            Size2 size = site.Size("size", 1);
            return site.PlanOfImage(_ => build(size));
        })
        {
            Meaning = meaning,
            Describe = layer => sizeOf(layer) is { } size ? new Spec(name).WithSize("size", size) : null,
        };
}
