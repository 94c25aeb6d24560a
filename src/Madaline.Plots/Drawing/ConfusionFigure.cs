using System.Globalization;
using Madaline.Tensors;
using Madaline.Training;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws confusion matrices: rows are true classes, columns what was said.</summary>
public static class ConfusionFigure
{
    private const float Margin = 16, LargestLabel = 150, BarWidth = 14, BarGap = 8, AboveBars = 8;
    private const string ScaleTitle = "share of the true class", RightWord = "right", WrongWord = "wrong";
    private const string SaidTitle = "what the network said";
    private static readonly Lettering Title = new(15, Bold: true), Axis = new(13), Small = new(11);

    /// <summary>
    /// Lays out and draws, with the accuracy and the baseline below the title. Cells are coloured by their share of the
    /// true class: right answers blue, errors vermilion.
    /// </summary>
    /// <param name="evaluation">The right answers and the network's.</param>
    /// <param name="title">What was evaluated on what; a plain title where empty.</param>
    public static Figure Draw(Evaluation evaluation, string title = "")
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        string subject = title.Length > 0 ? $"{title}: confusion matrix" : "Confusion matrix";
        title = title.Length > 0 ? title : subject;
        var layout = new Layout(evaluation, title);
        var text = new FigureText(subject, Description(evaluation));
        return new Figure((int)MathF.Ceiling(layout.Width), (int)MathF.Ceiling(layout.Height), text, canvas =>
        {
            layout.DrawFrame(canvas, title);
            layout.DrawCells(canvas);
            layout.DrawScale(canvas);
        });
    }

    /// <summary>The colour of a share: its root, so that rare mistakes show beside common right answers.</summary>
    internal static Colour ColourOf(double share, bool isRight) =>
        isRight ? Palette.Share(Math.Sqrt(share)) : Palette.Error(Math.Sqrt(share));

    /// <summary>The accuracy beside what needs no network: always the most frequent class of training.</summary>
    private static string Scores(Evaluation evaluation) => evaluation.Evaluated == 0 ? "no samples" :
        $"accuracy {Measure.Accuracy.Text(evaluation.Accuracy)} of {evaluation.Evaluated}, baseline "
            + $"{Measure.Accuracy.Text(evaluation.BaselineAccuracy)} (always "
            + $"\"{evaluation.ClassNames[evaluation.BaselineClass]}\")";

    private static string Description(Evaluation evaluation)
    {
        var worst = evaluation.Classes.Where(score => score.MistakenFor is not null)
            .OrderByDescending(score => score.Mistaken).FirstOrDefault();
        string mistakes = worst is null ? "no sample was mistaken" : $"most often \"{worst.Name}\" was mistaken for "
            + $"\"{evaluation.ClassNames[worst.MistakenFor!.Value]}\", {worst.Mistaken} of {worst.Support} samples";
        return evaluation.Evaluated == 0 ? "There were no samples to evaluate." : $"{evaluation.ClassNames.Count} "
            + $"classes: {Scores(evaluation)}; {mistakes}.";
    }

    private sealed class Layout
    {
        private readonly Evaluation _evaluation;
        private readonly Lettering _label, _number;
        private readonly string[] _names;
        private readonly string _scores;
        private readonly float _cell, _left, _top, _labelWidth;
        private readonly bool _upwards;

        public Layout(Evaluation evaluation, string title)
        {
            _evaluation = evaluation;
            _scores = Scores(evaluation);
            int classes = evaluation.ClassNames.Count;
            // Two classes are as wide as the words below them, which the scale would touch otherwise.
            _cell = Math.Max(
                Math.Clamp(560f / Math.Max(1, classes), 10, 56), Axis.WidthOf(SaidTitle) / Math.Max(1, classes));
            _label = new Lettering(Math.Min(13, _cell * 0.85f));
            _names = [.. evaluation.ClassNames.Select(name => _label.Fit(name, LargestLabel))];
            _labelWidth = _names.Select(_label.WidthOf).DefaultIfEmpty(0).Max();
            _upwards = _labelWidth > _cell - 6;
            _number = NumberSize(evaluation, _cell);
            _left = Margin + Axis.LineHeight + 6 + _labelWidth + 8;
            _top = Margin + Title.LineHeight + Axis.LineHeight + 10;
            Grid = _cell * classes;
            Height = _top + Grid + 8 + (_upwards ? _labelWidth : _label.LineHeight) + 6 + Axis.LineHeight + Margin;
            float text = Math.Max(Title.WidthOf(title), Axis.WidthOf(_scores));
            Width = Math.Max(_left + Grid + 20 + ScaleWidth, Margin + text) + Margin;
            Height = Math.Max(Height, _top + ScaleHeight + Margin);
        }

        public float Width { get; }

        public float Height { get; }

        private float Grid { get; }

        private float Below => _top + Grid + 8;

        private float BarHeight => Math.Clamp(Grid - (2 * Small.LineHeight) - AboveBars, 110, 240);

        private float ScaleHeight => BarHeight + (2 * Small.LineHeight) + AboveBars;

        private static float ScaleWidth => Math.Max(Small.WidthOf(ScaleTitle), Math.Max(BarWidth,
            Small.WidthOf(RightWord)) + BarGap + Math.Max(BarWidth + 5 + Small.WidthOf("100%"),
            Small.WidthOf(WrongWord)));

        public void DrawFrame(SKCanvas canvas, string title)
        {
            Title.Draw(canvas, title, Margin, Margin + (Title.LineHeight / 2));
            Axis.Draw(canvas, _scores, Margin, Margin + Title.LineHeight + 2 + (Axis.LineHeight / 2));
            Axis.DrawUpwards(canvas, "true class", Margin + (Axis.LineHeight / 2), _top + (Grid / 2),
                SKTextAlign.Center);
            Axis.Draw(canvas, SaidTitle, _left + (Grid / 2), Height - Margin - (Axis.LineHeight / 2),
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
                    Colour colour = ColourOf(share, isRight: i == j);
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

        /// <summary>The bars that say which colour is how much: one for right answers, one for errors.</summary>
        public void DrawScale(SKCanvas canvas)
        {
            float x = _left + Grid + 20, top = _top + (2 * Small.LineHeight) + AboveBars;
            Small.Draw(canvas, ScaleTitle, x, _top + (Small.LineHeight / 2));
            float wrong = x + Math.Max(BarWidth, Small.WidthOf(RightWord)) + BarGap;
            DrawBar(canvas, x, top, isRight: true);
            DrawBar(canvas, wrong, top, isRight: false);
            double[] marks = BarHeight < 170 ? [0, 0.05, 0.25, 0.5, 1] : [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1];
            foreach (double share in marks)
            {
                float y = top + (BarHeight * (1 - (float)Math.Sqrt(share)));
                Small.Draw(canvas, $"{share * 100:0}%", wrong + BarWidth + 5, y);
            }
        }

        private void DrawBar(SKCanvas canvas, float x, float top, bool isRight)
        {
            using var paint = new SKPaint();
            for (int step = 0; step < 60; step++)
            {
                double root = 1 - (step / 59.0);
                paint.Color = ColourOf(root * root, isRight).ToSkia();
                canvas.DrawRect(x, top + (step * BarHeight / 60), BarWidth, (BarHeight / 60) + 0.5f, paint);
            }

            using var edge = new SKPaint { Color = Palette.Grey.ToSkia(), StrokeWidth = 0.6f, IsStroke = true };
            canvas.DrawRect(x, top, BarWidth, BarHeight, edge);
            Small.Draw(canvas, isRight ? RightWord : WrongWord, x, top - AboveBars - (Small.LineHeight / 2));
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
