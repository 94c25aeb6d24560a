namespace Madaline.Datasets.Images.Jpeg;

/// <summary>From luma and chroma, and from inks, to red, green and blue.</summary>
/// <remarks>Numerics: 16 bits behind the point, rounded once a term, as libjpeg has it. Source: ITU-T T.871.</remarks>
internal static class ColourConversion
{
    private const int Bits = 16, Half = 1 << Bits - 1;
    private const int RedOfCr = 91881, BlueOfCb = 116130, GreenOfCr = 46802, GreenOfCb = 22554;

    /// <summary>
    /// R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, with 128 as chroma's zero.
    /// </summary>
    public static void ToColour(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blueness, ReadOnlySpan<byte> redness,
        Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        blueness = blueness[..luma.Length];
        redness = redness[..luma.Length];
        red = red[..luma.Length];
        green = green[..luma.Length];
        blue = blue[..luma.Length];
        for (int x = 0; x < luma.Length; x++)
        {
            int y = luma[x], cb = blueness[x] - 128, cr = redness[x] - 128;
            red[x] = Clamp(y + (RedOfCr * cr + Half >> Bits));
            green[x] = Clamp(y + (Half - GreenOfCb * cb - GreenOfCr * cr >> Bits));
            blue[x] = Clamp(y + (BlueOfCb * cb + Half >> Bits));
        }
    }

    /// <summary>Darkens colours by inks: cyan, magenta and yellow in their place, and black.</summary>
    /// <param name="red">Cyan, where 255 is none, or the red of which it is the rest; becomes red.</param>
    /// <param name="green">Magenta, likewise.</param>
    /// <param name="blue">Yellow, likewise.</param>
    /// <param name="black">Black, where 255 is none.</param>
    /// <param name="isInverted">Whether the three are what the inks leave over.</param>
    public static void Ink(Span<byte> red, Span<byte> green, Span<byte> blue, ReadOnlySpan<byte> black, bool isInverted)
    {
        for (int x = 0; x < black.Length; x++)
        {
            int light = black[x];
            red[x] = Under(red[x]);
            green[x] = Under(green[x]);
            blue[x] = Under(blue[x]);

            byte Under(int value)
            {
                int product = (isInverted ? value : 255 - value) * light + 128;
                return (byte)(light - ((product >> 8) + product >> 8));
            }
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
