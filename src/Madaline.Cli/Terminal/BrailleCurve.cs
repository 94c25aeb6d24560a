using System.Globalization;
using System.Text;

namespace Madaline.Cli.Terminal;

/// <summary>A curve drawn with braille dots, two by four a letter.</summary>
internal static class BrailleCurve
{
    private const int Letters = 60, Rows = 4;
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>The lines of a chart: largest and smallest value at the left, the curve beside them.</summary>
    /// <param name="values">One for each epoch; those that are no numbers are left out.</param>
    /// <param name="format">How values are written.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<double> values, string format)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
            yield break;
        double low = finite.Min(), high = finite.Max();
        string top = Text(high, format), bottom = Text(low, format);
        int margin = Math.Max(top.Length, bottom.Length);
        int[,] cells = Cells(values, low, high);
        for (int row = 0; row < Rows; row++)
        {
            string label = row == 0 ? top : row == Rows - 1 && high > low ? bottom : "";
            var line = new StringBuilder($"{label.PadLeft(margin)} │");
            for (int x = 0; x < Letters; x++)
                line.Append((char)(0x2800 + cells[row, x]));
            yield return line.ToString().TrimEnd('\u2800');
        }
    }

    private static int[,] Cells(IReadOnlyList<double> values, double low, double high)
    {
        var cells = new int[Rows, Letters];
        int wide = Math.Min((2 * Letters) - 1, Math.Max(0, (values.Count - 1) * 8)), before = -1;
        for (int x = 0; x <= wide; x++)
        {
            double value = At(values, wide == 0 ? 0 : (double)x / wide * (values.Count - 1));
            if (!double.IsFinite(value))
            {
                before = -1;
                continue;
            }

            int tall = (4 * Rows) - 1;
            int y = high > low ? (int)Math.Round((high - value) / (high - low) * tall) : tall;
            for (int between = before < 0 ? y : Math.Min(y, before); between <= Math.Max(y, before); between++)
                cells[between / 4, x / 2] |= Dots[between % 4, x % 2];
            before = y;
        }

        return cells;
    }

    /// <summary>The value at a place between two epochs.</summary>
    private static double At(IReadOnlyList<double> values, double place)
    {
        int before = Math.Min(values.Count - 1, (int)place), after = Math.Min(values.Count - 1, before + 1);
        return values[before] + ((values[after] - values[before]) * (place - before));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
