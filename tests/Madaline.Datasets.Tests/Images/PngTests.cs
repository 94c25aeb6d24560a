using System.Buffers.Binary;
using Madaline.Datasets.Images;
using Madaline.Formats;
using static Madaline.Datasets.Tests.Images.ImageSamples;

namespace Madaline.Datasets.Tests.Images;

/// <summary>PNG files that the standard allows, or that libpng reads with a warning.</summary>
public sealed class PngTests
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly ImageOptions OnWhite = new() { OnWhite = true };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    public void Pixel_chunks_may_be_empty_anywhere(int before, int behind)
    {
        byte[] png = Png(3, 1, 8, 0, [0, 1, 2, 3], parts: 2);
        int first = Find(png, "IDAT"), end = Find(png, "IEND");
        byte[] none = ChunkOf("IDAT");
        byte[] file = [.. png[..first], .. Repeated(none, before), .. png[first..end], .. Repeated(none, behind), .. png[end..]];
        Assert.Equal([1, 2, 3], Decoded(file));
    }

    [Fact]
    public void Transparency_beside_a_channel_of_its_own_is_passed_over()
    {
        byte[] colour = Png(2, 1, 8, 6, [0, 1, 2, 3, 255, 9, 8, 7, 0], transparency: [0, 1, 0, 2, 0, 3]);
        Assert.Equal([1, 9, 2, 8, 3, 7], Decoded(colour));
        Assert.Equal([1, 255, 2, 255, 3, 255], ImageFile.Decode(colour, options: OnWhite).ToArray<byte>());
        Assert.Equal([1, 9], Decoded(Png(2, 1, 8, 4, [0, 1, 255, 9, 0], transparency: [0, 1])));
        Assert.Equal([1, 9], Decoded(Png(2, 1, 8, 0, [0, 1, 9], transparency: [0, 1, 0])));
        Assert.Equal([1, 9], ImageFile.Decode(Png(2, 1, 8, 0, [0, 1, 9], transparency: [0, 1, 0]), options: OnWhite).ToArray<byte>());
    }

    [Theory]
    [InlineData(1, 0b01000000, 0, 255)]
    [InlineData(2, 0b00010000, 0, 85)]
    [InlineData(4, 0x07, 0, 119)]
    public void One_shade_of_few_bits_may_be_transparent(int bits, int row, int first, int second)
    {
        byte[] png = Png(2, 1, bits, 0, [0, (byte)row], transparency: [0, (byte)(second * ((1 << bits) - 1) / 255)]);
        Assert.Equal([(byte)first, (byte)second], Decoded(png));
        Assert.Equal([(byte)first, 255], ImageFile.Decode(png, options: OnWhite).ToArray<byte>());
    }

    [Fact]
    public void Colours_of_16_bits_are_transparent_where_all_bits_agree()
    {
        byte[] png = Png(2, 1, 16, 2, [0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7], transparency: [1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 1, 3, 3, 5, 5], Decoded(png));
        Assert.Equal([255, 1, 255, 3, 255, 5], ImageFile.Decode(png, options: OnWhite).ToArray<byte>());
    }

    [Fact]
    public void Colours_that_a_palette_lacks_are_black_and_entries_may_be_transparent()
    {
        byte[] png = Png(4, 1, 2, 3, [0, 0b00011011], palette: [10, 20, 30, 40, 50, 60], transparency: [0]);
        Assert.Equal([10, 40, 0, 0, 20, 50, 0, 0, 30, 60, 0, 0], Decoded(png));
        Assert.Equal([255, 40, 0, 0, 255, 50, 0, 0, 255, 60, 0, 0], ImageFile.Decode(png, options: OnWhite).ToArray<byte>());
        Refuses(Png(1, 1, 8, 3, [0, 0], palette: [1, 2]), "palette has 2 bytes");
        Assert.Equal([5], Decoded(Png(1, 1, 8, 0, [0, 5], palette: [1, 2, 3])));
    }

    [Fact]
    public void Checksums_of_chunks_that_pixels_need_must_be_right_and_others_drop_theirs()
    {
        byte[] png = Png(2, 1, 8, 0, [0, 1, 9], transparency: [0, 1]);
        int at = Find(png, "tRNS");
        byte[] wrong = [.. png];
        wrong[at + 8] ^= 1;
        Assert.Equal([1, 9], Decoded(wrong));
        Assert.Equal([1, 9], ImageFile.Decode(wrong, options: OnWhite).ToArray<byte>());
        foreach (string needed in (string[])["IHDR", "IDAT"])
        {
            wrong = [.. png];
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(Find(png, needed)));
            wrong[Find(png, needed) + 8 + length] ^= 1;
            Refuses(wrong, "checksum");
        }
    }

    [Fact]
    public void What_follows_the_pixels_does_no_harm()
    {
        byte[] png = Png(2, 2, 8, 0, [0, 1, 2, 0, 3, 4]);
        int end = Find(png, "IEND");
        Assert.Equal([1, 2, 3, 4], Decoded([.. png, 1, 2, 3]));
        Assert.Equal([1, 2, 3, 4], Decoded(png[..end]));
        Assert.Equal([1, 2, 3, 4], Decoded(png[..(end + 5)]));
        Assert.Equal([1, 2, 3, 4], Decoded([.. png[..end], .. new byte[40]]));
        Assert.Equal([1, 2, 3, 4], Decoded(Png(2, 2, 8, 0, [0, 1, 2, 0, 3, 4, 0, 5, 6, 7])));
        for (int length = 0; length < Find(png, "IEND") - 8; length++)
            Assert.Throws<DataFormatException>(() => Decoded(png[..length]));
    }

    [Fact]
    public void Unknown_chunks_are_passed_over_unless_pixels_need_them()
    {
        byte[] png = Png(1, 1, 8, 0, [0, 5]);
        Assert.Equal([5], Decoded([.. png[..33], .. ChunkOf("teXt", 1, 2), .. ChunkOf("gAMA", 0, 0, 0, 1), .. png[33..]]));
        Refuses([.. png[..33], .. ChunkOf("ABCD"), .. png[33..]], "chunk ABCD, without which");
        Refuses([.. png[..33], .. ChunkOf("\u0001\u001b[m"), .. png[33..]], "impossible name");
    }

    [Fact]
    public void Every_kind_and_depth_is_the_same_interlaced()
    {
        var random = new Random(5);
        foreach (int kind in (int[])[0, 2, 3, 4, 6])
        {
            foreach (int depth in kind switch { 0 => (int[])[1, 2, 4, 8, 16], 3 => [1, 2, 4, 8], _ => [8, 16] })
            {
                int samples = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
                var values = new int[9, 11, samples];
                foreach (ref int value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref values[0, 0, 0], values.Length))
                    value = random.Next(1 << depth);
                byte[]? palette = kind == 3 ? [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i * 7))] : null;
                byte[] plain = Png(11, 9, depth, kind, Rows(values, depth, 0, 0, 1, 1), palette: palette);
                byte[] passes = [.. Passes.SelectMany(p => Rows(values, depth, p.X, p.Y, p.StepX, p.StepY))];
                byte[] laced = Png(11, 9, depth, kind, passes, interlaced: true, palette: palette);
                foreach (var options in (ImageOptions[])[new(), OnWhite, new() { Channels = 1 }, new() { Channels = 3 }])
                {
                    Tensor one = ImageFile.Decode(plain, options: options), other = ImageFile.Decode(laced, options: options);
                    Assert.Equal(one.Shape, other.Shape);
                    Assert.Equal(one.ToArray<byte>(), other.ToArray<byte>());
                }

                int expected = kind == 3 ? palette![3 * values[4, 7, 0]] : depth == 16 ? values[4, 7, 0] >> 8
                    : values[4, 7, 0] * 255 / ((1 << depth) - 1);
                Assert.Equal(expected, Decoded(plain)[4 * 11 + 7]);
            }
        }
    }

    [Theory]
    [InlineData(1, new byte[] { 10, 15, 18, 30, 36, 40 })]
    [InlineData(2, new byte[] { 10, 5, 3, 40, 11, 7 })]
    [InlineData(3, new byte[] { 10, 10, 8, 35, 28, 22 })]
    [InlineData(4, new byte[] { 10, 15, 18, 40, 46, 50 })]
    public void Filters_are_undone(int filter, byte[] expected) =>
        Assert.Equal(expected, Decoded(Png(3, 2, 8, 0, [(byte)filter, 10, 5, 3, (byte)filter, 30, 6, 4])));

    [Fact]
    public void An_orientation_in_a_chunk_counts_too()
    {
        byte[] png = Png(2, 1, 8, 0, [0, 1, 2]);
        byte[] exif = ChunkOf("eXIf", [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        byte[] file = [.. png[..33], .. exif, .. png[33..]];
        Assert.Equal([1, 1, 2], ImageFile.Decode(file).Shape);
        Tensor upright = ImageFile.Decode(file, options: new ImageOptions { Upright = true });
        Assert.Equal([1, 2, 1], upright.Shape);
        Assert.Equal([1, 2], upright.ToArray<byte>());
    }

    private static byte[] Rows(int[,,] values, int depth, int left, int top, int stepX, int stepY)
    {
        var bytes = new List<byte>();
        for (int y = top; y < values.GetLength(0); y += stepY)
        {
            string bits = "";
            for (int x = left; x < values.GetLength(1); x += stepX)
            {
                for (int c = 0; c < values.GetLength(2); c++) bits += Convert.ToString(values[y, x, c], 2).PadLeft(depth, '0');
            }

            if (bits == "") continue;
            bits += new string('0', (8 - bits.Length % 8) % 8);
            bytes.AddRange([0, .. bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2))]);
        }

        return [.. bytes];
    }

    private static byte[] ChunkOf(string name, params byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        byte[] mark = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        return Mended([.. mark, .. length, .. name.Select(c => (byte)c), .. content, 0, 0, 0, 0])[8..];
    }

    private static byte[] Repeated(byte[] chunk, int times) => [.. Enumerable.Repeat(chunk, times).SelectMany(b => b)];

    /// <summary>Where a chunk begins: at its length.</summary>
    private static int Find(byte[] png, string name) =>
        png.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) - 4;

    private static byte[] Decoded(byte[] file) => ImageFile.Decode(file).ToArray<byte>();

    private static void Refuses(byte[] bytes, string reason)
    {
        var error = Assert.Throws<DataFormatException>(() => ImageFile.Decode(bytes, "x.png"));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
