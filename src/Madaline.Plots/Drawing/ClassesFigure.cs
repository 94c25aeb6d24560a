using System.Globalization;
using Madaline.Training;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Madaline.Plots;

/// <summary>Draws the accuracy of each class as a bar with its 95% interval.</summary>
public static class ClassesFigure
{
    private const int Width = 760, TitleHeight = 40, Frame = 70, LongestName = 150;

    /// <summary>How far text lies above the middle when its letters reach above but not below.</summary>
    private const float Sink = 2;

    private static readonly Lettering Title = new(15, Bold: true), Label = new(12);

    /// <summary>Draws the classes from top to bottom, and the accuracy over all of them as a line.</summary>
    /// <param name="evaluation">The scores of each class.</param>
    /// <param name="title">What was evaluated on what; a plain title where empty.</param>
    public static Figure Draw(Evaluation evaluation, string title = "")
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        string subject = title.Length > 0 ? $"{title}: accuracy of each class" : "Accuracy of each class";
        title = title.Length > 0 ? title : subject;
        int classes = evaluation.Classes.Count, height = Math.Max(120, Frame + (classes * (classes > 30 ? 18 : 28)));
        var text = new FigureText(subject, Description(evaluation));
        return new Figure(Width, height + TitleHeight, text, canvas =>
        {
            Title.Draw(canvas, title, 16, 16 + (Title.LineHeight / 2));
            Panels.Draw(canvas, PlotOf(evaluation), new PixelRect(0, Width, TitleHeight + height, TitleHeight));
        });
    }

    private static string Description(Evaluation evaluation)
    {
        ClassScore[] known = [.. evaluation.Classes.Where(score => score.Support > 0).OrderBy(score => score.Accuracy)];
        return known.Length == 0 ? "There were no samples to evaluate."
            : $"Of {known.Length} classes \"{known[^1].Name}\" is answered right most often "
                + $"({Percent(known[^1].Accuracy)}) and \"{known[0].Name}\" least often "
                + $"({Percent(known[0].Accuracy)}); over all it is {Percent(evaluation.Accuracy)}.";
    }

    private static Plot PlotOf(Evaluation evaluation)
    {
        var plot = new Plot();
        Typefaces.Use(plot);
        int classes = evaluation.Classes.Count;
        var line = plot.Add.VerticalLine(100 * evaluation.Accuracy, 1.5f, Palette.Vermilion.ToScottPlot());
        for (int c = 0; c < classes; c++)
            Add(plot, evaluation.Classes[c], classes - 1 - c);
        plot.MoveToTop(line);
        plot.Axes.Left.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, classes).Select(c => (double)(classes - 1 - c))],
            [.. evaluation.ClassNames.Select(name => Label.Fit(name, LongestName))]);
        double[] marks = [0, 20, 40, 60, 80, 100];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            marks, [.. marks.Select(mark => mark.ToString(CultureInfo.InvariantCulture))]);
        // Percentages stand to the right of 100, where no axis is: there is no more than all.
        double bottom = -0.7;
        plot.Axes.SetLimits(0, 118, bottom, classes - 0.3);
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        var axis = plot.Add.Line(0, bottom, 100, bottom);
        (axis.Color, axis.LineWidth) = (ScottPlot.Colors.Black, 2);
        plot.XLabel($"accuracy, % (bars with 95% intervals; line: all classes, {Percent(evaluation.Accuracy)})", 13);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = Label.Size;
        plot.Axes.Left.TickLabelStyle.OffsetY = Sink;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Grid.YAxisStyle.IsVisible = false;
        return plot;
    }

    private static void Add(Plot plot, ClassScore score, double y)
    {
        if (score.Support == 0)
            return;
        var bar = plot.Add.Bar(y, 100 * score.Accuracy);
        bar.Horizontal = true;
        bar.Color = Colour.Between(Palette.White, Palette.Blue, 0.65).ToScottPlot();
        foreach (var one in bar.Bars)
            (one.Size, one.LineWidth) = (0.7, 0);
        var (low, high) = score.Interval;
        var ink = Palette.Ink.ToScottPlot();
        plot.Add.Line(100 * low, y, 100 * high, y).Color = ink;
        foreach (double end in (double[])[low, high])
            plot.Add.Line(100 * end, y - 0.16, 100 * end, y + 0.16).Color = ink;
        var text = plot.Add.Text(Percent(score.Accuracy), 102, y);
        text.LabelFontName = Typefaces.Family;
        text.LabelFontSize = Label.Size;
        text.LabelFontColor = ink;
        text.LabelAlignment = Alignment.MiddleLeft;
        text.OffsetY = Sink;
    }

    private static string Percent(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
