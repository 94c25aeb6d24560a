using Madaline.NN;
using static Madaline.Tests.Ops.ExtremeRow;

namespace Madaline.Tests.Ops;

/// <summary>Elementwise ops, products, reductions and positions of more than memory is given for.</summary>
internal static class ElementExtremes
{
    public static IEnumerable<ExtremeRow> All => [.. Elements, .. Reductions, .. Norms, .. Positions];

    private static IEnumerable<ExtremeRow> Elements =>
    [
        TooMany("exp", "exp", () => Seen(Most).Exp()),
        TooMany("neg of bytes", "neg", () => SeenBytes(Most).Neg()),
        TooMany("add", "add", () => Seen(Most) + Seen(Most)),
        TooMany("add that broadcasts", "add", () => Ones(65536, 1) + Ones(1, 65536)),
        TooMany("mul that wraps to 0", "mul", () => Ones(65536, 1) * Ones(65536)),
        TooMany("compare", "gt", () => Ones(65536, 1) > Ones(1, 65536)),
        TooMany("compare many", "eq", () => Seen(Most).EqualTo(1)),
        TooMany("maximum", "maximum", () => Ones(65536, 1).Maximum(Ones(1, 65536))),
        Refused("in place", "add", "share one place", () => Seen(Most).AddInPlace(1)),
        Refused("filled in place", "fill", "share one place", () => Seen(Most).FillInPlace(1)),
        TooMany("outer", "outer", () => Ones(65536).Outer(Ones(65536))),
        TooMany("matmul", "matmul", () => Ones(65536, 1).MatMul(Ones(1, 65536))),
        TooMany("matmul of batches", "matmul", () => Ones(65536, 1, 1, 1).MatMul(Ones(65536, 1, 1))),
        TooMany("matmul of long rows", "matmul", () => Seen(1, Most).MatMul(Seen(Most, 1))),
        TooMany("dot", "matmul", () => Seen(Most).Dot(Seen(Most))),
        TooMany("linear", "linear", () => Ones(65536, 1).Linear(Ones(65536, 1))),
        TooMany("linear of long rows", "linear", () => Seen(1, Most).Linear(Seen(1, Most))),
    ];

    private static IEnumerable<ExtremeRow> Reductions =>
    [
        TooMany("sum", "sum", () => Seen(Most).Sum()),
        TooMany("sum down columns", "sum", () => Seen(Most, 1).Sum(0)),
        TooMany("mean", "sum", () => Seen(Most).Mean()),
        TooMany("largest", "max", () => Seen(Most).Max()),
        TooMany("place of the largest", "argmax", () => Seen(Most).ArgMax()),
        TooMany("running sum", "cumsum", () => Seen(Most).CumSum(0)),
        TooMany("softmax", "softmax", () => Seen(Most).Softmax(0)),
        TooMany("sort", "sort", () => Seen(Most).Sort().Values),
        TooMany("largest three", "sort", () => Seen(Most).TopK(3).Values),
        TooMany("variance", "var", () => Seen(Most).Var()),
        TooMany("deviation", "std", () => Seen(Most).Std()),
        TooMany("product", "prod", () => Seen(Most).Prod([0])),
        TooMany("largest along a dimension", "max", () => Seen(Most).AMax([0])),
        TooMany("any", "any", () => SeenBytes(Most).Any()),
        TooMany("all", "all", () => Truths(Most).All()),
        TooMany("norm", "square", () => Seen(Most).Norm()),
        TooMany("logarithm of a sum", "max", () => Seen(Most).LogSumExp(0)),
        TooMany("log softmax", "log_softmax", () => Seen(Most).LogSoftmax(0)),
        TooMany("cross-entropy", "cross_entropy", () => new CrossEntropyLoss().Call(Seen(1, Most), Tensor.Zeros([1], DType.Int64))),
    ];

    private static IEnumerable<ExtremeRow> Norms =>
    [
        TooMany("layer norm", "layer_norm", () => Seen(1, Most).LayerNorm([Most])),
        TooMany("batch norm", "batch_norm", () => Seen(Most, 1).BatchNorm(null, null, null, null, true)),
        TooMany("group norm", "group_norm", () => Seen(1, 2, Most / 2).GroupNorm(1)),
        TooMany("instance norm", "instance_norm", () => Seen(1, 1, Most).InstanceNorm()),
    ];

    private static IEnumerable<ExtremeRow> Positions =>
    [
        TooMany("index select", "index_select",
            () => Ones(65536, 2).IndexSelect(1, Tensor.Zeros([1], DType.Int64).Expand(65536))),
        TooMany("index select of many", "index_select",
            () => Ones(2).IndexSelect(0, Tensor.Zeros([1], DType.Int64).Expand(Most))),
        Refused("index select far away", "index_select", "out of range",
            () => Ones(2).IndexSelect(0, Tensor.From([long.MaxValue]))),
        Refused("index select far below", "index_select", "out of range",
            () => Ones(2).IndexSelect(0, Tensor.From([long.MinValue]))),
        TooMany("gather", "gather", () => Ones(2).Gather(0, Tensor.Zeros([1], DType.Int64).Expand(Most))),
        Refused("gather far away", "gather", "out of range", () => Ones(2).Gather(0, Tensor.From([1L << 32]))),
        Refused("scatter far away", "scatter", "out of range",
            () => Ones(2).ScatterAdd(0, Tensor.From([long.MinValue]), Ones(1))),
        TooMany("masked fill", "where", () => SeenBytes(Most).MaskedFill(Truths(Most), 0)),
        TooMany("scatter", "scatter_add",
            () => Ones(2).ScatterAdd(0, Tensor.Zeros([1], DType.Int64).Expand(Most), Seen(Most))),
        TooMany("positions", "index",
            () => Ones(2, 65536)[(TensorIndex)Tensor.Zeros([1], DType.Int64).Expand(65536)]),
        Refused("positions far away", "index", "out of range", () => Ones(2)[(TensorIndex)Tensor.From([long.MinValue])]),
        TooMany("to an array", "to_array", () => Tensor.From(SeenBytes(Most).ToArray<byte>())),
    ];

    /// <summary>One true element seen many times.</summary>
    private static Tensor Truths(int count) => Tensor.Ones([1], DType.Bool).Expand(count);
}
