namespace Madaline.Data;

/// <summary>Which pixels along one direction make each new pixel, and with what weights.</summary>
/// <remarks>Pixels are areas: the image's edges, not the middles of its corner pixels, fall on each other.</remarks>
internal sealed class ResizeTaps
{
    private ResizeTaps(int count, int most) => (First, Count, Weights, Most) =
        (new int[count], new int[count], new double[count * most], most);

    /// <summary>The first pixel of each new one.</summary>
    public int[] First { get; }

    /// <summary>How many pixels make each new one.</summary>
    public int[] Count { get; }

    /// <summary>Their weights, <see cref="Most"/> a new pixel; they add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The largest count.</summary>
    public int Most { get; }

    /// <summary>Taps from one length to another.</summary>
    /// <param name="from">Pixels before.</param>
    /// <param name="to">Pixels after.</param>
    /// <param name="antialias">Whether a new pixel averages over all it covers when there are fewer of them.</param>
    public static ResizeTaps Of(int from, int to, bool antialias)
    {
        double scale = (double)from / to, reach = antialias ? Math.Max(scale, 1) : 1;
        var taps = new ResizeTaps(to, (int)Math.Ceiling(reach) * 2 + 1);
        for (int i = 0; i < to; i++)
            taps.Fill(i, from, scale * (i + 0.5), reach);
        return taps;
    }

    /// <summary>A triangle around the new pixel's middle; past the edge only its nearest pixel counts.</summary>
    private void Fill(int i, int from, double middle, double reach)
    {
        int first = Math.Clamp((int)Math.Floor(middle - reach + 0.5), 0, from - 1);
        int end = Math.Clamp((int)Math.Floor(middle + reach + 0.5), first + 1, from);
        double sum = 0;
        var weights = Weights.AsSpan(i * Most, end - first);
        for (int j = 0; j < weights.Length; j++)
            sum += weights[j] = Math.Max(0, 1 - Math.Abs((first + j + 0.5 - middle) / reach));
        for (int j = 0; j < weights.Length; j++)
            weights[j] /= sum;
        (First[i], Count[i]) = (first, end - first);
    }
}
