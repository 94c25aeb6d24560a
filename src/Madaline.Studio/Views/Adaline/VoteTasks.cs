namespace Madaline.Studio.Views.Adaline;

/// <summary>Points of the plane with an answer each, 1 or −1.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Points">Each with two coordinates from −1.2 to 1.2.</param>
/// <param name="Answers">The right answers.</param>
internal sealed record VoteTask(string Name, string Title, double[][] Points, int[] Answers)
{
    private const int Count = 14;

    /// <summary>The points lie within this of 0, both ways.</summary>
    public const double Reach = 1.2;

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<VoteTask> All { get; } =
    [
        new("xor", "XOR", [[-1, -1], [-1, 1], [1, -1], [1, 1]], [-1, 1, 1, -1]),
        Of("stripe", "a stripe", (x, y) => 0.55 - Math.Abs(x - y)),
        Of("half", "a line", (x, y) => x + (0.5 * y) - 0.1),
        Of("ring", "a disc", (x, y) => 0.5 - ((x * x) + (y * y))),
    ];

    /// <summary>Points whose answer is the sign of a function; those near its 0 are left out.</summary>
    private static VoteTask Of(string name, string title, Func<double, double, double> side)
    {
        var rng = new Rng(4);
        var points = new List<double[]>();
        while (points.Count < Count)
        {
            double x = Round(rng.NextUniform(-Reach, Reach)), y = Round(rng.NextUniform(-Reach, Reach));
            int sign = Math.Sign(side(x, y));
            // As many of one answer as of the other.
            int same = points.Count(point => Math.Sign(side(point[0], point[1])) == sign);
            if (Math.Abs(side(x, y)) > 0.15 && same < Count / 2)
                points.Add([x, y]);
        }

        return new(name, title, [.. points], [.. points.Select(point => Math.Sign(side(point[0], point[1])))]);

        static double Round(double value) => Math.Round(value * 10) / 10;
    }
}
