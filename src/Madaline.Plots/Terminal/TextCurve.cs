using System.Globalization;

namespace Madaline.Plots;

/// <summary>Curves drawn with braille dots, two by four a letter, with numbers along both axes.</summary>
internal sealed class TextCurve
{
    private const int WidestPlot = 60;

    private readonly TextScreen _screen;
    private readonly Extent _x, _y;
    private readonly Func<double, string> _text;
    private readonly int _margin, _letters, _rows;
    private readonly bool _isWhole;

    /// <summary>Axes that hold all the curves; points that are no numbers are left out.</summary>
    public TextCurve(TextScreen screen, IReadOnlyList<Series> series)
    {
        (_screen, _rows) = (screen, screen.Options.Height);
        (double X, double Y)[] points = [.. series.SelectMany(line => line.X.Zip(line.Y)).Where(IsFinite)];
        if (points.Length == 0)
        {
            throw new ArgumentException("show: there is nothing to draw. The curve has no number in it; expected at "
                + "least one. A loss that is not a number comes from a training that diverged.");
        }

        (_x, _y) = (Extent.Of(points.Select(point => point.X)), Extent.Of(points.Select(point => point.Y)));
        _isWhole = series.All(line => line.HasWholeX);
        string format = screen.Options.NumberFormat;
        _text = format.Length > 0 ? value => value.ToString(format, CultureInfo.InvariantCulture) : Ticks.Fine(_y);
        _margin = Marks().Values.Max(text => text.Length);
        _letters = Math.Clamp(screen.Width - _margin - 2, 8, WidestPlot);
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    /// <summary>Writes curves over each other, each in its colour; the later lie above the earlier.</summary>
    public void Write(IReadOnlyList<(Series Line, Colour? Ink)> curves)
    {
        var dots = new int[_rows, _letters];
        var inks = new Colour?[_rows, _letters];
        foreach (var (line, ink) in curves)
            Draw(line, ink, dots, inks);
        var marks = Marks();
        for (int row = 0; row < _rows; row++)
        {
            string mark = marks.GetValueOrDefault(row, "");
            _screen.Write($"{mark.PadLeft(_margin)} {(mark.Length > 0 ? Side.Mark : Side.Line)}");
            for (int x = 0; x < _letters; x++)
                _screen.Write(Letter(dots[row, x]), inks[row, x]);
            _screen.EndLine();
        }

        WriteFoot();
    }

    private (char Mark, char Line, char Corner, char Foot, char FootMark) Side =>
        _screen.HasBlocks ? ('┤', '│', '└', '─', '┬') : ('|', '|', '+', '-', '+');

    /// <summary>The numbers beside the rows: the largest, the least, and what lies between them.</summary>
    private Dictionary<int, string> Marks()
    {
        var marks = new Dictionary<int, string> { [_rows - 1] = _text(_y.Low) };
        if (!(_y.Width > 0))
            return marks;
        marks[0] = _text(_y.High);
        if (_rows % 2 == 1 && _rows >= 5)
            marks[_rows / 2] = _text(_y.Middle);
        return marks;
    }

    private string Letter(int dots) => _screen.HasBlocks ? ((char)(0x2800 + dots)).ToString() : dots == 0 ? " " : "*";

    private void Draw(Series line, Colour? ink, int[,] dots, Colour?[,] inks)
    {
        (int X, int Y)? before = null;
        foreach (var point in line.X.Zip(line.Y))
        {
            if (!IsFinite(point))
            {
                before = null;
                continue;
            }

            var at = Place(point);
            foreach (var (x, y) in Between(before ?? at, at))
            {
                dots[y / 4, x / 2] |= 1 << (y % 4 == 3 ? 6 + (x % 2) : (y % 4) + (3 * (x % 2)));
                inks[y / 4, x / 2] = ink;
            }

            before = at;
        }
    }

    /// <summary>The dot of a point, from the left and from the top.</summary>
    private (int X, int Y) Place((double X, double Y) point)
    {
        int wide = (2 * _letters) - 1, tall = (4 * _rows) - 1;
        return ((int)Math.Round((_x.Width > 0 ? _x.ShareOf(point.X) : 0) * wide),
            (int)Math.Round((1 - (_y.Width > 0 ? _y.ShareOf(point.Y) : 0)) * tall));
    }

    /// <summary>The dots of a straight line.</summary>
    private static IEnumerable<(int X, int Y)> Between((int X, int Y) from, (int X, int Y) to)
    {
        int steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (int i = 0; i <= steps; i++)
        {
            yield return (from.X + (int)Math.Round((double)(to.X - from.X) * i / steps),
                from.Y + (int)Math.Round((double)(to.Y - from.Y) * i / steps));
        }
    }

    /// <summary>The x axis: round numbers below their places, as many as do not touch.</summary>
    private void WriteFoot()
    {
        if (!(_x.Width > 0))
            return;
        char[] line = new string(Side.Foot, _letters).ToCharArray();
        char[] numbers = new string(' ', _margin + 2 + _letters + 12).ToCharArray();
        int free = 0;
        Ticks ticks = Ticks.About(_x, Math.Max(2, _letters / 9), _isWhole);
        foreach (var (value, label) in ticks.At.Zip(ticks.Labels))
        {
            int letter = (int)Math.Round(_x.ShareOf(value) * ((2 * _letters) - 1)) / 2;
            int start = Math.Max(0, _margin + 2 + letter - (label.Length / 2));
            if (start < free || start + label.Length > numbers.Length)
                continue;
            line[letter] = Side.FootMark;
            label.CopyTo(numbers.AsSpan(start));
            free = start + label.Length + 2;
        }

        _screen.Write($"{new string(' ', _margin + 1)}{Side.Corner}{new string(line)}");
        _screen.EndLine();
        _screen.Write(new string(numbers));
        _screen.EndLine();
    }
}
