using static Madaline.Tests.Ops.ExtremeRow;

namespace Madaline.Tests.Ops;

/// <summary>Gradients through views whose elements share memory: added up, and nothing written beside.</summary>
internal static class ExpandedExtremes
{
    public static IEnumerable<ExtremeRow> All =>
    [
        Of("slice", [3, 1], 3 * 297, x => x.Slice(1, 10, 901, 3)),
        Of("narrow", [3, 1], 3 * 7, x => x.Narrow(1, 5, 7)),
        Of("select", [3, 1], 3, x => x.Select(1, 999)),
        Of("transpose", [3, 1], 3000, x => x.T.Contiguous()),
        Of("reshape", [3, 1], 3000, x => x.Reshape(-1)),
        Of("repeat", [3, 1], 6000, x => x.Repeat(1, 2)),
        Of("expand twice", [3, 1], 6000, x => x.Expand(2, 3, 1000)),
        Of("flip", [3, 1], 3000, x => x.Flip(0, 1)),
        Of("roll", [3, 1], 3000, x => x.Roll(7, 1)),
        Of("pad", [3, 1], 3000, x => x.Pad([2, 3, 1, 1])),
        Of("pad with the edge", [3, 1], 5 * 1005, x => x.Pad([2, 3, 1, 1], PadMode.Replicate)),
        Of("pad and cut", [3, 1], 2 * 995, x => x.Pad([-2, -3, -1, 0])),
        Of("concat", [3, 1], 6000, x => Tensor.Concat([x, x], 1)),
        Of("stack", [3, 1], 6000, x => Tensor.Stack([x, x], 2)),
        Of("index select", [3, 1], 3 * 3, x => x.IndexSelect(1, Tensor.From([999L, 0, 999]))),
        Of("gather", [3, 1], 2, x => x.Gather(1, Tensor.From([999L, 5], [1, 2]))),
        Of("mask", [3, 1], 3000, x => x.MaskedSelect(x.EqualTo(1))),
        Of("sum of all", [3, 1], 3000, x => x.Sum([0, 1])),
        Of("running sum", [3, 1], 3 * 1000 * 1001 / 2, x => x.CumSum(1)),
        Of("product", [3, 1], 3 * 1000, x => x.Prod([1])),
        Of("matmul", [3, 1], 3 * 1000 * 2, x => x.MatMul(Ones(1000, 2))),
        Of("matmul on the right", [3, 1], 3 * 1000 * 2, x => Ones(2, 3).MatMul(x)),
        Of("linear", [3, 1], 3 * 1000 * 2, x => x.Linear(Ones(2, 1000))),
        Of("unfold", [3, 1], 2 * 999 * 4, x => x.Unsqueeze(0).Unfold(2)),
        Of("conv2d", [3, 1], 2 * 999 * 4, x => x.Unsqueeze(0).Conv2d(Ones(1, 1, 2, 2))),
        Of("conv1d", [3, 1], 3 * 999 * 2, x => x.Unsqueeze(1).Conv1d(Ones(1, 1, 2))),
        Of("transposed", [3, 1], 3000 * 4, x => x.Unsqueeze(0).ConvTranspose2d(Ones(1, 1, 2, 2), null, 3)),
        Of("average pool", [3, 1], 1500, x => x.Unsqueeze(0).AvgPool2d((1, 2))),
        Of("max pool", [3, 1], 1000, x => x.Unsqueeze(0).MaxPool2d((3, 1))),
        Of("upsample", [3, 1], 3000 * 4, x => x.Unsqueeze(0).Unsqueeze(0).Upsample(scaleFactor: 2)),
        Of("kernels", [1, 1], 4 * 2 * 5, x => Ones(1, 1, 3, 6).Conv2d(x.Expand(2, 2).Reshape(1, 1, 2, 2)), [1, 1]),
    ];

    /// <summary>Through [3, 1] seen as [3, 1000], unless it is another one.</summary>
    private static ExtremeRow Of(
        string name, int[] shape, double sum, Func<Tensor, Tensor> run, int[]? seen = null) =>
        Right($"expanded, {name}", shape, sum, () => Gradient(Ones(shape), x => run(x.Expand(seen ?? [3, 1000]))));
}
