using Madaline.Training;

namespace Madaline.Plots.Tests.Drawing;

/// <summary>Figures that nobody gave a title have a plain one.</summary>
public sealed class DefaultTitleTests
{
    private static readonly Evaluation Trees = Given.Evaluation(["oak", "elm"], (0, 0), (0, 1), (1, 1));
    private static readonly RegressionScores Scores = new([1, 2, 3], [1.5, 2, 2.5]);

    public static TheoryData<string, Func<Figure>> Figures => new()
    {
        { "Confusion matrix", () => ConfusionFigure.Draw(Trees) },
        { "Accuracy of each class", () => ClassesFigure.Draw(Trees) },
        { "Predicted against true", () => PredictionsFigure.Draw(Scores) },
        { "Residuals", () => ResidualsFigure.Draw(Scores) },
        { "Training of 2 epochs", () => CurvesFigure.Draw([new(1, 0.9, 0.6, 0.1, 1, null, null), new(2, 0.5, 0.8, 0.1, 1, null, null)]) },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void A_plain_title_stands_where_none_was_given(string title, Func<Figure> draw)
    {
        Figure figure = draw();
        Assert.Equal(title, figure.Title);
        Assert.Contains(title, Svg.Of(figure).Texts);
    }

    [Fact]
    public void General_figures_do_without_a_title()
    {
        Assert.NotEmpty(LineFigure.Draw(new double[] { 1, 2, 3 }).Description);
        Assert.NotEmpty(ScatterFigure.Draw(new Points(new double[] { 1, 2 }, new double[] { 1, 2 })).Description);
    }

    [Fact]
    public void No_axis_of_accuracies_goes_beyond_all_of_them()
    {
        string[] texts = Svg.Of(ClassesFigure.Draw(Trees)).Texts;
        Assert.Contains("100", texts);
        Assert.DoesNotContain("120", texts);
    }
}
