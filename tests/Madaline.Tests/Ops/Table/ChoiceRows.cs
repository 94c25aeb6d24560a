namespace Madaline.Tests.Ops;

/// <summary>Ops that choose elements by a mask.</summary>
internal static class ChoiceRows
{
    public static IEnumerable<OpRow> All =>
    [
        new("where", x => Tensor.Where(x[0] > 0, x[1], x[2])) { Shapes = OpShapes.Ternary, Integers = true },
        new("where/masked fill", x => x[0].MaskedFill(x[1] > 0, 7)) { Shapes = OpShapes.Binary, Integers = true },
        new("index_select/masked select", x =>
            x[0].MaskedSelect(x[1] > 0)) { Shapes = OpShapes.Binary, Integers = true },
        new("where/tril", x => x[0].Tril()) { Shapes = OpShapes.Matrices, Integers = true },
        new("where/triu", x => x[0].Triu(1)) { Shapes = OpShapes.CubesAndNothing, Integers = true },
    ];
}
