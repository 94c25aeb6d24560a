using Madaline.Plots.Tests.Data;

namespace Madaline.Plots.Tests.Drawing;

public sealed class LineFigureTests
{
    private static readonly Series[] Losses =
        [new("training", [2, 1, 0.5, 0.25]), new("validation", [2.5, 1.5, 1, 1.25])];

    [Fact]
    public void Title_labels_numbers_and_names_are_written()
    {
        var options = new PlotOptions { XLabel = "epoch", YLabel = "loss", Width = 500, Height = 400 };
        var figure = LineFigure.Draw(Losses, "Two losses", options);
        var svg = Svg.Of(figure);
        svg.Holds("Two losses", "epoch", "loss", "training", "validation", "0", "1", "2", "3", "1.5");
        svg.IsLegible();
        Assert.Equal((500, 400), (figure.Width, figure.Height));
        Assert.Equal("\"training\" goes from 2.00 to 0.25 over 4 points, the least 0.25, the largest 2.00; "
            + "\"validation\" goes from 2.50 to 1.25 over 4 points, the least 1.00, the largest 2.50.", figure.Description);
    }

    [Fact]
    public void Lines_are_drawn_in_their_colours_and_nothing_is_cut()
    {
        using var png = Png.Of(LineFigure.Draw(Losses, "Two losses"));
        Assert.Equal((1440, 960), (png.Width, png.Height));
        Assert.InRange(png.Count(Palette.Blue), 3000, 30000);
        Assert.InRange(png.Count(Palette.Vermilion), 3000, 30000);
        Assert.Equal(0, png.InkAtTheEdge());
    }

    [Fact]
    public void A_line_without_a_name_has_no_legend_and_a_legend_can_be_left_out()
    {
        Assert.DoesNotContain("line 1", Svg.Of(LineFigure.Draw([1, 2, 3], "One")).Texts);
        var options = new PlotOptions { ShowsLegend = false };
        Assert.DoesNotContain("training", Svg.Of(LineFigure.Draw(Losses, "Two", options)).Texts);
    }

    [Fact]
    public void A_long_line_keeps_its_peaks()
    {
        double[] values = new double[100_000];
        (values[54_321], values[77_777]) = (9, -9);
        int[] shown = LinePoints.Of(new Series("", values));
        Assert.InRange(shown.Length, 2000, 8000);
        Assert.Empty(new[] { 0, 54_321, 77_777, 99_999 }.Except(shown));
        Assert.Equal(shown.Order(), shown);
        Assert.Equal(Enumerable.Range(0, 100), LinePoints.Of(new Series("", new double[100])));
    }

    [Fact]
    public void Long_titles_and_legends_take_the_lines_they_need()
    {
        string title = string.Join(' ', Enumerable.Repeat("words", 40));
        Series[] many = [.. Enumerable.Range(0, 30).Select(i =>
            new Series($"a line with a name, number {i}", [i, i + 1]))];
        var options = new PlotOptions { Width = 300, Height = 240 };
        var figure = LineFigure.Draw(many, title, options);
        Assert.True(figure.Height > 500);
        using var png = Png.Of(figure);
        Assert.Equal(0, png.InkAtTheEdge());
        Svg.Of(figure).IsLegible();
    }

    [Fact]
    public void What_cannot_be_drawn_is_explained()
    {
        InputTests.Explains("line figure: there is no such number of lines. There are 0 series; expected 1 to 40.",
            () => LineFigure.Draw((Series[])[], ""));
        InputTests.Explains("line figure: there is nothing to draw. x of \"a\" is empty; expected at least one number.",
            () => LineFigure.Draw([new Series("a", new double[0])], ""));
        InputTests.Explains("line figure: not every number has a place on an axis. y of \"a\"[1] is NaN; expected "
            + "numbers from -1e150 to 1e150. Leave it out; a loss that is not a number comes from a training that diverged.",
            () => LineFigure.Draw([new Series("a", [1, double.NaN])], ""));
        InputTests.Explains("line figure: there is no such size. Width is 5000, Height is 480; expected 240 to 4000 "
            + "each.",
            () => LineFigure.Draw([1, 2], "", new PlotOptions { Width = 5000 }));
    }
}
