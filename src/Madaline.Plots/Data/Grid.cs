namespace Madaline.Plots;

/// <summary>A value at every crossing of columns and rows: z(x, y).</summary>
public sealed record Grid
{
    private readonly double[] _z;

    /// <summary>Values at given places.</summary>
    /// <param name="x">Where the columns are, ascending; at least two.</param>
    /// <param name="y">Where the rows are, ascending; at least two.</param>
    /// <param name="z">[rows, columns]: the first row belongs to the lowest y.</param>
    /// <exception cref="ArgumentException">The sizes differ, places do not ascend, or values are no
    /// numbers.</exception>
    public Grid(Numbers x, Numbers y, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(z);
        RequirePlaces(x, "x");
        RequirePlaces(y, "y");
        if (z.Rank != 2 || z.Shape[0] != y.Count || z.Shape[1] != x.Count)
        {
            throw new ArgumentException($"grid: there is not a value for every place. z is {z.Shape}; expected "
                + $"[{y.Count}, {x.Count}], a row for each y and a column for each x. Transpose or reshape it.");
        }

        Numbers values = z.Reshape(-1);
        values.Require("grid", "z");
        (X, Y, _z) = (x, y, [.. values]);
    }

    /// <summary>Values at 0, 1, 2 … in both directions.</summary>
    /// <param name="z">[rows, columns]: the first row belongs to the lowest y.</param>
    /// <exception cref="ArgumentException">It is no matrix, or values are no numbers.</exception>
    public Grid(Tensor z) : this(Indices(z, 1), Indices(z, 0), z)
    {
    }

    /// <summary>Where the columns are.</summary>
    public Numbers X { get; }

    /// <summary>Where the rows are.</summary>
    public Numbers Y { get; }

    /// <summary>What the values are, for the scale.</summary>
    public string Name { get; init; } = "";

    /// <summary>A value.</summary>
    /// <param name="row">Counted from the lowest y.</param>
    /// <param name="column">Counted from the lowest x.</param>
    public double this[int row, int column] => _z[(row * X.Count) + column];

    internal Extent Values => Extent.Of(_z);

    /// <summary>A function of two numbers.</summary>
    /// <param name="function">z(x, y).</param>
    /// <param name="x">From where to where.</param>
    /// <param name="y">From where to where.</param>
    /// <param name="size">Places in each direction, at least 2.</param>
    /// <exception cref="ArgumentException">A range is none, or a value is no number.</exception>
    public static Grid Of(Func<double, double, double> function, (double Low, double High) x,
        (double Low, double High) y, int size = 61)
    {
        ArgumentNullException.ThrowIfNull(function);
        double[] columns = Extent.Spaced("grid", x, size), rows = Extent.Spaced("grid", y, size);
        double[] z = [.. rows.SelectMany(row => columns.Select(column => function(column, row)))];
        return new Grid(columns, rows, Tensor.Wrap(z, [size, size]));
    }

    /// <summary>What a network says of every place, asked for all at once.</summary>
    /// <param name="network">Takes Float32 [n, 2], gives [n] or [n, 1]; no gradient is recorded.</param>
    /// <param name="x">From where to where the first input goes.</param>
    /// <param name="y">From where to where the second goes.</param>
    /// <param name="size">Places in each direction, at least 2.</param>
    /// <exception cref="ArgumentException">A range is none, or the network gives something else.</exception>
    public static Grid Of(Func<Tensor, Tensor> network, (double Low, double High) x, (double Low, double High) y,
        int size = 101)
    {
        ArgumentNullException.ThrowIfNull(network);
        double[] columns = Extent.Spaced("grid", x, size), rows = Extent.Spaced("grid", y, size);
        float[] places = [.. rows.SelectMany(row => columns.SelectMany(
            column => new[] { (float)column, (float)row }))];
        using var scope = new NoGrad();
        Tensor z = network(Tensor.Wrap(places, [size * size, 2]));
        return z.Elements == size * size ? new Grid(columns, rows, z.Reshape(size, size)) : throw new ArgumentException(
            $"grid: there is not one value for every place. The network gives {z.Shape}; expected "
            + $"[{size * size}] or [{size * size}, 1]. Take one output, such as y[.., 1].");
    }

    /// <summary>What a network says of every place around points, as far as they reach and a little more.</summary>
    /// <param name="points">The points: those the network was trained on, as a rule.</param>
    /// <param name="network">Takes Float32 [n, 2], gives [n] or [n, 1].</param>
    /// <param name="size">Places in each direction, at least 2.</param>
    public static Grid Around(Points points, Func<Tensor, Tensor> network, int size = 101)
    {
        ArgumentNullException.ThrowIfNull(points);
        points.Require("grid");
        Extent x = Extent.Of(points.X).Widened(0.1), y = Extent.Of(points.Y).Widened(0.1);
        return Of(network, (x.Low, x.High), (y.Low, y.High), size);
    }

    /// <summary>The value between the places around: straight in each direction.</summary>
    internal double At(double x, double y)
    {
        var (column, right) = Place(X, x);
        var (row, up) = Place(Y, y);
        double low = (this[row, column] * (1 - right)) + (this[row, column + 1] * right);
        double high = (this[row + 1, column] * (1 - right)) + (this[row + 1, column + 1] * right);
        return (low * (1 - up)) + (high * up);
    }

    /// <summary>The same with no more places in either direction.</summary>
    internal Grid Within(int most)
    {
        if (X.Count <= most && Y.Count <= most)
            return this;
        double[] x = Fewer(X, most), y = Fewer(Y, most);
        double[] z = [.. y.SelectMany(row => x.Select(column => At(column, row)))];
        return new Grid(x, y, Tensor.Wrap(z, [y.Length, x.Length])) { Name = Name };
    }

    private static double[] Fewer(Numbers at, int most) =>
        at.Count <= most ? [.. at] : Extent.Spaced("grid", (at[0], at[^1]), most);

    private static (int Index, double Share) Place(Numbers at, double value)
    {
        int low = 0, high = at.Count - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = at[middle] <= value ? (middle, high) : (low, middle);
        }

        return (low, Math.Clamp((value - at[low]) / (at[high] - at[low]), 0, 1));
    }

    private static Numbers Indices(Tensor z, int dimension)
    {
        ArgumentNullException.ThrowIfNull(z);
        return z.Rank == 2 ? Numbers.Indices(z.Shape[dimension]) : throw new ArgumentException(
            $"grid: these are no rows and columns. z is {z.Shape}; expected [rows, columns]. Take a matrix of it.");
    }

    private static void RequirePlaces(Numbers at, string what)
    {
        ArgumentNullException.ThrowIfNull(at);
        if (at.Count < 2)
        {
            throw new ArgumentException($"grid: it has no area. {what} has {at.Count} places; expected at least 2. "
                + "Give a matrix of values.");
        }

        at.Require("grid", what);
        for (int i = 1; i < at.Count; i++)
        {
            if (at[i] <= at[i - 1])
            {
                throw new ArgumentException($"grid: places do not ascend. {what}[{i}] is {at[i]} after {at[i - 1]}; "
                    + "expected a larger one. Sort the places, and the values with them.");
            }
        }
    }
}
