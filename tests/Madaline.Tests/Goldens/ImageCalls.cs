namespace Madaline.Tests.Goldens;

/// <summary>Windows over lines and images.</summary>
internal static class ImageCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["max_pool1d"] = (x, a) => [x[0].MaxPool1d(a.Int("kernel"), Line(a, "stride"), a.Int("padding"), a.Int("dilation", 1), a.Flag("ceil"))],
        ["max_pool2d"] = (x, a) => [x[0].MaxPool2d(Size(a, "kernel")!.Value, Size(a, "stride"), Size(a, "padding"), Size(a, "dilation"), a.Flag("ceil"))],
        ["min_pool2d"] = (x, a) => [x[0].MinPool2d(Size(a, "kernel")!.Value, Size(a, "stride"), Size(a, "padding"), Size(a, "dilation"), a.Flag("ceil"))],
        ["median_pool2d"] = (x, a) => [x[0].MedianPool2d(Size(a, "kernel")!.Value, Size(a, "stride"), Size(a, "padding"))],
        ["avg_pool1d"] = (x, a) => [x[0].AvgPool1d(a.Int("kernel"), Line(a, "stride"), a.Int("padding"), a.Flag("ceil"), a.Flag("count"))],
        ["avg_pool2d"] = (x, a) => [x[0].AvgPool2d(Size(a, "kernel")!.Value, Size(a, "stride"), Size(a, "padding"), a.Flag("ceil"),
            !a.Has("count") || a.Flag("count"), a.Has("divisor") ? a.Int("divisor") : null)],
        ["adaptive_avg_pool1d"] = (x, a) => [x[0].AdaptiveAvgPool1d(a.Int("size"))],
        ["adaptive_avg_pool2d"] = (x, a) => [x[0].AdaptiveAvgPool2d(Size(a, "size")!.Value)],
        ["adaptive_max_pool1d"] = (x, a) => [x[0].AdaptiveMaxPool1d(a.Int("size"))],
        ["adaptive_max_pool2d"] = (x, a) => [x[0].AdaptiveMaxPool2d(Size(a, "size")!.Value)],
        ["upsample"] = (x, a) => [x[0].Upsample(Size(a, "size"), a.Has("scale") ? a.Double("scale") : null,
            a.Text("mode") == "nearest" ? UpsampleMode.Nearest : UpsampleMode.Bilinear, a.Flag("corners"))],
        ["pixel_shuffle"] = (x, a) => [x[0].PixelShuffle(a.Int("factor"))],
        ["pixel_unshuffle"] = (x, a) => [x[0].PixelUnshuffle(a.Int("factor"))],
        ["pad_edges"] = (x, a) => [x[0].Pad(a.Ints("pad"), a.Text("mode") == "reflect" ? PadMode.Reflect : PadMode.Replicate)],
        ["unfold"] = (x, a) => [x[0].Unfold(Size(a, "kernel")!.Value, Size(a, "dilation"), Size(a, "padding"), Size(a, "stride"))],
        ["fold"] = (x, a) => [x[0].Fold(Size(a, "size")!.Value, Size(a, "kernel")!.Value, Size(a, "dilation"), Size(a, "padding"), Size(a, "stride"))],
    };

    private static int? Line(GoldenArguments a, string name) => a.Has(name) ? a.Int(name) : null;

    private static Size2? Size(GoldenArguments a, string name) => a.Has(name) ? new(a.Ints(name)[0], a.Ints(name)[^1]) : null;
}
