namespace Madaline.Datasets;

/// <summary>
/// Handwritten digits drawn by the library itself, in MNIST's form: 28 × 28 grey pixels, 0 paper and 255 ink, the digit
/// in a box of 20 × 20 balanced about the middle, ten classes of equal size.
/// </summary>
/// <remarks>
/// Every digit has several styles of writing; a drawing follows one with its own slips of the hand, warping, slant,
/// width, pen and edge. The same seed gives the same bytes on every machine, and picture i depends on nothing but the
/// seed, the name of the split and i: more pictures begin with the same ones.
/// </remarks>
public static class Digits
{
    /// <summary>Pixels across and down a picture.</summary>
    public const int Side = PixelBox.Side;

    /// <summary>Pixels in a picture.</summary>
    public const int PixelCount = Side * Side;

    /// <summary>Digits 0 … 9.</summary>
    public const int ClassCount = 10;

    private const double ThinnestPen = 0.75, ThickestPen = 1.8;
    private const double SharpestEdge = 0.5, SoftestEdge = 1.2, RoughestEdge = 0.35;

    /// <summary>Draws the first pictures of a split.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number: the writer.</param>
    /// <param name="split">Any name; splits of different names share no picture.</param>
    /// <returns>
    /// Images, shape: [count, 28, 28], row by row; labels, shape: [count], every ten in a row holding each digit once.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static (byte[] Images, byte[] Labels) Generate(int count, ulong seed, string split)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(split);

        if (count > Array.MaxLength / PixelCount)
        {
            throw new ArgumentException($"digits: an array cannot hold that many. count is {count}; expected at most "
                + $"{Array.MaxLength / PixelCount}. Draw them in parts.", nameof(count));
        }

        Rng rng = new Rng(seed).Split("digits").Split(split);
        var images = new byte[count * PixelCount];
        var labels = new byte[count];
        var hand = new Handwriting();
        var pen = new Pen();
        for (int i = 0; i < count; i++)
        {
            labels[i] = LabelAt(i, rng);
            Draw(labels[i], hand, pen, rng.Split(i), images.AsSpan(i * PixelCount, PixelCount));
        }

        return (images, labels);
    }

    private static byte LabelAt(int index, Rng rng) =>
        (byte)rng.Split("labels").Split(index / ClassCount).Permutation(ClassCount)[index % ClassCount];

    private static void Draw(int digit, Handwriting hand, Pen pen, Rng rng, Span<byte> image)
    {
        double radius = rng.NextUniform(ThinnestPen, ThickestPen);
        double softness = rng.NextUniform(SharpestEdge, SoftestEdge);
        double roughness = rng.NextUniform(0, RoughestEdge);
        Span<InkPoint> line = hand.Write(DigitStyle.Pick(digit, rng), radius, rng);
        pen.Draw(line, radius, softness, roughness, rng, image);
    }
}
