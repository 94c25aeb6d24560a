using Madaline.Training;

namespace Madaline.Plots.Tests.Drawing;

public sealed class ConfusionFigureTests
{
    private static readonly string[] Names = ["oak", "elm"];

    private static readonly Evaluation Four = Given.Evaluation(Names, (0, 0), (0, 0), (0, 1), (1, 1));

    [Fact]
    public void Errors_have_a_hue_of_their_own()
    {
        string[] fills = Svg.Of(ConfusionFigure.Draw(Four, "trees")).Fills;
        string right = Svg.Hex(Palette.Share(Math.Sqrt(2 / 3.0))), wrong = Svg.Hex(Palette.Error(Math.Sqrt(1 / 3.0)));
        Assert.Contains(right, fills);
        Assert.Contains(wrong, fills);
        Assert.DoesNotContain(Svg.Hex(Palette.Share(Math.Sqrt(1 / 3.0))), fills);
        foreach (double share in (double[])[0.05, 0.3, 0.6, 1])
        {
            var (blue, red) = (Palette.Share(share), Palette.Error(share));
            Assert.True(blue.B > blue.R && red.R > red.B, $"{share}: {blue}, {red}");
        }
    }

    [Fact]
    public void The_scale_has_words_and_numbers()
    {
        string[] texts = Svg.Of(ConfusionFigure.Draw(Four, "trees")).Texts;
        Assert.All((string[])["share of the true class", "right", "wrong", "0%", "50%", "100%"],
            word => Assert.Contains(word, texts));
    }

    [Fact]
    public void Accuracy_and_baseline_stand_below_the_title()
    {
        string[] texts = Svg.Of(ConfusionFigure.Draw(Four, "trees")).Texts;
        Assert.Equal("trees", texts[0]);
        Assert.Equal("accuracy 75.00% of 4, baseline 75.00% (always \"oak\")", texts[1]);
    }

    [Fact]
    public void Of_no_samples_there_is_no_accuracy_but_a_figure() =>
        Assert.Contains("no samples", Svg.Of(ConfusionFigure.Draw(Given.Evaluation(Names), "trees")).Texts);
}
