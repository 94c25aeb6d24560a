namespace Madaline.Datasets.Tests.Images;

/// <summary>Puts JPEG files together by hand: every block is of one shade.</summary>
/// <remarks>Codes: a mean's difference has 4 bits for its size, "no more coefficients" is one bit 0.</remarks>
internal sealed class JpegBuilder
{
    private readonly List<byte> _file = [0xFF, 0xD8];

    public byte[] File => [.. _file];

    /// <summary>A segment with its marker and length.</summary>
    public JpegBuilder Segment(int marker, params byte[] content)
    {
        int length = content.Length + 2;
        _file.AddRange([0xFF, (byte)marker, (byte)(length >> 8), (byte)length, .. content]);
        return this;
    }

    public JpegBuilder Bytes(params byte[] bytes)
    {
        _file.AddRange(bytes);
        return this;
    }

    /// <summary>Quantization by 8, so that a coefficient is a shade, and both Huffman tables.</summary>
    public JpegBuilder Tables()
    {
        Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(0xC4, [0x00, 0, 0, 0, 12, .. new byte[12], .. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        return Segment(0xC4, [0x10, 1, .. new byte[15], 0]);
    }

    /// <summary>A frame of 8 × 8 pixels, or more blocks side by side, whose components have identities.</summary>
    public JpegBuilder Frame(int width, int height, params int[] ids)
    {
        return Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)ids.Length,
            .. ids.SelectMany(id => new byte[] { (byte)id, 0x11, 0 })]);
    }

    /// <summary>A scan of components, with a shade for each block in turn.</summary>
    public JpegBuilder Scan(int[] ids, params int[] shades)
    {
        Segment(0xDA, [(byte)ids.Length, .. ids.SelectMany(id => new byte[] { (byte)id, 0 }), 0, 63, 0]);
        _file.AddRange(Blocks(ids.Length, shades));
        return this;
    }

    /// <summary>The bits of blocks, filled up with ones.</summary>
    public static byte[] Blocks(int components, params int[] shades)
    {
        string bits = "";
        var before = Enumerable.Repeat(128, components).ToArray();
        for (int i = 0; i < shades.Length; i++)
        {
            int difference = shades[i] - before[i % components], size = 0;
            while (Math.Abs(difference) >= 1 << size) size++;
            before[i % components] = shades[i];
            bits += Convert.ToString(size, 2).PadLeft(4, '0');
            int number = difference < 0 ? difference + (1 << size) - 1 : difference;
            if (size > 0) bits += Convert.ToString(number, 2).PadLeft(size, '0');
            bits += "0";
        }

        bits += new string('1', (8 - bits.Length % 8) % 8);
        return [.. bits.Chunk(8).Select(b => Convert.ToByte(new string(b), 2)).SelectMany(
            b => b == 0xFF ? new byte[] { 0xFF, 0 } : [b])];
    }

    public JpegBuilder End() => Bytes(0xFF, 0xD9);

    /// <summary>A picture of one block a component, sound from start to end.</summary>
    public static byte[] OfOneBlock(int[] ids, int[] shades, params byte[] adobe)
    {
        var builder = new JpegBuilder();
        if (adobe.Length > 0) builder.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, adobe[0]]);
        return builder.Tables().Frame(8, 8, ids).Scan(ids, shades).End().File;
    }
}
