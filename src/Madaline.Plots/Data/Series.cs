namespace Madaline.Plots;

/// <summary>A line on a plot: points that follow each other.</summary>
public sealed record Series
{
    /// <summary>A line through points.</summary>
    /// <param name="name">What it is; its words in the legend.</param>
    /// <param name="x">Where the points are, from left to right; in any order for a curve in the plane.</param>
    /// <param name="y">How high they are.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Series(string name, Numbers x, Numbers y)
    {
        Numbers.RequireEqual("series", "x", x.Count, "y", y.Count);
        (Name, X, Y) = (name, x, y);
    }

    /// <summary>A line through points at 0, 1, 2 …</summary>
    /// <param name="name">What it is; its words in the legend.</param>
    /// <param name="y">How high they are.</param>
    public Series(string name, Numbers y) : this(name, Numbers.Indices(y.Count), y)
    {
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>Where the points are.</summary>
    public Numbers X { get; }

    /// <summary>How high they are.</summary>
    public Numbers Y { get; }

    /// <summary>The graph of a function.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="function">The function.</param>
    /// <param name="x">From where to where.</param>
    /// <param name="count">Points, at least 2.</param>
    public static Series Of(string name, Func<double, double> function, (double Low, double High) x, int count = 201)
    {
        ArgumentNullException.ThrowIfNull(function);
        double[] at = Extent.Spaced("series", x, count);
        return new Series(name, at, Array.ConvertAll(at, place => function(place)));
    }

    /// <summary>Whether the points are counted: epochs, steps.</summary>
    internal bool HasWholeX => X.All(x => x == Math.Floor(x));

    internal void Require(string op)
    {
        string what = Name.Length == 0 ? "" : $" of \"{Name}\"";
        X.Require(op, $"x{what}");
        Y.Require(op, $"y{what}");
    }
}
