namespace Madaline.Plots;

/// <summary>Where a grid has one value, as short straight pieces.</summary>
/// <remarks>Source: Lorensen and Cline 1987, "Marching cubes", in the plane: marching squares.</remarks>
internal static class ContourLine
{
    /// <summary>The pieces in all cells.</summary>
    public static IEnumerable<((double X, double Y) From, (double X, double Y) To)> Of(Grid grid, double level)
    {
        for (int row = 0; row + 1 < grid.Y.Count; row++)
        {
            for (int column = 0; column + 1 < grid.X.Count; column++)
            {
                var crossings = Crossings(grid, level, row, column);
                if (crossings.Count == 2)
                    yield return (crossings[0], crossings[1]);
                if (crossings.Count < 4)
                    continue;
                // A saddle: the middle tells which corners belong together.
                double middle = (grid[row, column] + grid[row, column + 1] + grid[row + 1, column]
                    + grid[row + 1, column + 1]) / 4;
                int shift = middle >= level == grid[row, column] >= level ? 0 : 1;
                yield return (crossings[shift], crossings[shift + 1]);
                yield return (crossings[shift + 2], crossings[(shift + 3) % 4]);
            }
        }
    }

    /// <summary>Where the sides of a cell have the value: below, right, above, left.</summary>
    private static List<(double X, double Y)> Crossings(Grid grid, double level, int row, int column)
    {
        double left = grid.X[column], right = grid.X[column + 1], low = grid.Y[row], high = grid.Y[row + 1];
        double a = grid[row, column], b = grid[row, column + 1];
        double c = grid[row + 1, column + 1], d = grid[row + 1, column];
        var found = new List<(double, double)>(4);
        if (a >= level != b >= level)
            found.Add((left + ((right - left) * Share(a, b, level)), low));
        if (b >= level != c >= level)
            found.Add((right, low + ((high - low) * Share(b, c, level))));
        if (c >= level != d >= level)
            found.Add((right - ((right - left) * Share(c, d, level)), high));
        if (d >= level != a >= level)
            found.Add((left, high - ((high - low) * Share(d, a, level))));
        return found;
    }

    private static double Share(double from, double to, double level) => (level - from) / (to - from);
}
