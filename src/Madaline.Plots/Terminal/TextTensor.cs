using System.Globalization;

namespace Madaline.Plots;

/// <summary>A tensor as letters: its numbers where they fit, else its values as colours or shades.</summary>
internal sealed class TextTensor
{
    private const int MostRows = 32, MostMatrices = 8, WidestMap = 64, LongestRow = 64;

    private readonly TextScreen _screen;
    private readonly Tensor _x;
    private readonly double[] _values;
    private readonly Extent _range;
    private readonly Func<double, string> _text;

    public TextTensor(TextScreen screen, Tensor x)
    {
        (_screen, _x) = (screen, x);
        _values = x.Detach().To(DType.Float64).To(Device.Cpu).ToArray<double>();
        double[] finite = [.. _values.Where(double.IsFinite)];
        _range = finite.Length == 0 ? default : Extent.Of(finite);
        _text = TextOf(x.DType, finite, _range);
    }

    public void Write()
    {
        _screen.WriteLine(Heading());
        if (_values.Length == 0)
            return;
        int columns = _x.Rank == 0 ? 1 : _x.Shape[-1], rows = _x.Rank < 2 ? 1 : _x.Shape[-2];
        int width = _values.Max(value => Text(value).Length) + 2, matrices = _values.Length / (rows * columns);
        if (columns * width <= _screen.Width && rows <= MostRows && matrices <= MostMatrices)
            WriteMatrices(matrices, rows, columns, width);
        else if (matrices == 1)
            WriteMap(rows, columns);
        else
            TextGallery.WriteTiles(_screen, [.. Enumerable.Range(0, matrices).Select(i =>
                new Tile(Map(i * rows * columns, rows, columns), IndexOf(i)))]);
    }

    /// <summary>What it is, and what is in it.</summary>
    private string Heading()
    {
        string what = $"{_x.DType} {_x.Shape}";
        if (_values.Length == 0)
            return $"{what}: no elements";
        if (_x.DType == DType.Bool)
            return $"{what}: {_values.Count(value => value != 0)} of {_values.Length} are true";
        int odd = _values.Count(value => !double.IsFinite(value));
        string rest = odd > 0 ? $"; {odd} NaN or infinite" : "";
        return odd == _values.Length || _values.Length == 1 ? what + rest
            : $"{what}: {_text(_range.Low)} to {_text(_range.High)}, mean "
                + $"{Ticks.Fine(_range)(_values.Where(double.IsFinite).Average())}{rest}";
    }

    private void WriteMatrices(int matrices, int rows, int columns, int width)
    {
        for (int i = 0; i < matrices; i++)
        {
            if (matrices > 1)
                _screen.WriteLine(IndexOf(i));
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    WriteNumber(_values[(((i * rows) + row) * columns) + column], width);
                _screen.EndLine();
            }
        }
    }

    private void WriteNumber(double value, int width)
    {
        string text = Text(value).PadLeft(width - 1) + " ";
        if (!_screen.HasColours || !double.IsFinite(value))
        {
            _screen.Write(text, double.IsFinite(value) ? null : Palette.Vermilion);
            return;
        }

        Colour ground = ColourOf(value);
        _screen.Write(text, ground.IsLight ? Palette.Ink : Palette.White, ground);
    }

    /// <summary>One large matrix; a long row is broken into several.</summary>
    private void WriteMap(int rows, int columns)
    {
        int wide = Math.Min(WidestMap, _screen.Width);
        Picture picture = rows == 1 && columns > wide
            ? Picture.Of(Math.Min(LongestRow, wide), (columns + wide - 1) / wide, (x, y) =>
                (y * wide) + x < columns ? Shown(_values[(y * wide) + x]) : Palette.Pale)
            : Map(0, rows, columns).Within(wide, wide);
        for (int line = 0; line < (picture.Height + 1) / 2; line++)
        {
            TextPicture.WriteRows(_screen, picture, line, picture.Width);
            _screen.EndLine();
        }
    }

    private Picture Map(int start, int rows, int columns) =>
        Picture.Of(columns, rows, (x, y) => Shown(_values[start + (y * columns) + x]));

    /// <summary>The colour, or without colours how light it is: the least is dark.</summary>
    private Colour Shown(double value) => _screen.HasColours ? ColourOf(value)
        : Colour.Between(new Colour(0, 0, 0), Palette.White, double.IsNaN(value) ? 0 : _range.ShareOf(value));

    /// <summary>Blue over white to vermilion where there are both signs, else white to blue.</summary>
    private Colour ColourOf(double value) => double.IsNaN(value) ? Palette.Ink
        : _range.Low < 0 ? Palette.Signed(value / Math.Max(-_range.Low, _range.High))
        : Palette.Share(_range.Width > 0 ? _range.ShareOf(value) : value > 0 ? 1 : 0);

    private string IndexOf(int matrix)
    {
        var index = new List<string>();
        for (int d = _x.Rank - 3; d >= 0; d--)
        {
            index.Insert(0, $"{matrix % _x.Shape[d]}");
            matrix /= _x.Shape[d];
        }

        return $"[{string.Join(", ", index)}]";
    }

    private string Text(double value) => double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? (value > 0 ? "∞" : "-∞") : _text(value);

    /// <summary>Whole numbers as they are, others with as many places as their size asks for.</summary>
    private static Func<double, string> TextOf(DType dtype, double[] finite, Extent range)
    {
        double size = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        if (dtype == DType.Bool)
            return value => value != 0 ? "true" : "false";
        string format = !dtype.IsFloating() || (size < 1e7 && finite.All(value => value == Math.Floor(value))) ? "0"
            : size is >= 1e5 or < 1e-3 ? "0.000e0" : size >= 1000 ? "0.0" : size >= 10 ? "0.00" : "0.0000";
        return value => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
