using Madaline.Datasets.Images;
using Madaline.Formats;
using static Madaline.Datasets.Tests.Images.ImageSamples;

namespace Madaline.Datasets.Tests.Images;

public sealed class ImageFileTests
{
    [Theory]
    [InlineData("a.png", 1, ImageFormat.Png)]
    [InlineData("a.png", 3, ImageFormat.Png)]
    [InlineData("a.BMP", 3, ImageFormat.Bmp)]
    public void What_is_written_without_loss_is_read_again_to_the_pixel(string name, int channels, ImageFormat format)
    {
        using var temporary = new TemporaryFolder();
        foreach (var (height, width) in ((int, int)[])[(1, 1), (7, 5), (32, 32), (3, 100)])
        {
            Tensor image = Picture(channels, height, width);
            ImageFile.Write(temporary[name], image);
            Assert.Equal(new ImageHeader(format, height, width, channels), ImageFile.ReadHeader(temporary[name]));
            Tensor back = ImageFile.Read(temporary[name]);
            Assert.Equal([channels, height, width], back.Shape);
            Assert.Equal(image.ToArray<byte>(), back.ToArray<byte>());
        }

        Assert.Equal([name], temporary.Files());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_jpeg_comes_back_nearly_and_a_better_one_nearer(int channels)
    {
        Tensor image = Picture(channels, 40, 56);
        double good = Error(95), poor = Error(20);
        Assert.InRange(good, 0, 6);
        Assert.True(good < poor);

        double Error(int quality)
        {
            byte[] file = ImageFile.Encode(image, ImageFormat.Jpeg, quality);
            Tensor back = ImageFile.Decode(file, options: new ImageOptions { Channels = channels });
            Assert.Equal([channels, 40, 56], back.Shape);
            return back.ToArray<byte>().Zip(image.ToArray<byte>(), (a, b) => Math.Abs(a - (double)b)).Average();
        }
    }

    [Fact]
    public void Colour_becomes_grey_and_grey_becomes_colour_on_demand()
    {
        byte[] file = ImageFile.Encode(Tensor.Wrap<byte>([255, 0, 0, 10, 0, 0, 0, 200], [1, 2, 4]), ImageFormat.Png);
        Tensor three = ImageFile.Decode(file, options: new ImageOptions { Channels = 3 });
        Assert.Equal([3, 2, 4], three.Shape);
        Assert.Equal(200, three.ToArray<byte>()[^1]);
        byte[] red = ImageFile.Encode(Tensor.Wrap<byte>([255, 0, 0], [3, 1, 1]), ImageFormat.Png);
        Assert.Equal([(byte)76], ImageFile.Decode(red, options: new ImageOptions { Channels = 1 }).ToArray<byte>());
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Decode(red, options: new ImageOptions { Channels = 2 }));
    }

    [Fact]
    public void Transparency_is_dropped_or_laid_on_white()
    {
        byte[] file = Png(3, 1, 8, 6, [0, 10, 20, 30, 255, 10, 20, 30, 0, 100, 100, 100, 51]);
        Assert.Equal([10, 10, 100, 20, 20, 100, 30, 30, 100], ImageFile.Decode(file).ToArray<byte>());
        Assert.Equal([10, 255, 224, 20, 255, 224, 30, 255, 224],
            ImageFile.Decode(file, options: new ImageOptions { OnWhite = true }).ToArray<byte>());
        byte[] grey = Png(2, 1, 8, 4, [0, 10, 255, 10, 0]);
        Assert.Equal([10, 255], ImageFile.Decode(grey, options: new ImageOptions { OnWhite = true }).ToArray<byte>());
    }

    [Fact]
    public void Every_kind_of_png_is_read()
    {
        Assert.Equal([0, 255, 0, 255, 255], Decoded(Png(5, 1, 1, 0, [0, 0b01011000])));
        Assert.Equal([0, 85, 170, 255], Decoded(Png(4, 1, 2, 0, [0, 0b00011011])));
        Assert.Equal([17, 34], Decoded(Png(2, 1, 4, 0, [0, 0x12])));
        Assert.Equal([0x12, 0x56], Decoded(Png(2, 1, 16, 0, [0, 0x12, 0x34, 0x56, 0x78])));
        Assert.Equal([7, 1, 8, 2, 9, 3], Decoded(Png(2, 1, 8, 3, [0, 1, 0], palette: [1, 2, 3, 7, 8, 9])));
        Assert.Equal([5, 6, 7], Decoded(Png(1, 1, 8, 2, [0, 5, 6, 7], parts: 2)));
        Assert.Equal([7, 8, 9, 10], Decoded(Png(2, 2, 8, 0, [0, 7, 0, 8, 0, 9, 10], interlaced: true)));
    }

    [Fact]
    public void Every_kind_of_bitmap_is_read_from_either_end()
    {
        Assert.Equal([3, 1, 1], ImageFile.Decode(Bmp(1, 1, 1)).Shape);
        Assert.Equal([2, 1, 0], Decoded(Bmp(1, 1, 24)));
        Assert.Equal([2, 1, 0], Decoded(Bmp(1, 1, 32)));
        Assert.Equal([6, 2, 5, 1, 4, 0], Decoded(Bmp(1, 2, 32)));
        Assert.Equal([2, 6, 1, 5, 0, 4], Decoded(Bmp(1, -2, 32)));
        Assert.Equal([2, 6, 1, 5, 0, 4], Decoded(Bmp(2, 1, 32, masks: 3)));
        Assert.Equal([0, 3, 0, 2, 0, 1], Decoded(Bmp(2, 1, 8)));
        Assert.Equal([3, 2, 5], ImageFile.Decode(Bmp(5, -2, 16)).Shape);
    }

    [Fact]
    public void A_float_image_is_written_as_bytes_from_0_to_1()
    {
        Tensor image = Tensor.Wrap([0f, 0.5f, 1f, -3f, 7f, float.NaN], [2, 3]);
        Assert.Equal([0, 128, 255, 0, 255, 0], Decoded(ImageFile.Encode(image, ImageFormat.Png)));
    }

    [Fact]
    public void What_is_no_image_is_not_written()
    {
        using var temporary = new TemporaryFolder();
        foreach (Tensor wrong in (Tensor[])[Tensor.Zeros([2, 4, 4], DType.UInt8), Tensor.Zeros([1, 3, 4, 4]),
            Tensor.Zeros([4, 0]), Tensor.Zeros([4, 4], DType.Int64), Tensor.Zeros([4])])
        {
            Assert.Contains("expected UInt8", Assert.Throws<TensorException>(
                () => ImageFile.Write(temporary["a.png"], wrong)).Message, StringComparison.Ordinal);
        }

        Assert.Contains(".png, .jpg", Assert.Throws<ArgumentException>(
            () => ImageFile.Write(temporary["a.gif"], Tensor.Zeros([4, 4]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Encode(Tensor.Zeros([4, 4]), ImageFormat.Jpeg, 0));
        Assert.Empty(temporary.Files());
    }

    [Fact]
    public void Headers_that_ask_for_too_much_are_refused_before_anything_is_allocated()
    {
        byte[] png = Mended(Changed(Png(2, 2, 8, 0, [0, 1, 2, 0, 3, 4]), 16, [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]));
        byte[] jpeg = ImageFile.Encode(Picture(3, 8, 8), ImageFormat.Jpeg);
        int frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        byte[] wide = Changed(jpeg, frame + 5, [0x1F, 0xFF, 0x1F, 0xFF]);
        byte[] bmp = Changed(Bmp(2, 2, 24), 18, [0xFF, 0x7F, 0, 0, 0xFF, 0x7F, 0, 0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(png, "65535 × 65535");
        Refuses(wide, "cannot hold");
        Refuses(bmp, "32767 × 32767");
        Refuses(Changed(bmp, 18, [0x10, 0x10, 0, 0, 0x10, 0x10, 0, 0]), "ends too early");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Refuses(Mended(Changed(Png(2, 2, 8, 0, [0, 1, 2, 0, 3, 4]), 16, [0, 0, 0x20, 0, 0, 0, 0x1F, 0])), "cannot hold");
        Refuses(Mended(Changed(Png(2, 2, 8, 0, [0, 1, 2, 0, 3, 4]), 16, [0, 0, 0, 2, 0, 0, 0, 3])), "pixels end in row 2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_png_of_apples_own_kind_is_refused_by_name(int behind)
    {
        byte[] png = Png(1, 1, 8, 2, [0, 5, 6, 7]);
        int at = behind == 0 ? 8 : 8 + 25;
        byte[] chunk = [0, 0, 0, 4, .. "CgBI"u8, 0x50, 0, 0x20, 2, 0, 0, 0, 0];
        Refuses(Mended([.. png[..at], .. chunk, .. png[at..]]), "CgBI");
    }

    [Fact]
    public void A_jpeg_that_asks_for_more_pixels_than_its_bytes_can_hold_is_refused_before_it_is_decoded()
    {
        byte[] jpeg = ImageFile.Encode(Picture(3, 8, 8), ImageFormat.Jpeg);
        byte[] padded = [.. jpeg, .. new byte[(64 << 10) - jpeg.Length]];
        int frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(Changed(padded, frame + 5, [0x20, 0, 0x20, 0]), "65536 bytes cannot hold the 8192 × 8192 pixels");
        byte[] progressive = Changed(padded, frame + 1, [0xC2]);
        Refuses(Changed(progressive, frame + 5, [0x20, 0, 0x20, 0]), "cannot hold");
        Assert.Contains("takes 43008000 bytes of memory", Assert.Throws<DataFormatException>(() => ImageFile.Decode(
            Changed(progressive, frame + 5, [0x08, 0, 0x07, 0xD0]), options: new ImageOptions { MaxDecodedBytes = 1 << 24 }))
            .Reason, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_jpeg_of_many_scans_is_refused_before_it_is_decoded()
    {
        byte[] jpeg = ImageFile.Encode(Picture(1, 64, 64), ImageFormat.Jpeg);
        int scan = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        byte[] again = jpeg[scan..^2];
        Refuses(Scans(64), "65 or more scans of 4096 pixels");
        Assert.Contains("8 times 4096 pixels", Assert.Throws<DataFormatException>(
            () => ImageFile.Decode(Scans(8), options: new ImageOptions { MaxPixels = 4096 })).Reason, StringComparison.Ordinal);
        Assert.Equal(ImageFile.Decode(jpeg).ToArray<byte>(), ImageFile.Decode(Scans(7)).ToArray<byte>());

        byte[] Scans(int more) => [.. jpeg[..^2], .. Enumerable.Repeat(again, more).SelectMany(b => b), 0xFF, 0xD9];
    }

    [Fact]
    public void Damage_is_named()
    {
        byte[] png = ImageFile.Encode(Picture(3, 5, 5), ImageFormat.Png);
        Refuses(Changed(png, png.Length - 20, [1, 2, 3]), "checksum");
        Refuses(png[..^13], "inside a chunk");
        Refuses(Png(2, 1, 8, 0, [9, 1, 2]), "unknown filter 9");
        Refuses(Png(2, 1, 8, 3, [0, 1, 0]), "palette is missing");
        Refuses(Mended(Changed(png, 24, [3])), "header is impossible");
        Refuses([], "no PNG, JPEG or BMP");
        Refuses("GIF89a"u8.ToArray(), "no PNG, JPEG or BMP");
        Refuses("BM"u8.ToArray(), "ends inside its header");
        Refuses([0xFF, 0xD8, 0xFF, 0xD9, 0, 2], "no frame header");
        Refuses([0xFF, 0xD8], "ends inside its header");
        byte[] arithmetic = ImageFile.Encode(Picture(1, 8, 8), ImageFormat.Jpeg);
        arithmetic[arithmetic.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = 0xC9;
        Refuses(arithmetic, "arithmetic coding; expected baseline or progressive Huffman");
        Refuses(Changed(Bmp(2, 2, 8), 30, [1]), "uncompressed");
    }

    [Fact]
    public void Pixels_beyond_one_array_are_refused_whatever_the_limit() => Assert.Contains(
        "an image of 30000 × 30000 pixels; expected at most 629145600 in all",
        Assert.Throws<DataFormatException>(() => ImageFile.Decode(
            ImageSamples.Png(30_000, 30_000, 8, 0, new byte[1 << 20]), options: new ImageOptions { MaxPixels = long.MaxValue }))
            .Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_beyond_the_limit_is_not_opened()
    {
        using var temporary = new TemporaryFolder();
        ImageFile.Write(temporary["a.png"], Picture(3, 9, 9));
        var error = Assert.Throws<DataFormatException>(
            () => ImageFile.Read(temporary["a.png"], new ImageOptions { MaxBytes = 20 }));
        Assert.Equal(temporary["a.png"], error.File);
        Assert.Contains("at most 20", error.Reason, StringComparison.Ordinal);
        Assert.Contains("at most 80", Assert.Throws<DataFormatException>(
            () => ImageFile.ReadHeader(temporary["a.png"], new ImageOptions { MaxPixels = 80 })).Reason, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ImageFile.Read(temporary["b.png"]));
    }

    [Theory]
    [InlineData("RIFF????WEBPVP8 ", "a WebP picture")]
    [InlineData("GIF89a", "a GIF picture")]
    [InlineData("II*\0", "a TIFF picture")]
    [InlineData("\0\0\0\u0018ftypheic", "an HEIC picture")]
    [InlineData("\0\0\0\u0018ftypavif", "an AVIF picture")]
    [InlineData("P6\n3 3", "a PNM picture")]
    [InlineData("  <svg xmlns", "an SVG drawing")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("<!DOCTYPE html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    [InlineData("\0\0\0\0\0\0\0\0\0", "begins with zeros")]
    [InlineData("", "is empty")]
    [InlineData("abc", "it begins 616263")]
    public void What_is_no_picture_that_is_read_is_named_with_a_remedy(string text, string words)
    {
        byte[] bytes = [.. text.Select(c => (byte)c)];
        Refuses(bytes, words);
        Refuses(bytes, "no PNG, JPEG or BMP image: ");
    }

    [Fact]
    public void Folders_pipes_and_missing_files_are_named()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary["a.png"]);
        Assert.Contains("a folder", Assert.Throws<DataFormatException>(() => ImageFile.Read(temporary["a.png"])).Reason,
            StringComparison.Ordinal);
        Assert.Contains("Check the path", Assert.Throws<FileNotFoundException>(
            () => ImageFile.ReadHeader(temporary["b.png"])).Message, StringComparison.Ordinal);
        File.WriteAllText(temporary["c.png"], "");
        Assert.Contains("empty", Assert.Throws<DataFormatException>(() => ImageFile.Read(temporary["c.png"])).Reason,
            StringComparison.Ordinal);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such devices there.");
        File.CreateSymbolicLink(temporary["d.png"], "/dev/zero");
        Assert.Contains("a device", Assert.Throws<DataFormatException>(() => ImageFile.ReadHeader(temporary["d.png"])).Reason,
            StringComparison.Ordinal);
    }

    private static byte[] Decoded(byte[] file) => ImageFile.Decode(file).ToArray<byte>();

    private static byte[] Changed(byte[] bytes, int at, byte[] with)
    {
        byte[] changed = [.. bytes];
        with.CopyTo(changed, at);
        return changed;
    }

    private static void Refuses(byte[] bytes, string reason)
    {
        var error = Assert.Throws<DataFormatException>(() => ImageFile.Decode(bytes, "x.img"));
        Assert.Equal("x.img", error.File);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
