using SkiaSharp;

namespace Madaline.Plots;

/// <summary>A plot with its title above, its legend below and its scale at the right.</summary>
internal sealed class PlotPage
{
    private const float Margin = 16, LowestPlot = 150;
    private static readonly Lettering Title = new(15, Bold: true);

    private readonly string _title;
    private readonly IReadOnlyList<string> _lines;
    private readonly NameList _names;
    private readonly ColourScale? _scale;
    private readonly int _width, _height;

    public PlotPage(string title, PlotOptions options, IEnumerable<NamedSign> names, ColourScale? scale = null)
    {
        (_title, _width, _scale) = (title, options.Width, scale);
        _lines = Title.Wrap(title, _width - (2 * Margin));
        _names = new NameList(names, _width - (2 * Margin));
        float plot = Math.Max(LowestPlot, options.Height - Top - _names.Height);
        _height = (int)MathF.Ceiling(Top + plot + _names.Height);
        // Whole units: a plot wipes its place, and would leave half a pixel at its sides.
        Plot = new SKRect(Margin / 2, MathF.Ceiling(Top), MathF.Floor(_width - Margin - (scale?.Width ?? 0)),
            MathF.Floor(_height - _names.Height));
    }

    /// <summary>Where the plot is, its axes included.</summary>
    public SKRect Plot { get; }

    private float Top => _lines.Count == 0 ? Margin : Margin + (_lines.Count * Title.LineHeight) + 4;

    /// <summary>The figure of it.</summary>
    /// <param name="description">Its main numbers.</param>
    /// <param name="drawPlot">Draws the plot, and says where its scale stands.</param>
    public Figure Figure(string description, Func<SKCanvas, SKRect> drawPlot) =>
        new(_width, _height, new FigureText(_title, description), canvas =>
        {
            for (int i = 0; i < _lines.Count; i++)
                Title.Draw(canvas, _lines[i], Margin, Margin + ((i + 0.5f) * Title.LineHeight));
            SKRect inner = drawPlot(canvas);
            _scale?.Draw(canvas, Plot.Right, inner.Top, inner.Bottom);
            _names.Draw(canvas, _width / 2f, _height - _names.Height);
        });
}
