using Madaline.Plots.Tests.Data;

namespace Madaline.Plots.Tests.Drawing;

public sealed class SurfaceFigureTests
{
    private static readonly Grid Hill =
        Grid.Of((x, y) => Math.Exp(-(x * x) - (y * y)), (-2, 2), (-2, 2), 31) with { Name = "height" };

    [Fact]
    public void A_cell_is_drawn_for_each_square_of_the_grid_with_labels_on_all_axes()
    {
        var figure = SurfaceFigure.Draw(Hill, "A hill", new PlotOptions { XLabel = "east", YLabel = "north" });
        var svg = Svg.Of(figure);
        svg.Holds("A hill", "east", "north", "height", "-2", "1");
        Assert.Equal(30 * 30, Cells(svg));
        Assert.Equal("31 by 31 \"height\" from 0.00, at (-2.00, -2.00), to 1.00, at (0.00, 0.00).", figure.Description);
    }

    [Theory]
    [InlineData(35, 30)]
    [InlineData(0, 10)]
    [InlineData(-130, 80)]
    [InlineData(200, 45)]
    [InlineData(120, 40)]
    public void From_everywhere_all_of_it_is_seen(double turn, double tilt)
    {
        var options = new PlotOptions { Width = 500, Height = 300, XLabel = "east", YLabel = "north" };
        var figure = SurfaceFigure.Draw(Hill, "A hill", options, turn, tilt);
        using var png = Png.Of(figure);
        Assert.Equal(0, png.InkAtTheEdge());
        Svg.Of(figure).IsLegible();
    }

    [Fact]
    public void A_large_grid_is_drawn_with_fewer_cells()
    {
        var large = Grid.Of((x, y) => x * y, (-1, 1), (-1, 1), 200);
        Assert.Equal(49 * 49, Cells(Svg.Of(SurfaceFigure.Draw(large, ""))));
    }

    [Fact]
    public void Angles_out_of_range_are_explained() => InputTests.Explains(
        "surface figure: nobody looks from there. turn is 35, tilt is 90; expected a number of degrees, and 10 to 80.",
        () => SurfaceFigure.Draw(Hill, "", tilt: 90));

    /// <summary>Filled shapes; lines have no fill.</summary>
    private static int Cells(Svg svg) => svg.Named("path").Count(path => (string?)path.Attribute("fill") != "none");
}
