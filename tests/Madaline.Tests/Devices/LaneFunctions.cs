using Madaline.Numerics;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Devices;

/// <summary>A lane function, what it should give in double precision, and the bounds it keeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Single">Over single precision.</param>
/// <param name="Double">Over double precision.</param>
/// <param name="Exact">The system's function, or our slow one where it has none.</param>
/// <param name="Range">Where double precision is sampled densely.</param>
/// <param name="UlpsSingle">Units in the last place, single precision.</param>
/// <param name="UlpsDouble">Units in the last place, double precision, the oracle's own error included.</param>
internal sealed record LaneFunction(
    string Name,
    Func<F32x8, F32x8> Single,
    Func<F64x4, F64x4> Double,
    Func<double, double> Exact,
    (double Low, double High) Range,
    double UlpsSingle,
    double UlpsDouble)
{
    /// <summary>
    /// What the bound in double precision grows by: a power's error grows with the logarithm of the result.
    /// </summary>
    public Func<double, double> Growth { get; init; } = _ => 1;
}

internal static class LaneFunctions
{
    public static IReadOnlyList<LaneFunction> All { get; } =
    [
        new("exp", F32x8.Exp, F64x4.Exp, Math.Exp, (-750, 720), 2, 2),
        new("expm1", F32x8.ExpM1, F64x4.ExpM1, ReferenceMath.ExpM1, (-40, 40), 2, 3),
        new("log", F32x8.Log, F64x4.Log, Math.Log, (0, 20), 2, 2),
        new("log1p", F32x8.Log1P, F64x4.Log1P, ReferenceMath.Log1P, (-1, 20), 2, 3),
        new("sin", F32x8.Sin, F64x4.Sin, Math.Sin, (-100, 100), 1, 2),
        new("cos", F32x8.Cos, F64x4.Cos, Math.Cos, (-100, 100), 1, 2),
        new("tanh", F32x8.Tanh, F64x4.Tanh, Math.Tanh, (-25, 25), 3, 3),
        new("erf", F32x8.Erf, F64x4.Erf, ReferenceMath.Erf, (-7, 7), 1.1, 3),
        new("sqrt", F32x8.Sqrt, F64x4.Sqrt, Math.Sqrt, (0, 100), 0.5, 0.5),
        new("pow 2.5", x => F32x8.Pow(x, F32x8.Broadcast(2.5)), x => F64x4.Pow(x, F64x4.Broadcast(2.5)),
            x => Math.Pow(x, 2.5), (0, 4), 1, 2) { Growth = Logarithm },
        new("pow -3", x => F32x8.Pow(x, F32x8.Broadcast(-3)), x => F64x4.Pow(x, F64x4.Broadcast(-3)),
            x => Math.Pow(x, -3), (-4, 4), 1, 2) { Growth = Logarithm },
    ];

    private static double Logarithm(double x) => Math.Max(1, 3 * Math.Abs(Math.Log(Math.Abs(x))));

    public static TheoryData<string> Names => [.. All.Select(f => f.Name)];

    public static LaneFunction Of(string name) => All.First(f => f.Name == name);
}
