using Madaline.Plots.Tests.Data;

namespace Madaline.Plots.Tests.Drawing;

public sealed class ScatterFigureTests
{
    private static readonly Points Trees = new([1, 2, 3], [3, 2, 1])
    {
        Classes = Tensor.From([0L, 1, 1]),
        ClassNames = ["oak", "elm"],
    };

    [Fact]
    public void Classes_differ_by_colour_and_shape()
    {
        var figure = ScatterFigure.Draw(Trees, "Trees", new PlotOptions { XLabel = "height", YLabel = "age" });
        var svg = Svg.Of(figure);
        svg.Holds("Trees", "height", "age", "oak", "elm");
        // One point and its sign in the legend are round; two and one are squares.
        Assert.Equal(2, svg.Named("ellipse").Count());
        Assert.Equal("3 points: 1 of \"oak\", 2 of \"elm\".", figure.Description);
        using var png = Png.Of(figure);
        Assert.Equal(0, png.InkAtTheEdge());
    }

    [Fact]
    public void Classes_without_names_are_numbered() => Assert.Contains("class 1",
        Svg.Of(ScatterFigure.Draw(new Points([1, 2], [1, 2]) { Classes = new[] { 0, 1 } }, "")).Texts);

    [Fact]
    public void Values_have_a_scale_with_their_name()
    {
        var points = new Points([1, 2, 3], [3, 2, 1]) { Values = new double[] { 0, 5, 10 }, ValueName = "price, €" };
        var figure = ScatterFigure.Draw(points, "Prices");
        string[] texts = Svg.Of(figure).Texts;
        Assert.Contains("price, €", texts);
        Assert.Contains("8", texts);
        Assert.Equal("3 points, price, € from 0.0 to 10.0.", figure.Description);
        using var png = Png.Of(figure);
        Assert.InRange(png.Count(Palette.Height(2.5 / 96)), 50, 1000);
        Assert.Equal(0, png.InkAtTheEdge());
    }

    [Fact]
    public void Of_many_points_an_even_part_of_every_class_is_drawn_and_the_figure_says_so()
    {
        int[] classes = [.. Enumerable.Range(0, 20_000).Select(i => i % 4)];
        var points = new Points(Tensor.Randn([20_000, 2], rng: new Rng(1))) { Classes = classes };
        var svg = Svg.Of(ScatterFigure.Draw(points, "Many"));
        string said = Assert.Single(svg.Texts, text => text.EndsWith("of 20000 points", StringComparison.Ordinal));
        Assert.InRange(int.Parse(said.Split(' ')[0]), 4900, 5100);
        Assert.InRange(svg.Named("ellipse").Count(), 1200, 1300);
    }

    [Fact]
    public void What_does_not_belong_to_points_is_explained()
    {
        InputTests.Explains("scatter figure: the lengths differ. x is 3 long, Classes is 2; expected the same.",
            () => ScatterFigure.Draw(Trees with { Classes = new[] { 0, 1 } }, ""));
        InputTests.Explains("scatter figure: there is no such class. Classes[1] is 2; expected whole numbers from 0 to "
            + "1. Give numbers as Values.", () => ScatterFigure.Draw(Trees with { Classes = new[] { 0, 2, 1 } }, ""));
        InputTests.Explains("scatter figure: a colour cannot say two things. Classes and Values are both given; "
            + "expected one of them. Leave one out.", () => ScatterFigure.Draw(Trees with { Values = new[] { 0, 2, 1 } }, ""));
    }
}
