using Madaline.Devices;

namespace Madaline.Tests.Ops;

/// <summary>Elements by their positions.</summary>
internal static class IndexingRows
{
    private static readonly Shape[][] Sources = [[[2, 3], [2, 3]], [[3, 4], [2, 4]], [[1, 1], [1, 1]], [[5, 2], [5, 2]], [[4, 7], [3, 7]], [[9, 33], [9, 33]]];

    public static IEnumerable<OpRow> All =>
    [
        Of("gather", x => x.Gather(1, Positions([x.Shape[0], 4, x.Shape[2]], x.Shape[1], x))),
        Of("gather/fewer", x => x.Gather(-1, Positions([1, 1, 5], x.Shape[2], x))),
        new("scatter_add", x =>
            x[0].ScatterAdd(0, Positions(x[1].Shape, x[0].Shape[0], x[0]), x[1])) { Shapes = Sources, Integers = true },
        new("scatter_add/fewer", x => x[0].ScatterAdd(1, Positions([1, 3], x[0].Shape[1], x[0]), x[1]))
        {
            Shapes = [.. Sources.Where(s => s[1][1] >= 3), [[3, 3], [2, 5]], [[2, 9], [1, 3]]],
        },
        Of("index_select", x => x.IndexSelect(1, Positions([5], x.Shape[1], x))),
        Of("index_select/none", x => x.IndexSelect(0, Positions([0], x.Shape[0], x))),
        Of("index_select/one list", x => x[Positions([6], x.Shape[0], x)]),
        Of("index_select/two lists", x => x[Positions([3, 2], x.Shape[0], x), Positions([2], x.Shape[1], x) - x.Shape[1]]),
        Of("index_select/lists apart", x => x[Positions([4], x.Shape[0], x), .., Positions([4], x.Shape[2], x)]),
        Of("index_select/list last", x => x[TensorIndex.Ellipsis, Positions([2, 3], x.Shape[2], x)]),
        Of("index_select/mask", x => x[x > 0]),
        Rows(Of("cross_entropy", x => CrossEntropy(x, new(-100, Averages: true)))),
        Rows(Of("cross_entropy/sum", x => CrossEntropy(x, new(-100, Averages: false)))),
        Rows(Of("cross_entropy/ignored", x => CrossEntropy(x, new(1, Averages: true)))),
        Of("index/write number", x => Written(x, y => y[0] = y[^1] + 1)) with { HasGradient = false },
        Of("index/write range", x => Written(x, y => y[.., 1.., TensorIndex.Every(2)] = Tensor.FromScalar(5, y.DType, y.Device))) with { HasGradient = false },
        Of("index/write list", x => Written(x, y => y[.., Positions([1], y.Shape[1], y)] = y[.., 0..1] * 2)) with { HasGradient = false },
        Of("index/write mask", x => Written(x, y => y[y > 0] = Tensor.FromScalar(-1, y.DType, y.Device))) with { HasGradient = false },
        Of("nonzero", x => x.NonZero()) with { HasGradient = false, Step = 1, Shapes = OpShapes.Unary },
        Of("sort", x => x.Sort(1).Values),
        Of("sort/descending", x => x.Sort(-1, descending: true).Values),
        Of("sort/where", x => x.Sort(0).Indices) with { HasGradient = false, Step = 1 },
        Of("sort/descending where", x => x.Sort(2, descending: true).Indices) with { HasGradient = false, Step = 1 },
        Of("sort/topk", x => x.TopK(1, 1).Values),
        Of("sort/smallest where", x => x.TopK(1, -1, largest: false).Indices) with { HasGradient = false, Step = 1 },
    ];

    private static OpRow Of(string name, Func<Tensor, Tensor> run) =>
        new(name, x => run(x[0])) { Shapes = OpShapes.Cubes, Integers = true };

    private static OpRow Rows(OpRow row) => row with { Shapes = OpShapes.Matrices, Integers = false };

    private static Tensor CrossEntropy(Tensor x, CrossEntropyRule rule) =>
        x.CrossEntropy(Positions([x.Shape[0]], x.Shape[1], x), rule);

    /// <summary>Integers below a bound, with repeats.</summary>
    private static Tensor Positions(Shape shape, int bound, Tensor like)
    {
        var positions = new long[shape.Elements];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = ((i * 7) + (i / 3)) % bound;
        return Tensor.From<long>(positions, shape).To(like.Device);
    }

    private static Tensor Written(Tensor x, Action<Tensor> write)
    {
        Tensor y = x.Detach().Clone();
        write(y);
        return y;
    }
}
