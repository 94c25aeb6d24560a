using Madaline.Devices;
using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that make one pixel of several.</summary>
internal static class PoolingLayers
{
    private const int MaxStep = 1024, MaxSize = 4096;

    public static LayerType[] Types { get; } =
    [
        ConvolutionParameters("max-pool", (k, s, p, ceil) => new MaxPool2d(k, s, p, ceilMode: ceil)),
        ConvolutionParameters("avg-pool", (k, s, p, ceil) => new AvgPool2d(k, s, p, ceil)),
        ConvolutionParameters("median-pool", (k, s, p, ceil) => new MedianPool2d(k, s, p, ceilMode: ceil)),
        ConvolutionParameters("min-pool", (k, s, p, ceil) => new MinPool2d(k, s, p, ceilMode: ceil)),
        Adaptive("adaptive-avg-pool", size => new AdaptiveAvgPool2d(size)),
        Adaptive("adaptive-max-pool", size => new AdaptiveMaxPool2d(size)),
        new("global-avg-pool", [], site => new([site.Image.Channels], 0, _ => new GlobalAvgPool2d())),
        new("global-max-pool", [], site => new([site.Image.Channels], 0, _ => new GlobalMaxPool2d())),
    ];

    private static LayerType ConvolutionParameters(string name, Func<Size2, Size2, Size2, bool, Module> build) => new(
        name,
        [new("kernel", "size", 1, MaxStep, Required: true), new("stride", "size", 1, MaxStep),
            new("padding", "size", 0, MaxStep), new("ceil", "flag")],
        site =>
        {
            var (channels, height, width) = site.Image;
            Size2 kernel = site.Size("kernel", 2), stride = site.Size("stride", kernel);
            Size2 padding = site.Size("padding", 0);
            bool ceil = site.Spec.Flag("ceil", false);
            int rows = Count(site, "height", height, kernel.Height, stride.Height, padding.Height, ceil);
            int columns = Count(site, "width", width, kernel.Width, stride.Width, padding.Width, ceil);
            return new([channels, rows, columns], 0, _ => build(kernel, stride, padding, ceil));
        });

    private static LayerType Adaptive(string name, Func<Size2, Module> build) => new(
        name, [new("size", "size", 1, MaxSize, Required: true)], site =>
        {
            Size2 size = site.Size("size", 1);
            return new([site.Image.Channels, size.Height, size.Width], 0, _ => build(size));
        });

    private static int Count(
        LayerSite site, string direction, int size, int kernel, int stride, int padding, bool ceil)
    {
        if (padding > kernel / 2)
        {
            throw site.Refuse($"the padding is more than half the kernel. padding is {padding}, kernel is {kernel}; "
                + $"expected padding at most {kernel / 2}. Use less padding or a larger kernel.");
        }

        long count = Windows.Count(size, kernel, stride, padding, 1, ceil);
        return count > 0 ? (int)count : throw site.Refuse($"the window does not fit into the image. The image's "
            + $"{direction} is {size}, the kernel's {kernel}; expected at most {size + (2L * padding)}. Use a smaller "
            + "kernel, or pool less before.");
    }
}
