using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that make one pixel of several.</summary>
internal static class PoolingLayers
{
    private const int MaxStep = 1024, MaxSize = 4096;

    public static LayerType[] Types { get; } =
    [
        Windowed("max-pool", (k, s, p, ceil) => new MaxPool2d(k, s, p, ceilMode: ceil)),
        Windowed("avg-pool", (k, s, p, ceil) => new AvgPool2d(k, s, p, ceil)),
        Windowed("median-pool", (k, s, p, ceil) => new MedianPool2d(k, s, p, ceilMode: ceil)),
        Windowed("min-pool", (k, s, p, ceil) => new MinPool2d(k, s, p, ceilMode: ceil)),
        Adaptive("adaptive-avg-pool", size => new AdaptiveAvgPool2d(size)),
        Adaptive("adaptive-max-pool", size => new AdaptiveMaxPool2d(size)),
        new("global-avg-pool", [], site => site.PlanOfImage(_ => new GlobalAvgPool2d())),
        new("global-max-pool", [], site => site.PlanOfImage(_ => new GlobalMaxPool2d())),
    ];

    private static LayerType Windowed(string name, Func<Size2, Size2, Size2, bool, Module> build) => new(
        name,
        [new("kernel", "size", 1, MaxStep, Required: true), new("stride", "size", 1, MaxStep),
            new("padding", "size", 0, MaxStep), new("ceil", "flag")],
        site =>
        {
            Size2 kernel = site.Size("kernel", 2), stride = site.Size("stride", kernel);
            Size2 padding = site.Size("padding", 0);
            bool ceil = site.Spec.Flag("ceil", false);
            return site.PlanOfImage(_ => build(kernel, stride, padding, ceil));
        });

    private static LayerType Adaptive(string name, Func<Size2, Module> build) => new(
        name, [new("size", "size", 1, MaxSize, Required: true)], site =>
        {
            Size2 size = site.Size("size", 1);
            return site.PlanOfImage(_ => build(size));
        });
}
