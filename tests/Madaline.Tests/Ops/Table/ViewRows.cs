namespace Madaline.Tests.Ops;

/// <summary>The same elements, arranged otherwise.</summary>
internal static class ViewRows
{
    public static IEnumerable<OpRow> All =>
    [
        Of("reshape", x => x.Reshape(-1)) with { Shapes = OpShapes.Unary },
        Of("reshape/split", x => x.Reshape(x.Shape[0], 1, x.Shape[1] * x.Shape[2])),
        Of("reshape/flatten", x => x.Flatten(1)),
        Of("reshape/unflatten", x => x.Unflatten(1, 1, x.Shape[1])),
        Of("permute", x => x.Permute(2, 0, 1)),
        Of("permute/transpose", x => x.Transpose(0, 2)),
        Of("view/transposed vector", x => x.T) with { Shapes = OpShapes.Vectors },
        Of("expand", x => x.Unsqueeze(1).Expand(-1, 3, -1, -1)),
        Of("expand/leading", x => x.Expand(2, -1, -1, -1)),
        Of("reshape/repeat", x => x.Repeat(2, 1, 3)),
        Of("squeeze", x => x.Squeeze()),
        Of("squeeze/one", x => x.Squeeze(1)),
        Of("unsqueeze", x => x.Unsqueeze(-1)) with { Shapes = OpShapes.Unary },
        Of("slice", x => x.Slice(1, 1)),
        Of("slice/step", x => x.Slice(-1, 0, int.MaxValue, 2)),
        Of("slice/narrow", x => x.Narrow(2, x.Shape[2] / 3, x.Shape[2] / 2)),
        Of("slice/select", x => x.Select(0, -1)) with { Shapes = OpShapes.Cubes },
        Of("slice/number", x => x[^1, .., 0]) with { Shapes = OpShapes.Cubes },
        Of("slice/ranges", x => x[TensorIndex.Ellipsis, TensorIndex.NewAxis, TensorIndex.Every(3)]),
        Of("flip", x => x.Flip(0, 2)),
        Of("concat/roll", x => x.Roll(3, 1)),
        Of("concat/roll all", x => x.Roll(-2)) with { Shapes = OpShapes.Unary },
        Of("pad", x => x.Pad([1, 2, 0, 3], 1.5)),
        Of("pad/cut", x => x.Pad([-1, 1, 2, -1])) with { Shapes = OpShapes.Cubes },
        Of("clone", x => x.Clone()) with { Shapes = OpShapes.Unary },
        Of("clone/contiguous", x => x.T.Contiguous()),
        Of("to", x => x.To(x.DType == DType.Float32 ? DType.Float64 : DType.Float32)) with { Tolerance = (0, 1e-7), Absolute = (0, 0) },
        Of("to/whole", x => x.To(DType.Int32)) with { HasGradient = false },
        Of("to/truth", x => x.To(DType.Bool)) with { HasGradient = false, Step = 1 },
        Of("to/byte", x => x.Abs().To(DType.UInt8)) with { HasGradient = false },
        Of("to/floating", x => x.To(DType.Int64).To(DType.Float64)) with { HasGradient = false },
    ];

    private static OpRow Of(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0]))
    {
        Shapes = OpShapes.CubesAndNothing,
        Integers = !name.StartsWith("to", StringComparison.Ordinal),
    };
}
