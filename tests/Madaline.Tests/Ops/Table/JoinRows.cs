namespace Madaline.Tests.Ops;

/// <summary>Several tensors to one, and one to several.</summary>
internal static class JoinRows
{
    private static readonly Shape[][] SameRows =
        [[[2, 3], [2, 4]], [[1, 1], [1, 5]], [[3, 0], [3, 2]], [[4, 8], [4, 9]], [[5, 2], [5, 1]], [[2, 33], [2, 3]], [[3, 3], [3, 3]]];

    private static readonly Shape[][] Same =
        [[[2, 3], [2, 3]], [[1], [1]], [[], []], [[2, 0], [2, 0]], [[4, 9], [4, 9]], [[5, 1, 2], [5, 1, 2]], [[33], [33]]];

    public static IEnumerable<OpRow> All =>
    [
        new("concat", x => Tensor.Concat(x, 1)) { Shapes = SameRows, Integers = true },
        new("concat/first", x => Tensor.Concat([x[0].T, x[1].T, x[0].T])) { Shapes = SameRows, Integers = true },
        new("concat/stack", x => Tensor.Stack(x)) { Shapes = Same, Integers = true },
        new("concat/stack last", x => Tensor.Stack([x[0], x[1], x[0]], -1)) { Shapes = Same, Integers = true },
        new("slice/split", x => x[0].Split(2, 1)[^1]) { Shapes = OpShapes.CubesAndNothing, Integers = true },
        new("slice/split sizes", x => Halves(x[0])) { Shapes = OpShapes.CubesAndNothing, Integers = true },
        new("slice/chunk", x => x[0].Chunk(2, -1)[0]) { Shapes = OpShapes.CubesAndNothing, Integers = true },
    ];

    private static Tensor Halves(Tensor x)
    {
        int half = x.Shape[0] / 2;
        Tensor[] parts = x.Split([half, x.Shape[0] - half]);
        return Tensor.Concat([parts[1], parts[0]]);
    }
}
