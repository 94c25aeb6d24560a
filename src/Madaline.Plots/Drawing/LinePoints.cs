namespace Madaline.Plots;

/// <summary>Which points of a line are drawn.</summary>
internal static class LinePoints
{
    /// <summary>Stretches of a long line; of each its first, least, largest and last point are drawn.</summary>
    private const int Stretches = 2000;

    /// <summary>All points of a short line, and as many of a long one as can be told apart.</summary>
    public static int[] Of(Series line)
    {
        int count = line.Y.Count;
        if (count <= 4 * Stretches)
            return [.. Enumerable.Range(0, count)];
        var shown = new List<int>();
        for (int part = 0; part < Stretches; part++)
        {
            int start = (int)((long)count * part / Stretches), end = (int)((long)count * (part + 1) / Stretches);
            int low = start, high = start;
            for (int i = start; i < end; i++)
            {
                low = line.Y[i] < line.Y[low] ? i : low;
                high = line.Y[i] > line.Y[high] ? i : high;
            }

            shown.AddRange(new[] { start, low, high, end - 1 }.Distinct().Order());
        }

        return [.. shown];
    }
}
