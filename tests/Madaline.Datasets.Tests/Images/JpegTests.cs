using Madaline.Datasets.Images;
using Madaline.Formats;

namespace Madaline.Datasets.Tests.Images;

public sealed class JpegTests
{
    public static TheoryData<string> Goldens =>
        [.. Directory.GetFiles(GoldenFolder, "*.pnm").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    private static string GoldenFolder => Path.Combine(AppContext.BaseDirectory, "goldens", "jpeg");

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Pixels_are_those_of_libjpeg_turbo_to_the_bit(string name)
    {
        byte[] expected = File.ReadAllBytes(Path.Combine(GoldenFolder, name + ".pnm"));
        Tensor image = ImageFile.Read(Path.Combine(GoldenFolder, name + ".jpg"));
        int channels = image.Shape[0], plane = image.Shape[1] * image.Shape[2];
        byte[] pixels = image.ToArray<byte>(), sideBySide = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++) sideBySide[i % plane * channels + i / plane] = pixels[i];
        Assert.Equal(expected[^pixels.Length..], sideBySide);
    }

    [Fact]
    public void Every_golden_file_that_is_cut_anywhere_is_refused()
    {
        Assert.True(Goldens.Count >= 13);
        foreach (string file in Directory.GetFiles(GoldenFolder, "*.jpg"))
        {
            byte[] whole = File.ReadAllBytes(file);
            for (int length = 0; length < whole.Length; length++) Assert.Throws<DataFormatException>(
                () => ImageFile.Decode(whole[..length]));
        }
    }

    [Fact]
    public void A_scan_that_is_cut_is_refused_though_the_end_mark_follows()
    {
        foreach (string file in Directory.GetFiles(GoldenFolder, "4*.jpg"))
        {
            byte[] whole = File.ReadAllBytes(file);
            int scan = whole.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
            for (int length = scan + 8; length < whole.Length - 4; length++)
            {
                if (whole[length - 1] != 0xFF)
                    Assert.Throws<DataFormatException>(() => ImageFile.Decode([.. whole[..length], 0xFF, 0xD9]));
            }
        }
    }

    [Fact]
    public void A_picture_without_a_scan_of_each_colour_is_refused()
    {
        var builder = new JpegBuilder().Tables().Frame(8, 8, 1, 2, 3).Scan([1], 100).Scan([3], 120);
        Refuses(builder.End().File, "no scan of component 1");
        Refuses(new JpegBuilder().Tables().Frame(8, 8, 1).End().File, "no scan of component 0");
        byte[] scans = File.ReadAllBytes(Path.Combine(GoldenFolder, "420-progressive.jpg"));
        int first = scans.AsSpan().IndexOf<byte>([0xFF, 0xDA]), second = scans.AsSpan(first + 2).IndexOf<byte>([0xFF, 0xC4]);
        Assert.Equal([3, 19, 21], ImageFile.Decode([.. scans[..(first + 2 + second)], 0xFF, 0xD9]).Shape);
        Refuses([.. scans[..first], 0xFF, 0xD9], "no scan of component 0");
    }

    [Fact]
    public void A_missing_end_is_a_missing_part_and_bytes_behind_the_end_are_not_read()
    {
        byte[] sound = JpegBuilder.OfOneBlock([1], [77]);
        Assert.All(Decoded(sound), pixel => Assert.Equal(77, pixel));
        Refuses(sound[..^2], "the mark of its end is missing");
        Assert.Equal(Decoded(sound), Decoded([.. sound, .. Enumerable.Repeat<byte>(0xFF, 99), 0xDA, 0, 0]));
    }

    [Fact]
    public void Bytes_between_segments_and_behind_a_scan_are_passed_over()
    {
        byte[] file = new JpegBuilder().Bytes(1, 2, 3).Tables().Bytes(0, 9).Frame(8, 8, 1).Bytes(0xFF, 0xFF)
            .Scan([1], 50).Bytes(7, 7, 7, 7, 7, 0xFF, 0).End().File;
        Assert.All(Decoded(file), pixel => Assert.Equal(50, pixel));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0xD1)]
    [InlineData(1, 0xD9)]
    public void Restart_markers_are_kept_to(int extra, int marker)
    {
        var start = new JpegBuilder().Tables().Frame(16, 8, 1).Segment(0xDD, 0, 1);
        var builder = start.Scan([1], 60).Bytes(new byte[extra * 3]);
        byte[] file = builder.Bytes(0xFF, (byte)(marker == 0 ? 0xD0 : marker)).Bytes(JpegBuilder.Blocks(1, 90)).End().File;
        if (marker != 0)
        {
            Refuses(file, $"marker {marker:X2} where restart marker D0");
            return;
        }

        Assert.Equal([60, 60, 90, 90], Decoded(file)[6..10]);
    }

    [Fact]
    public void Colours_are_told_by_jfif_adobe_and_names()
    {
        byte[] shades = Decoded(JpegBuilder.OfOneBlock([82, 71, 66], [10, 20, 30]));
        Assert.Equal([10, 20, 30], [shades[0], shades[64], shades[128]]);
        shades = Decoded(JpegBuilder.OfOneBlock([1, 2, 3], [10, 20, 30], 0));
        Assert.Equal([10, 20, 30], [shades[0], shades[64], shades[128]]);
        shades = Decoded(JpegBuilder.OfOneBlock([82, 71, 66], [100, 128, 128], 1));
        Assert.Equal([100, 100, 100], [shades[0], shades[64], shades[128]]);
        shades = Decoded(JpegBuilder.OfOneBlock([1, 2, 3], [100, 128, 228]));
        Assert.Equal([240, 29, 100], [shades[0], shades[64], shades[128]]);
    }

    [Fact]
    public void Four_inks_become_colours_as_adobes_programs_write_them()
    {
        byte[] shades = Decoded(JpegBuilder.OfOneBlock([1, 2, 3, 4], [255, 100, 0, 128], 0));
        Assert.Equal([128, 50, 0], [shades[0], shades[64], shades[128]]);
        Assert.Equal(shades, Decoded(JpegBuilder.OfOneBlock([1, 2, 3, 4], [255, 100, 0, 128])));
        shades = Decoded(JpegBuilder.OfOneBlock([1, 2, 3, 4], [55, 128, 128, 255], 2));
        Assert.Equal([200, 200, 200], [shades[0], shades[64], shades[128]]);
    }

    [Fact]
    public void Kinds_that_are_not_read_are_named()
    {
        Refuses(File.ReadAllBytes(Path.Combine(GoldenFolder, "arithmetic.jpg")), "arithmetic coding");
        byte[] sound = JpegBuilder.OfOneBlock([1], [77]);
        int frame = sound.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        Refuses(With(frame + 1, 0xC3), "lossless");
        Refuses(With(frame + 1, 0xC6), "hierarchical");
        Refuses(With(frame + 4, 12), "12 bits");
        Refuses(With(frame + 9, 2), "2 colours");
        byte[] uneven = JpegBuilder.OfOneBlock([1, 2, 3], [1, 2, 3]);
        (uneven[frame + 11], uneven[frame + 14]) = (0x31, 0x21);
        Refuses(uneven, "no multiple of the others");

        byte[] With(int at, byte value)
        {
            byte[] changed = [.. sound];
            changed[at] = value;
            return changed;
        }
    }

    [Fact]
    public void Missing_and_impossible_tables_are_named()
    {
        Refuses(new JpegBuilder().Frame(8, 8, 1).Scan([1], 5).End().File, "no quantization table 0");
        Refuses(new JpegBuilder().Segment(0xDB, [0, .. new byte[64]]).Frame(8, 8, 1).Scan([1], 5).End().File,
            "no Huffman (DC) table 0");
        Refuses(new JpegBuilder().Segment(0xC4, [0, 3, .. new byte[15], 1, 2, 3]).Frame(8, 8, 1).End().File,
            "Huffman table of the JPEG is impossible");
        Refuses(new JpegBuilder().Tables().Frame(8, 8, 1).Frame(8, 8, 1).End().File, "two frame headers");
        Refuses(new JpegBuilder().Tables().Frame(8, 8, 1).Scan([9], 5).End().File, "names component 9");
        Refuses(new JpegBuilder().Tables().Frame(8, 8, 1).Segment(0xDA, 1, 1, 0, 0, 63, 0).Bytes(0xF0, 0xF0, 0xF0).End().File,
            "bits that are no code");
    }

    [Theory]
    [InlineData(0, "abcdef")]
    [InlineData(1, "abcdef")]
    [InlineData(2, "cbafed")]
    [InlineData(3, "fedcba")]
    [InlineData(4, "defabc")]
    [InlineData(5, "adbecf")]
    [InlineData(6, "daebfc")]
    [InlineData(7, "fcebda")]
    [InlineData(8, "cfbead")]
    public void A_picture_is_turned_on_demand_as_its_camera_was_held(int orientation, string expected)
    {
        // Two rows of three blocks: abc, def.
        byte[] exif = [.. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0];
        byte[] file = new JpegBuilder().Segment(0xE1, exif).Tables().Frame(24, 16, 1)
            .Scan([1], [.. "abcdef".Select(c => (int)c)]).End().File;
        Assert.Equal([1, 16, 24], ImageFile.Decode(file).Shape);
        Tensor upright = ImageFile.Decode(file, options: new ImageOptions { Upright = true });
        int[] sides = orientation >= 5 ? [1, 24, 16] : [1, 16, 24];
        Assert.Equal(sides, upright.Shape);
        byte[] pixels = upright.ToArray<byte>();
        string seen = string.Concat(from y in Enumerable.Range(0, sides[1] / 8)
                                    from x in Enumerable.Range(0, sides[2] / 8)
                                    select (char)pixels[y * 8 * sides[2] + x * 8]);
        Assert.Equal(expected, seen);
        using var temporary = new TemporaryFolder();
        File.WriteAllBytes(temporary["a.jpg"], file);
        var header = ImageFile.ReadHeader(temporary["a.jpg"], new ImageOptions { Upright = true });
        Assert.Equal((sides[1], sides[2]), (header.Height, header.Width));
    }

    private static byte[] Decoded(byte[] file) => ImageFile.Decode(file).ToArray<byte>();

    private static void Refuses(byte[] bytes, string reason)
    {
        var error = Assert.Throws<DataFormatException>(() => ImageFile.Decode(bytes, "x.jpg"));
        Assert.Equal("x.jpg", error.File);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
