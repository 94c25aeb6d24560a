using static Madaline.Tests.Ops.ExtremeRow;

namespace Madaline.Tests.Ops;

/// <summary>Whatever slides over lines and images.</summary>
internal static class WindowExtremes
{
    private static Tensor Image(int side = 4) => Ones(1, 1, side, side);

    private static Tensor Line(int length = 9) => Ones(1, 1, length);

    public static IEnumerable<ExtremeRow> All => [.. Convolutions, .. Poolings, .. Others];

    private static IEnumerable<ExtremeRow> Convolutions =>
    [
        TooMany("conv2d, padding", "conv2d", () => Image(9).Conv2d(Image(2), null, 1, Most)),
        TooMany("conv2d, padding that fits a side", "conv2d", () => Image(9).Conv2d(Image(2), null, 1, 32768)),
        Right("conv2d, one place in the zeros", [1, 1, 1, 1], 0, () => Image().Conv2d(Image(1), null, Most, 1 << 29)),
        Right("conv2d, stride", [1, 1, 1, 1], 4, () => Image(9).Conv2d(Image(2), null, Most)),
        Right("conv2d, stride's gradient", [1, 1, 9, 9], 4,
            () => Gradient(Image(9), x => x.Conv2d(Image(2), null, Most))),
        Right("conv2d, stride's kernel gradient", [1, 1, 2, 2], 4,
            () => Gradient(Image(2), w => Image(9).Conv2d(w, null, Most))),
        Right("conv2d, dilation of one tap", [1, 1, 4, 4], 16, () => Image().Conv2d(Image(1), null, 1, 0, Most)),
        Right("conv2d, dilation of one tap's gradient", [1, 1, 4, 4], 16,
            () => Gradient(Image(), x => x.Conv2d(Image(1), null, 1, 0, Most))),
        Refused("conv2d, dilation", "conv2d", "larger than the image", () => Image().Conv2d(Image(3), null, 1, 0, Most)),
        TooMany("conv2d, padding and dilation", "conv2d", () => Image().Conv2d(Image(3), null, 1, Most, Most)),
        TooMany("conv2d, padding, stride and dilation", "conv2d", () => Image().Conv2d(Image(3), null, Most, Most, Most)),
        TooMany("conv2d, same padding", "conv2d", () => Image().Conv2d(Image(3), null, 1, Padding.Same, Most)),
        TooMany("conv2d, padding and stride", "conv2d", () => Image().Conv2d(Image(1), null, Most, Most)),
        Refused("conv2d, groups", "conv2d", "divide the channels", () => Image().Conv2d(Image(3), null, 1, 0, 1, Most)),
        Refused("conv2d, groups below 0", "conv2d", "divide", () => Image().Conv2d(Image(3), null, 1, 0, 1, Least)),
        Refused("conv2d, stride below 0", "conv2d", "below 1", () => Image().Conv2d(Image(3), null, Least)),
        Refused("conv2d, padding below 0", "conv2d", "negative", () => Image().Conv2d(Image(3), null, 1, Least)),
        Refused("conv2d, dilation below 0", "conv2d", "below 1", () => Image().Conv2d(Image(3), null, 1, 0, Least)),
        TooMany("conv2d, many outputs", "conv2d", () => Image(300).Conv2d(Seen(1 << 15, 1, 1, 1).Expand(1 << 15, 1, 1, 1))),
        TooMany("conv1d, padding", "conv1d", () => Line().Conv1d(Line(2), null, 1, Most)),
        TooMany("conv1d, padding and dilation", "conv1d", () => Line().Conv1d(Line(3), null, 1, Most, Most)),
        Right("conv1d, stride", [1, 1, 1], 2, () => Line().Conv1d(Line(2), null, Most)),
        Refused("conv1d, stride below 0", "conv1d", "below 1", () => Line().Conv1d(Line(2), null, Least)),
        Refused("conv1d, dilation", "conv1d", "larger", () => Line().Conv1d(Line(2), null, 1, 0, Most)),
        TooMany("transposed, stride", "conv_transpose2d", () => Image().ConvTranspose2d(Image(2), null, Most)),
        TooMany("transposed, stride that fits a side", "conv_transpose2d",
            () => Image().ConvTranspose2d(Image(2), null, 32768)),
        Right("transposed, stride of one place", [1, 1, 2, 2], 4, () => Image(1).ConvTranspose2d(Image(2), null, Most)),
        Refused("transposed, padding", "conv_transpose2d", "nothing would be left",
            () => Image().ConvTranspose2d(Image(2), null, 1, Most)),
        TooMany("transposed, dilation", "conv_transpose2d",
            () => Image().ConvTranspose2d(Image(2), null, dilation: Most)),
        TooMany("transposed, all that cancels", "conv_transpose2d",
            () => Image(3).ConvTranspose2d(Image(1), null, 1 << 30, 1 << 30)),
        TooMany("transposed, output padding", "conv_transpose2d",
            () => Image(1).ConvTranspose2d(Image(1), null, Most, 0, Most - 1)),
        Refused("transposed, output padding of one more", "conv_transpose2d", "out of range",
            () => Image(1).ConvTranspose2d(Image(1), null, Most, 0, Most)),
        Refused("transposed, groups", "conv_transpose2d", "divide",
            () => Image().ConvTranspose2d(Image(2), null, groups: Most)),
        Right("transposed, wide strides", [1, 1, 2001, 2001], (2001 * 2001) + 4,
            () => Image(2).ConvTranspose2d(Image(1), Ones(1), 2000)),
        Right("transposed, wide strides without bias", [1, 1, 2001, 2001], 4,
            () => Image(2).ConvTranspose2d(Image(1), null, 2000)),
    ];

    private static IEnumerable<ExtremeRow> Poolings =>
    [
        .. Slid("max_pool2d", (x, k, s, p, d) => x.MaxPool2d(k, s, p, d)),
        .. Slid("min_pool2d", (x, k, s, p, d) => x.MinPool2d(k, s, p, d)),
        .. Slid("median_pool2d", (x, k, s, p, d) => x.MedianPool2d(k, s, p, d)),
        .. Slid("max_pool1d", (x, k, s, p, d) => x[0].MaxPool1d(k, s, p, d)),
        .. Slid("min_pool1d", (x, k, s, p, d) => x[0].MinPool1d(k, s, p, d)),
        .. Slid("median_pool1d", (x, k, s, p, d) => x[0].MedianPool1d(k, s, p, d)),
        .. Slid("avg_pool2d", (x, k, s, p, d) => d == 1 ? x.AvgPool2d(k, s, p) : x.MaxPool2d(k, s, p, d), "max_pool2d"),
        .. Slid("avg_pool1d", (x, k, s, p, d) => d == 1 ? x[0].AvgPool1d(k, s, p) : x[0].MaxPool1d(k, s, p, d),
            "max_pool1d"),
        Right("average that counts its padding", [1, 1, 1, 1], 16.0 / Most / Most,
            () => Image().AvgPool2d(Most, Most, (Most - 4) / 2 + 1)),
        Right("average of a window that ends behind", [1, 1, 1], 1,
            () => Line().AvgPool1d(Most, Most, 1 << 29, ceilMode: true, countIncludePad: false)),
        TooMany("adaptive average", "adaptive_avg_pool1d", () => Line().AdaptiveAvgPool1d(Most)),
        TooMany("adaptive average of images", "adaptive_avg_pool2d", () => Image().AdaptiveAvgPool2d(Most)),
        TooMany("adaptive average that wraps", "adaptive_avg_pool2d", () => Image().AdaptiveAvgPool2d(65536)),
        TooMany("adaptive largest", "adaptive_max_pool1d", () => Line().AdaptiveMaxPool1d(Most)),
        TooMany("adaptive largest of images", "adaptive_max_pool2d", () => Image().AdaptiveMaxPool2d((Most, 2))),
        Refused("adaptive below 0", "adaptive_max_pool2d", "negative", () => Image().AdaptiveMaxPool2d(Least)),
    ];

    private static IEnumerable<ExtremeRow> Others =>
    [
        TooMany("unfold, padding", "unfold", () => Image().Unfold(2, padding: Most)),
        TooMany("unfold, padding that wraps", "unfold", () => Image().Unfold(2, padding: 1 << 30)),
        TooMany("unfold, padding that fits a side", "unfold", () => Image().Unfold(2, padding: 32768)),
        TooMany("unfold, padding with a stride", "unfold", () => Image().Unfold(2, padding: 65536, stride: Most)),
        Right("unfold, stride", [1, 4, 1], 4, () => Image().Unfold(2, stride: Most)),
        Right("unfold, stride's gradient", [1, 1, 4, 4], 4, () => Gradient(Image(), x => x.Unfold(2, stride: Most))),
        Right("unfold, dilation of one place", [1, 1, 16], 16, () => Image().Unfold(1, dilation: Most)),
        Refused("unfold, dilation", "unfold", "does not fit", () => Image().Unfold(2, dilation: Most)),
        Refused("unfold, kernel", "unfold", "does not fit", () => Image().Unfold(Most)),
        Refused("unfold below 0", "unfold", "too small", () => Image().Unfold(Least)),
        TooMany("fold, size", "fold", () => Ones(1, 1, 4).Fold(Most, 1)),
        TooMany("fold, padding", "fold", () => Ones(1, 1, 4).Fold(2, 1, padding: 1 << 30)),
        Refused("fold, kernel", "fold", "holds no windows", () => Ones(1, 1, 4).Fold(2, Most)),
        TooMany("upsample to a size", "upsample", () => Image().Upsample(Most)),
        TooMany("upsample to a size that wraps", "upsample", () => Image().Upsample(65536)),
        TooMany("upsample by a scale", "upsample", () => Image().Upsample(scaleFactor: 1e9)),
        TooMany("upsample by too much", "upsample", () => Image().Upsample(scaleFactor: 1e300)),
        TooMany("upsample smoothly", "upsample", () => Image().Upsample((Most, 1), mode: UpsampleMode.Bilinear)),
        Refused("upsample by no number", "upsample", "nothing or too much",
            () => Image().Upsample(scaleFactor: double.NaN)),
        Refused("upsample below 0", "upsample", "nothing or too much", () => Image().Upsample(Least)),
        Refused("pixel shuffle", "pixel_shuffle", "whole blocks", () => Image().PixelShuffle(Most)),
        TooMany("pixel shuffle of nothing", "pixel_shuffle", () => Ones(0, 1 << 30, 1).PixelShuffle(4)),
        Refused("pixel shuffle below 0", "pixel_shuffle", "at least 1", () => Image().PixelShuffle(Least)),
        Refused("pixel unshuffle", "pixel_unshuffle", "whole blocks", () => Image().PixelUnshuffle(Most)),
        TooMany("pixel unshuffle of nothing", "pixel_unshuffle", () => Ones(4, 0, 0).PixelUnshuffle(65536)),
    ];

    /// <summary>Windows of one kind of pooling over an image of 4×4 or its first row.</summary>
    private static IEnumerable<ExtremeRow> Slid(
        string op, Func<Tensor, int, int, int, int, Tensor> pool, string? dilated = null)
    {
        int[] one = op.EndsWith("1d", StringComparison.Ordinal) ? [1, 4, 1] : [1, 1, 1, 1];
        int count = one.Length == 3 ? 4 : 1;
        yield return Right($"{op}, stride", one, count, () => pool(Image(), 2, Most, 0, 1));
        yield return Right($"{op}, stride's gradient", [1, 1, 4, 4], count,
            () => Gradient(Image(), x => pool(x, 2, Most, 0, 1)));
        yield return Right($"{op}, dilation of one place", one, count, () => pool(Image(), 1, Most, 0, Most));
        yield return Refused($"{op}, kernel", op, "does not fit", () => pool(Image(), Most, 1, 0, 1));
        yield return Refused($"{op}, padding", op, "half the kernel", () => pool(Image(), 2, 1, Most, 1));
        yield return Refused($"{op}, dilation", dilated ?? op, "does not fit", () => pool(Image(), 2, 1, 1, Most));
        yield return Refused($"{op}, all", dilated ?? op, "does not fit",
            () => pool(Image(), Most, Most, Most / 2, Most));
        yield return Refused($"{op}, below 0", op, "too small", () => pool(Image(), Least, Least, Least, 1));
    }
}
