namespace Madaline.Studio.Pictures;

/// <summary>Where a neuron's sum is 0 in a plane of two inputs.</summary>
internal static class PlaneLine
{
    /// <summary>Where <c>w₁ x + w₂ y + b = 0</c> crosses a square: x, y, x, y; nothing where it does not.</summary>
    /// <param name="w1">The first weight.</param>
    /// <param name="w2">The second weight.</param>
    /// <param name="b">The bias.</param>
    /// <param name="low">The least coordinate of the square, both ways.</param>
    /// <param name="high">The greatest.</param>
    public static IReadOnlyList<double> Ends(double w1, double w2, double b, double low, double high)
    {
        var ends = new List<(double X, double Y)>();
        foreach (double edge in new[] { low, high })
        {
            if (w2 != 0 && -((w1 * edge) + b) / w2 is var y && y >= low && y <= high)
                ends.Add((edge, y));
            if (w1 != 0 && -((w2 * edge) + b) / w1 is var x && x >= low && x <= high)
                ends.Add((x, edge));
        }

        return [.. ends.Distinct().Take(2).SelectMany(end => new[] { end.X, end.Y })];
    }
}
