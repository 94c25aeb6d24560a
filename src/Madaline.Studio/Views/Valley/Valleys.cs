namespace Madaline.Studio.Views.Valley;

/// <summary>A function of two variables with its gradient.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Reach">Shown from −Reach to Reach both ways.</param>
/// <param name="At">Its value.</param>
/// <param name="Gradient">Its slopes.</param>
internal sealed record ValleyFunction(
    string Name, string Title, double Reach, Func<double, double, double> At,
    Func<double, double, (double X, double Y)> Gradient);

/// <summary>The valleys to descend into.</summary>
internal static class Valleys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ValleyFunction> All { get; } =
    [
        new("bowl", "a round bowl: C = ½ (v₁² + v₂²)", 3, (x, y) => 0.5 * ((x * x) + (y * y)), (x, y) => (x, y)),
        new("trough", "a long trough: C = ½ (v₁² + 20 v₂²)", 3,
            (x, y) => 0.5 * ((x * x) + (20 * y * y)), (x, y) => (x, 20 * y)),
        new("banana", "a bent valley: C = (1 − v₁)² + 5 (v₂ − v₁²)²", 2.2,
            (x, y) => Square(1 - x) + (5 * Square(y - (x * x))),
            (x, y) => ((-2 * (1 - x)) - (20 * x * (y - (x * x))), 10 * (y - (x * x)))),
        new("two", "two valleys: C = ¼ (v₁² − 2)² + ½ v₂² + 0.3 v₁", 2.4,
            (x, y) => (0.25 * Square((x * x) - 2)) + (0.5 * y * y) + (0.3 * x),
            (x, y) => ((x * ((x * x) - 2)) + 0.3, y)),
    ];

    private static double Square(double x) => x * x;
}
