namespace Madaline.Tests.Ops;

/// <summary>Many elements to one, and what runs along an axis.</summary>
internal static class ReductionRows
{
    private static readonly (double, double) Long = (2e-5, 1e-12);

    public static IEnumerable<OpRow> All =>
    [
        Of("sum", x => x.Sum()) with { Integers = true },
        Of("sum/first", x => x.Sum(0)) with { Integers = true },
        Of("sum/middle", x => x.Sum(1, keepDims: true)) with { Integers = true },
        Of("sum/last", x => x.Sum(-1)) with { Integers = true },
        Of("sum/outer two", x => x.Sum([0, 2])),
        Of("sum/inner two", x => x.Sum([1, 2])),
        Full("div/mean", x => x.Mean()),
        Full("div/mean last", x => x.Mean(-1, keepDims: true)),
        Of("prod", x => x.Prod()) with { Shapes = OpShapes.Unary, Domain = (0.8, 1.2), Integers = true },
        Of("prod/middle", x => x.Prod(1)) with { Domain = (-1.5, 1.5) },
        Of("prod/zeros", x => x.Prod(-1)) with { Domain = (-1.5, 1.5), Step = 0.5, Shapes = OpShapes.Cubes },
        Full("amax", x => x.AMax([])) with { Integers = true },
        Full("amax/middle", x => x.AMax([1])) with { Integers = true },
        Full("amin", x => x.AMin([])) with { Integers = true },
        Full("amin/outer two", x => x.AMin([0, 2], keepDims: true)) with { Integers = true },
        Full("max", x => x.Max(0).Values) with { Integers = true },
        Full("max/where", x => x.Max(1).Indices) with { HasGradient = false, Integers = true, Step = 1 },
        Full("min", x => x.Min(-1).Values) with { Integers = true },
        Full("argmax", x => x.ArgMax(1)) with { HasGradient = false, Integers = true, Step = 1 },
        Full("argmax/all", x => x.ArgMax()) with { HasGradient = false, Integers = true, Step = 1 },
        Full("argmin", x => x.ArgMin(-1, keepDims: true)) with { HasGradient = false, Integers = true, Step = 1 },
        Of("any", x => x.Any()) with { HasGradient = false, Integers = true, Step = 1 },
        Of("any/last", x => x.Any(-1)) with { HasGradient = false, Integers = true, Step = 1 },
        Of("all", x => x.All()) with { HasGradient = false, Integers = true, Step = 1 },
        Of("all/first", x => x.All(0, keepDims: true)) with { HasGradient = false, Integers = true, Step = 1 },
        Full("var/middle", x => x.Var(1, correction: 0)),
        Full("var/all", x => x.Var(correction: 0)),
        Full("std/all", x => x.Std()) with { Shapes = Several },
        Full("std/last", x => x.Std(-1)) with { Shapes = Several },
        Full("norm", x => x.Norm()),
        Full("norm/1", x => x.Norm(1, [1])),
        Full("norm/3", x => x.Norm(3, [-1])),
        Full("norm/largest", x => x.Norm(double.PositiveInfinity)),
        Full("norm/smallest", x => x.Norm(double.NegativeInfinity, [0])),
        Full("norm/0", x => x.Norm(0)) with { HasGradient = false, Step = 1 },
        Of("softmax/last", x => x.Softmax(-1)),
        Of("softmax/first", x => x.Softmax(0)),
        Of("log_softmax/last", x => x.LogSoftmax(-1)),
        Of("log_softmax/middle", x => x.LogSoftmax(1)),
        Of("softmax/any size", x => x.Softmax(-1)) with { Shapes = OpShapes.Unary },
        Full("logsumexp", x => x.LogSumExp(1)),
        Full("logsumexp/all", x => x.LogSumExp([])),
        Of("cumsum", x => x.CumSum(1)) with { Integers = true },
        Of("cumsum/last", x => x.CumSum(-1)) with { Shapes = OpShapes.Unary, Integers = true },
    ];

    private static Shape[][] Several => [.. OpShapes.Cubes.Where(x => x[0][-1] > 1), [[4, 2, 3]], [[2, 2, 5]]];

    private static OpRow Of(string name, Func<Tensor, Tensor> run) =>
        new(name, x => run(x[0])) { Shapes = OpShapes.CubesAndNothing, Tolerance = Long, Absolute = (1e-4, 1e-11) };

    /// <summary>Not of nothing.</summary>
    private static OpRow Full(string name, Func<Tensor, Tensor> run) => Of(name, run) with { Shapes = OpShapes.Cubes };
}
