using Madaline.Plots.Tests.Data;

namespace Madaline.Plots.Tests.Drawing;

public sealed class ContourFigureTests
{
    private static readonly Grid Slope = Grid.Of((x, _) => x, (0, 1), (0, 1), 11) with { Name = "probability" };

    private static readonly Points Two = new([0.2, 0.8], [0.5, 0.5])
    {
        Classes = new[] { 0, 1 },
        ClassNames = ["no", "yes"],
    };

    [Fact]
    public void Bands_have_the_colours_of_their_scale()
    {
        var figure = ContourFigure.Draw(Slope, "A slope");
        using var png = Png.Of(figure);
        var (left, right) = (png.At(0.1, 0.3), png.At(0.8, 0.3));
        Assert.Equal(Palette.Height(0.05), left);
        Assert.True(png.Count(left) > 20_000);
        Assert.NotEqual(left, right);
        Assert.Equal(0, png.InkAtTheEdge());
        Svg.Of(figure).Holds("A slope", "probability", "0.1", "0.9");
        Svg.Of(figure).IsLegible();
        Assert.Equal("11 by 11 \"probability\" from 0.00 to 1.00.", figure.Description);
    }

    [Fact]
    public void Around_a_middle_there_is_blue_below_and_vermilion_above_with_the_points_on_top()
    {
        var figure = ContourFigure.Draw(Slope, "A boundary", points: Two, middle: 0.5);
        using var png = Png.Of(figure);
        Assert.True(png.At(0.1, 0.3).B > png.At(0.1, 0.3).R);
        Assert.True(png.At(0.8, 0.3).R > png.At(0.8, 0.3).B);
        Assert.InRange(png.Count(Palette.Blue), 100, 2000);
        Svg.Of(figure).Holds("no", "yes");
        Assert.EndsWith("; on top 2 points: 1 of \"no\", 1 of \"yes\".", figure.Description);
    }

    [Fact]
    public void Lines_alone_leave_the_ground_white()
    {
        using var png = Png.Of(ContourFigure.Draw(Slope, "Lines", isFilled: false));
        Assert.True(png.Count(Palette.White) > png.Width * png.Height / 2);
        Assert.True(png.Count(Palette.Height(0.5)) > 500);
    }

    [Fact]
    public void A_line_runs_where_the_grid_has_its_value()
    {
        var grid = Grid.Of((x, y) => (x * x) + (y * y), (-2, 2), (-2, 2), 81);
        var pieces = ContourLine.Of(grid, 1).ToList();
        Assert.All(pieces, piece => Assert.Equal(1,
            Math.Sqrt((piece.From.X * piece.From.X) + (piece.From.Y * piece.From.Y)), 0.002));
        double length = pieces.Sum(piece => Math.Sqrt(Math.Pow(piece.To.X - piece.From.X, 2)
            + Math.Pow(piece.To.Y - piece.From.Y, 2)));
        Assert.Equal(2 * Math.PI, length, 0.01);
    }

    [Fact]
    public void At_a_saddle_two_pieces_pass_each_other()
    {
        var saddle = new Grid(Tensor.From([[1f, 0], [0, 1]]));
        Assert.Equal(2, ContourLine.Of(saddle, 0.4).Count());
        Assert.Equal(2, ContourLine.Of(saddle, 0.6).Count());
    }

    [Fact]
    public void What_cannot_be_drawn_is_explained()
    {
        InputTests.Explains("contour figure: there is no such number of lines. levels is 1; expected 2 to 50.",
            () => ContourFigure.Draw(Slope, "", levels: 1));
        InputTests.Explains("contour figure: two colour scales cannot be told apart. points.Values has 2 numbers",
            () => ContourFigure.Draw(Slope, "", points: new Points([1, 2], [1, 2]) { Values = new[] { 1, 2 } }));
    }

    [Fact]
    public void A_plane_without_a_slope_is_drawn() =>
        Assert.NotEmpty(Svg.Of(ContourFigure.Draw(new Grid(Tensor.Ones([3, 3])), "Flat")).Texts);
}
