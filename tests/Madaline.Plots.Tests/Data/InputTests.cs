namespace Madaline.Plots.Tests.Data;

/// <summary>What is drawn may be given in many ways; what does not fit is explained.</summary>
public sealed class InputTests
{
    [Fact]
    public void Arrays_lists_tensors_and_collections_are_numbers()
    {
        double[] expected = [1, 2, 3];
        Numbers[] all =
        [
            new double[] { 1, 2, 3 }, new float[] { 1, 2, 3 }, new long[] { 1, 2, 3 }, new int[] { 1, 2, 3 },
            new List<double> { 1, 2, 3 }, new List<float> { 1, 2, 3 }, Tensor.From([1f, 2, 3]),
            Tensor.From([1L, 2, 3]).Reshape(3, 1), Tensor.From([1.0, 2, 3]).WithGrad() * 1,
        ];
        Assert.All(all, numbers => Assert.Equal(expected, numbers));
        Numbers collection = [1, 2, 3];
        Assert.Equal(expected, collection);
        Assert.Equal([5.0], (Numbers)Tensor.FromScalar(5));
    }

    [Fact]
    public void A_matrix_is_no_row_of_numbers() => Explains(
        "numbers: there is more than one dimension. x is [3, 4]; expected [n]. Take a row or a column, such as "
            + "x[.., 0].",
        () => _ = (Numbers)Tensor.Zeros([3, 4]));

    [Fact]
    public void Lengths_that_differ_are_explained()
    {
        Explains("series: the lengths differ. x is 2 long, y is 3; expected the same. Give each point both.",
            () => _ = new Series("loss", [1, 2], [1, 2, 3]));
        Explains("points: the lengths differ. x is 2 long, y is 1; expected the same. Give each point both.",
            () => _ = new Points([1, 2], [1]));
        Explains("points: these are no pairs. pairs is [2, 3]; expected [n, 2]. Take two columns of the inputs.",
            () => _ = new Points(Tensor.Zeros([2, 3])));
        Explains("grid: there is not a value for every place. z is [2, 3]; expected [3, 2], a row for each y and a "
            + "column for each x. Transpose or reshape it.", () => _ = new Grid([0, 1], [0, 1, 2], Tensor.Zeros([2, 3])));
    }

    [Fact]
    public void A_series_is_counted_from_0_or_computed()
    {
        Assert.Equal([0.0, 1, 2], new Series("loss", [5, 6, 7]).X);
        var square = Series.Of("square", x => x * x, (-1, 1), 5);
        Assert.Equal([-1, -0.5, 0, 0.5, 1], square.X);
        Assert.Equal([1, 0.25, 0, 0.25, 1], square.Y);
        Explains("series: the range is none. It goes from 1 to 1; expected two numbers, the smaller first. Swap "
            + "them, or widen the range.", () => Series.Of("f", x => x, (1, 1)));
    }

    [Fact]
    public void A_grid_is_given_by_values_a_function_or_a_network()
    {
        var grid = Grid.Of((x, y) => x + (10 * y), (0, 2), (0, 1), 3);
        Assert.Equal(12, grid[2, 2]);
        Assert.Equal(6, grid[1, 1]);
        var asked = Grid.Of(x => x[.., 0] + (10 * x[.., 1]), (0, 2), (0, 1), 3);
        Assert.Equal(12, asked[2, 2]);
        Assert.Equal(6, asked[1, 1]);
        Assert.Equal(5, new Grid(Tensor.From([[1f, 2], [3, 5]]))[1, 1]);
        var around = Grid.Around(new Points([0, 10], [0, 20]), x => x[.., 1..2], 5);
        Assert.Equal((-1, 11, -2, 22), (around.X[0], around.X[^1], around.Y[0], around.Y[^1]));
        Assert.Equal(-2, around[0, 3]);
    }

    [Fact]
    public void A_grid_that_is_none_is_explained()
    {
        Explains("grid: places do not ascend. x[1] is 0 after 0; expected a larger one. Sort the places, and the "
            + "values with them.", () => _ = new Grid([0, 0], [0, 1], Tensor.Zeros([2, 2])));
        Explains("grid: it has no area. y has 1 places; expected at least 2. Give a matrix of values.",
            () => _ = new Grid(Tensor.Zeros([1, 2])));
        Explains("grid: these are no rows and columns. z is [3]; expected [rows, columns]. Take a matrix of it.",
            () => _ = new Grid(Tensor.Zeros([3])));
        Explains("grid: there is not one value for every place. The network gives [9, 2]; expected [9] or [9, 1]. Take "
            + "one output, such as y[.., 1].", () => Grid.Of(x => x, (0, 1), (0, 1), 3));
        Explains("grid: not every number has a place on an axis. z[0] is NaN",
            () => Grid.Of((_, _) => double.NaN, (0, 1), (0, 1), 3));
    }

    [Fact]
    public void Values_between_the_places_of_a_grid_lie_on_straight_lines()
    {
        var grid = Grid.Of((x, y) => (2 * x) + y, (0, 1), (0, 1), 5);
        Assert.Equal(1.35, grid.At(0.55, 0.25), 12);
        Grid fewer = Grid.Of((x, y) => x - y, (0, 1), (0, 1), 100).Within(10);
        Assert.Equal((10, 10, 0), (fewer.X.Count, fewer.Y.Count, Math.Round(fewer[4, 4], 12)));
    }

    internal static void Explains(string message, Action action) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
