namespace Madaline.Datasets;

/// <summary>One way of writing a digit: its strokes, and how common it is beside the digit's other styles.</summary>
/// <param name="share">Relative frequency among the styles of the digit.</param>
/// <param name="strokes">
/// Text for <see cref="PenStroke.ParseAll"/>, on paper 100 × 100 with x to the right and y downwards.
/// </param>
internal sealed class DigitStyle(int share, string strokes)
{
    private readonly PenStroke[] _strokes = PenStroke.ParseAll(strokes);

    public int Share => share;

    public ReadOnlySpan<PenStroke> Strokes => _strokes;

    /// <summary>A style of a digit 0 … 9, drawn at random by the shares.</summary>
    public static DigitStyle Pick(int digit, Rng rng)
    {
        DigitStyle[] styles = DigitStyles.OfDigit[digit];
        int total = 0;
        foreach (DigitStyle style in styles)
            total += style.Share;

        int ticket = rng.NextInt32(total);
        int chosen = 0;
        while (ticket >= styles[chosen].Share)
            ticket -= styles[chosen++].Share;
        return styles[chosen];
    }
}
