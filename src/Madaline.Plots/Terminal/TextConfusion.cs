using System.Globalization;
using Madaline.Formats;

namespace Madaline.Plots;

/// <summary>
/// A confusion matrix as letters: names above the columns where there is room, else their first letters, else numbers;
/// and where not even these fit, block after block of columns.
/// </summary>
internal sealed class TextConfusion
{
    private const int Gap = 1, LeastName = 4, LongestRow = 24;
    private const string Corner = "true \\ said";
    private readonly TextScreen _screen;
    private readonly long[,] _counts;
    private readonly long[] _totals;
    private readonly string[] _rows, _columns;
    private readonly int _rowWidth, _cell;

    public TextConfusion(TextScreen screen, IReadOnlyList<string> classNames, long[,] counts)
    {
        (_screen, _counts) = (screen, counts);
        string[] names = [.. classNames.Select(name => PlainText.Of(name))];
        _totals = [.. names.Select((_, row) => names.Select((_, column) => counts[row, column]).Sum())];
        int classes = names.Length, digits = Text(counts.Cast<long>().DefaultIfEmpty(0).Max()).Length;
        int longest = names.Select(name => name.Length).DefaultIfEmpty(0).Max();
        int most = Math.Max(Corner.Length, Math.Min(LongestRow, screen.Width / 3));
        int rowWidth = Math.Clamp(longest, Corner.Length, most);
        int room = ((screen.Width - rowWidth) / Math.Max(1, classes)) - Gap;
        if (longest <= LeastName || room >= Math.Max(digits, Math.Min(longest, LeastName)))
        {
            _cell = Math.Max(digits, Math.Min(longest, Math.Max(room, Math.Min(longest, LeastName))));
            (_columns, _rows) = (PlainText.Shortened(names, _cell), PlainText.Shortened(names, rowWidth));
        }
        else
        {
            int width = Text(classes - 1).Length;
            _cell = Math.Max(digits, width);
            _columns = [.. names.Select((_, c) => Text(c))];
            string[] cut = PlainText.Shortened(names, rowWidth - width - 1);
            _rows = [.. cut.Select((name, c) => $"{Text(c).PadLeft(width)} {name}")];
        }

        _rowWidth = rowWidth;
    }

    /// <summary>Writes it.</summary>
    public void Write()
    {
        int inBlock = Math.Max(1, (_screen.Width - _rowWidth) / (_cell + Gap));
        foreach (int[] block in Enumerable.Range(0, _columns.Length).Chunk(inBlock))
        {
            _screen.Write(Corner.PadRight(_rowWidth));
            foreach (int column in block)
                _screen.Write(_columns[column].PadLeft(_cell + Gap));
            _screen.EndLine();
            for (int row = 0; row < _rows.Length; row++)
                WriteRow(row, block);
        }
    }

    private void WriteRow(int row, int[] block)
    {
        _screen.Write(_rows[row].PadRight(_rowWidth));
        foreach (int column in block)
        {
            long count = _counts[row, column];
            _screen.Write(new string(' ', Gap));
            if (count == 0)
            {
                _screen.Write("·".PadLeft(_cell));
                continue;
            }

            Colour ground = ConfusionFigure.ColourOf((double)count / _totals[row], row == column);
            _screen.Write(Text(count).PadLeft(_cell), ground.IsLight ? Palette.Ink : Palette.White, ground);
        }

        _screen.EndLine();
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
