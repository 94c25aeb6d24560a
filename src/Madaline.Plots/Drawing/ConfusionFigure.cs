using System.Globalization;
using Madaline.Tensors;
using Madaline.Training;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws confusion matrices: rows are true classes, columns what was said.</summary>
public static class ConfusionFigure
{
    private const float Margin = 16, LargestLabel = 150, BarWidth = 14;
    private static readonly Lettering Title = new(15, Bold: true), Axis = new(13), Small = new(11);

    /// <summary>Lays out and draws; cells are coloured by their share of the true class.</summary>
    /// <param name="evaluation">The right answers and the network's.</param>
    /// <param name="title">What was evaluated on what.</param>
    public static Figure Draw(Evaluation evaluation, string title)
    {
        var layout = new Layout(evaluation, title);
        return new Figure((int)MathF.Ceiling(layout.Width), (int)MathF.Ceiling(layout.Height), canvas =>
        {
            layout.DrawFrame(canvas, title);
            layout.DrawCells(canvas);
            layout.DrawScale(canvas);
        });
    }

    /// <summary>The colour of a share: its root, so that rare mistakes show beside common right answers.</summary>
    private static Colour ColourOf(double share) => Palette.Share(Math.Sqrt(share));

    private sealed class Layout
    {
        private readonly Evaluation _evaluation;
        private readonly Lettering _label, _number;
        private readonly string[] _names;
        private readonly float _cell, _left, _top, _labelWidth;
        private readonly bool _upwards;

        public Layout(Evaluation evaluation, string title)
        {
            _evaluation = evaluation;
            int classes = evaluation.ClassNames.Count;
            _cell = Math.Clamp(560f / Math.Max(1, classes), 10, 56);
            _label = new Lettering(Math.Min(13, _cell * 0.85f));
            _names = [.. evaluation.ClassNames.Select(name => _label.Fit(name, LargestLabel))];
            _labelWidth = _names.Select(_label.WidthOf).DefaultIfEmpty(0).Max();
            _upwards = _labelWidth > _cell - 6;
            _number = NumberSize(evaluation, _cell);
            _left = Margin + Axis.LineHeight + 6 + _labelWidth + 8;
            _top = Margin + Title.LineHeight + 8;
            Grid = _cell * classes;
            Height = _top + Grid + 8 + (_upwards ? _labelWidth : _label.LineHeight) + 6 + Axis.LineHeight + Margin;
            Width = Math.Max(_left + Grid + 20 + BarWidth + 6 + Small.WidthOf("100%"), Margin + Title.WidthOf(title))
                + Margin;
        }

        public float Width { get; }

        public float Height { get; }

        private float Grid { get; }

        private float Below => _top + Grid + 8;

        public void DrawFrame(SKCanvas canvas, string title)
        {
            Title.Draw(canvas, title, Margin, Margin + (Title.LineHeight / 2));
            Axis.DrawUpwards(canvas, "true class", Margin + (Axis.LineHeight / 2), _top + (Grid / 2),
                SKTextAlign.Center);
            Axis.Draw(canvas, "what the network said", _left + (Grid / 2), Height - Margin - (Axis.LineHeight / 2),
                SKTextAlign.Center);
            for (int c = 0; c < _names.Length; c++)
            {
                float middle = (c + 0.5f) * _cell;
                _label.Draw(canvas, _names[c], _left - 8, _top + middle, SKTextAlign.Right);
                if (_upwards)
                    _label.DrawUpwards(canvas, _names[c], _left + middle, Below, SKTextAlign.Right);
                else
                    _label.Draw(canvas, _names[c], _left + middle, Below + (_label.LineHeight / 2),
                        SKTextAlign.Center);
            }
        }

        public void DrawCells(SKCanvas canvas)
        {
            using var paint = new SKPaint();
            for (int i = 0; i < _names.Length; i++)
            {
                for (int j = 0; j < _names.Length; j++)
                {
                    long count = _evaluation.Confusion[i, j];
                    double share = (double)count / Math.Max(1, _evaluation.Classes[i].Support);
                    Colour colour = ColourOf(share);
                    paint.Color = colour.ToSkia();
                    canvas.DrawRect(_left + (j * _cell), _top + (i * _cell), _cell, _cell, paint);
                    if (count > 0 && _number.Size >= 4.5f)
                        _number.Draw(canvas, Text(count), _left + ((j + 0.5f) * _cell), _top + ((i + 0.5f) * _cell),
                            SKTextAlign.Center, colour.IsLight ? Palette.Ink : Palette.White);
                }
            }

            using var line = new SKPaint
            {
                Color = new SKColor(215, 215, 215),
                StrokeWidth = 0.6f,
                IsStroke = true,
            };
            for (int c = 0; c <= _names.Length; c++)
            {
                canvas.DrawLine(_left, _top + (c * _cell), _left + Grid, _top + (c * _cell), line);
                canvas.DrawLine(_left + (c * _cell), _top, _left + (c * _cell), _top + Grid, line);
            }
        }

        /// <summary>The bar that says which colour is how much.</summary>
        public void DrawScale(SKCanvas canvas)
        {
            float x = _left + Grid + 20, height = Math.Min(Grid, 240);
            using var paint = new SKPaint();
            for (int step = 0; step < 60; step++)
            {
                paint.Color = Palette.Share(1 - (step / 59.0)).ToSkia();
                canvas.DrawRect(x, _top + (step * height / 60), BarWidth, (height / 60) + 0.5f, paint);
            }

            using var edge = new SKPaint { Color = Palette.Grey.ToSkia(), StrokeWidth = 0.6f, IsStroke = true };
            canvas.DrawRect(x, _top, BarWidth, height, edge);
            double[] marks = height < 100 ? [0, 0.25, 1] : [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1];
            foreach (double share in marks)
            {
                float y = _top + (height * (1 - (float)Math.Sqrt(share)));
                Small.Draw(canvas, $"{share * 100:0}%", x + BarWidth + 5, y);
            }
        }

        private static Lettering NumberSize(Evaluation evaluation, float cell)
        {
            long most = evaluation.Confusion.Cast<long>().DefaultIfEmpty(0).Max();
            float size = Math.Min(13, cell * 0.5f), width = new Lettering(size).WidthOf(Text(most));
            return new Lettering(size * Math.Min(1, (cell - 3) / Math.Max(1, width)));
        }

        private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
    }
}
