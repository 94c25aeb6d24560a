namespace Madaline.Tests.Goldens;

/// <summary>Many numbers to fewer, and what runs along a dimension.</summary>
internal static class ReductionCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["sum"] = Over((x, dims, keep) => x.Sum(dims, keep)),
        ["mean"] = Over((x, dims, keep) => x.Mean(dims, keep)),
        ["amax"] = Over((x, dims, keep) => x.AMax(dims, keep)),
        ["amin"] = Over((x, dims, keep) => x.AMin(dims, keep)),
        ["logsumexp"] = Over((x, dims, keep) => x.LogSumExp(dims, keep)),
        ["var"] = (x, a) => [x[0].Var(a.Ints("dims"), a.Double("correction", 1), a.Flag("keepdim"))],
        ["std"] = (x, a) => [x[0].Std(a.Ints("dims"), a.Double("correction", 1), a.Flag("keepdim"))],
        ["norm"] = (x, a) => [x[0].Norm(a.Double("p", 2), a.Ints("dims"), a.Flag("keepdim"))],
        ["max"] = (x, a) => a.Has("dim") ? Both(x[0].Max(a.Int("dim"), a.Flag("keepdim"))) : [x[0].Max()],
        ["min"] = (x, a) => a.Has("dim") ? Both(x[0].Min(a.Int("dim"), a.Flag("keepdim"))) : [x[0].Min()],
        ["argmax"] = One(x => x.ArgMax(), (x, dim, keep) => x.ArgMax(dim, keep)),
        ["argmin"] = One(x => x.ArgMin(), (x, dim, keep) => x.ArgMin(dim, keep)),
        ["prod"] = One(x => x.Prod(), (x, dim, keep) => x.Prod(dim, keep)),
        ["any"] = One(x => x.Any(), (x, dim, keep) => x.Any(dim, keep)),
        ["all"] = One(x => x.All(), (x, dim, keep) => x.All(dim, keep)),
        ["cumsum"] = (x, a) => [x[0].CumSum(a.Int("dim"))],
        ["softmax"] = (x, a) => [x[0].Softmax(a.Int("dim"))],
        ["log_softmax"] = (x, a) => [x[0].LogSoftmax(a.Int("dim"))],
        ["sort"] = (x, a) => Both(x[0].Sort(a.Int("dim"), a.Flag("descending"))),
        ["topk"] = (x, a) => Both(x[0].TopK(a.Int("k"), a.Int("dim"), a.Flag("largest"))),
    };

    private static OpCall Over(Func<Tensor, int[], bool, Tensor> function) =>
        (x, a) => [function(x[0], a.Ints("dims"), a.Flag("keepdim"))];

    private static OpCall One(Func<Tensor, Tensor> all, Func<Tensor, int, bool, Tensor> along) =>
        (x, a) => [a.Has("dim") ? along(x[0], a.Int("dim"), a.Flag("keepdim")) : all(x[0])];

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];
}
