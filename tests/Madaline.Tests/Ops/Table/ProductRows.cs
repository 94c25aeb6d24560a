namespace Madaline.Tests.Ops;

/// <summary>Products of matrices.</summary>
internal static class ProductRows
{
    public static IEnumerable<OpRow> All =>
    [
        Of("matmul", x => x[0].MatMul(x[1]), OpShapes.Products) with { Integers = true },
        Of("matmul/transposed", x => x[1].T.MatMul(x[0].T), [.. OpShapes.Products.Where(s => s[0].Rank == 2 && s[1].Rank == 2)]),
        Of("matmul/itself", x => x[0].MatMul(x[0].T), OpShapes.Matrices),
        Of("matmul/dot", x => x[0].Dot(x[1]), OpShapes.Dots),
        Of("mul/outer", x => x[0].Outer(x[1]), [[[1], [1]], [[3], [4]], [[0], [3]], [[9], [5]], [[2], [33]], [[5], [5]]]),
        Of("linear", x => x[0].Linear(x[1], x[2]), OpShapes.Linear),
        Of("linear/no bias", x => x[0].Linear(x[1]), [.. OpShapes.Linear.Select(s => s[..2])]),
    ];

    private static OpRow Of(string name, Func<Tensor[], Tensor> run, Shape[][] shapes) =>
        new(name, run) { Shapes = shapes, Tolerance = (1e-5, 1e-12), Absolute = (2e-4, 1e-11), Domain = (-2, 2) };
}
