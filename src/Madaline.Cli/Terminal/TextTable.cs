using Madaline.Formats;

namespace Madaline.Cli.Terminal;

/// <summary>A column of a table.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Cells">From top to bottom.</param>
/// <param name="Rank">Of those that do not fit, the one of the highest rank is left out first; 0 never.</param>
internal sealed record TextColumn(string Name, IReadOnlyList<string> Cells, int Rank)
{
    /// <summary>Whether cells are numbers, which stand at the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether cells may be cut to their beginning.</summary>
    public bool IsName { get; init; }

    /// <summary>What its longest cell needs.</summary>
    public int Width => Cells.Select(cell => cell.Length).Append(Name.Length).Max();
}

/// <summary>A table as text that fits the terminal: names are cut, and columns left out, before a line would
/// wrap.</summary> <param name="columns">From left to right.</param>
internal sealed class TextTable(IReadOnlyList<TextColumn> columns)
{
    private const int Indent = 2, Gap = 3, ShortestName = 12;

    /// <summary>Its lines, with an empty one above and below.</summary>
    /// <param name="width">Letters in a line.</param>
    public IEnumerable<string> Lines(int width)
    {
        var (shown, widths) = Fit(width);
        string[][] cells = [.. shown.Select((column, i) => PlainText.Shortened(column.Cells, widths[i]))];
        yield return "";
        yield return Line(shown, widths, i => shown[i].Name);
        yield return new string('─', Total(widths));
        for (int row = 0; row < columns[0].Cells.Count; row++)
        {
            int at = row;
            yield return Line(shown, widths, i => cells[i][at]);
        }

        yield return "";
    }

    private (List<TextColumn> Columns, int[] Widths) Fit(int width)
    {
        List<TextColumn> shown = [.. columns];
        while (true)
        {
            int[] widths = [.. shown.Select(column => column.Width)];
            for (int least = 40; Total(widths) > width && least >= ShortestName; least--)
            {
                for (int i = 0; i < widths.Length && Total(widths) > width; i++)
                {
                    if (shown[i].IsName)
                        widths[i] = Math.Min(widths[i], Math.Max(least, shown[i].Name.Length));
                }
            }

            if (Total(widths) <= width || shown.MaxBy(column => column.Rank) is not { Rank: > 0 } last)
                return (shown, widths);
            shown.Remove(last);
        }
    }

    private static int Total(int[] widths) => (2 * Indent) + widths.Sum() + (Gap * (widths.Length - 1));

    private static string Line(List<TextColumn> shown, int[] widths, Func<int, string> cell) =>
        (new string(' ', Indent) + string.Join(new string(' ', Gap), shown.Select((column, i) =>
            Padded(cell(i), widths[i], column.IsNumber)))).TrimEnd();

    private static string Padded(string text, int width, bool isNumber) =>
        isNumber ? text.PadLeft(width) : text.PadRight(width);
}
