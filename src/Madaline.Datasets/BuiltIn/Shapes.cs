namespace Madaline.Datasets;

/// <summary>
/// Pictures of ten shapes drawn by the library itself, in CIFAR's form: 32 × 32 colour pixels, ten classes of equal
/// size.
/// </summary>
/// <remarks>
/// A shape of any colour lies on a mottled ground of a darker one, anywhere, turned and as large as it likes, with
/// noise over both: no pixel tells the class, and no colour does, so that a network has to look at edges. The same seed
/// gives the same bytes on every machine, and picture i depends on nothing but the seed, the name of the split and i.
/// </remarks>
public static class Shapes
{
    /// <summary>Pixels across and down a picture.</summary>
    public const int Side = 32;

    /// <summary>Red, green and blue, one after the other.</summary>
    public const int Channels = 3;

    /// <summary>Bytes of a picture.</summary>
    public const int PixelCount = Channels * Side * Side;

    /// <summary>What the classes are called, by index.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["circle", "square", "triangle", "star", "cross", "ring", "hexagon", "heart", "arrow", "crescent"];

    /// <summary>Draws the first pictures of a split.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="split">Any name; splits of different names share no picture.</param>
    /// <returns>
    /// Images, shape: [count, 3, 32, 32]; labels, shape: [count], every ten in a row holding each class once.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static (byte[] Images, byte[] Labels) Generate(int count, ulong seed, string split)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(split);

        if (count > Array.MaxLength / PixelCount)
        {
            throw new ArgumentException($"shapes: an array cannot hold that many. count is {count}; expected at most "
                + $"{Array.MaxLength / PixelCount}. Draw them in parts.", nameof(count));
        }

        Rng rng = new Rng(seed).Split("shapes").Split(split);
        var images = new byte[count * PixelCount];
        var labels = new byte[count];
        var painter = new ShapePainter();
        for (int i = 0; i < count; i++)
        {
            labels[i] = LabelAt(i, rng);
            painter.Paint(labels[i], rng.Split(i), images.AsSpan(i * PixelCount, PixelCount));
        }

        return (images, labels);
    }

    private static byte LabelAt(int index, Rng rng) =>
        (byte)rng.Split("labels").Split(index / ClassNames.Count).Permutation(ClassNames.Count)[
            index % ClassNames.Count];
}
