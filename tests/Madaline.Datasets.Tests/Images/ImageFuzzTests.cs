using System.Runtime.CompilerServices;
using Madaline.Datasets.Images;
using Madaline.Tests;
using Madaline.Tests.Fuzzing;

namespace Madaline.Datasets.Tests.Images;

public sealed class ImageFuzzTests
{
    // The decoder's own tables and copies; the pixels that a header may ask for are capped.
    private const long Overhead = 1 << 20, MaxPixels = 1 << 16;
    private static readonly ImageOptions Options = new() { MaxPixels = MaxPixels, Channels = 3, OnWhite = true, MaxDecodedBytes = 12 * MaxPixels };

    [Fact]
    public void Damaged_png_files_are_read_or_refused() => Run(PngSeeds(), mend: false);

    [Fact]
    public void Damaged_png_files_with_right_checksums_are_read_or_refused() => Run(PngSeeds(), mend: true);

    [Fact]
    public void Damaged_jpeg_files_are_read_or_refused() => Run(
    [
        ImageFile.Encode(ImageSamples.Picture(3, 24, 40), ImageFormat.Jpeg, 80),
        ImageFile.Encode(ImageSamples.Picture(1, 17, 9), ImageFormat.Jpeg, 30),
    ], mend: false);

    [Fact]
    public void Damaged_jpeg_files_of_every_kind_are_read_or_refused() => Run(
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "goldens", "jpeg"), "*.jpg").Order(StringComparer.Ordinal)
            .Where(path => !path.Contains("arithmetic", StringComparison.Ordinal)).Select(File.ReadAllBytes)], mend: false);

    [Fact]
    public void Damaged_bitmaps_are_read_or_refused() => Run(
    [
        ImageFile.Encode(ImageSamples.Picture(3, 7, 9), ImageFormat.Bmp), ImageSamples.Bmp(9, 5, 1),
        ImageSamples.Bmp(9, -5, 4), ImageSamples.Bmp(5, 5, 8), ImageSamples.Bmp(5, 3, 16), ImageSamples.Bmp(5, 3, 32),
        ImageSamples.Bmp(5, 3, 32, masks: 3),
    ], mend: false);

    private static List<byte[]> PngSeeds() =>
    [
        ImageFile.Encode(ImageSamples.Picture(3, 9, 12), ImageFormat.Png),
        ImageFile.Encode(ImageSamples.Picture(1, 9, 12), ImageFormat.Png),
        ImageSamples.Png(5, 2, 4, 3, [0, 1, 35, 64, 0, 18, 52, 80], palette: [.. Enumerable.Range(0, 30).Select(i => (byte)i)]),
        ImageSamples.Png(2, 2, 16, 6, [0, .. new byte[16], 1, .. new byte[16]]),
        ImageSamples.Png(3, 2, 8, 4, [0, 1, 2, 3, 4, 5, 6, 2, 6, 5, 4, 3, 2, 1], parts: 3),
        ImageSamples.Png(2, 2, 8, 0, [0, 7, 0, 8, 0, 9, 10], interlaced: true, transparency: [0, 8]),
    ];

    private static void Run(IReadOnlyList<byte[]> seeds, bool mend, [CallerMemberName] string test = "") => OwnProcess.Run(() =>
    {
        var (read, refused) = (0, 0);
        double seconds = OwnProcess.CpuSeconds(() => (read, refused) = Fuzz.Run(seeds, 3000,
            bytes => Decoded(mend ? ImageSamples.Mended(bytes) : bytes),
            (input, _) => 2 * (4 * input + 16 * MaxPixels + Overhead)), runs: 1);
        Assert.True(refused > 200, $"only {refused} of 3000 were refused");
        Assert.True(read > 20, $"only {read} of 3000 were read");
        Assert.True(seconds < 120, $"3000 inputs took {seconds} s");
    }, test: test);

    /// <summary>Decodes twice: what nobody wrote into a pixel would differ.</summary>
    private static long Decoded(byte[] bytes)
    {
        Tensor first = ImageFile.Decode(bytes, options: Options), second = ImageFile.Decode(bytes, options: Options);
        Assert.True(first.ToArray<byte>().AsSpan().SequenceEqual(second.ToArray<byte>()));
        return first.Elements;
    }
}
