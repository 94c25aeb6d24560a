namespace Madaline.Tests.Goldens;

/// <summary>Picking, joining, cutting and rearranging.</summary>
internal static class IndexingCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["gather"] = (x, a) => [x[0].Gather(a.Int("dim"), x[1])],
        ["scatter_add"] = (x, a) => [x[0].ScatterAdd(a.Int("dim"), x[1], x[2])],
        ["index_select"] = (x, a) => [x[0].IndexSelect(a.Int("dim"), x[1])],
        ["index"] = (x, _) => [x[0][x[1]]],
        ["cat"] = (x, a) => [Tensor.Concat(x, a.Int("dim"))],
        ["stack"] = (x, a) => [Tensor.Stack(x, a.Int("dim"))],
        ["split"] = (x, a) => a.IsList("split")
            ? x[0].Split(a.Ints("split"), a.Int("dim")) : x[0].Split(a.Int("split"), a.Int("dim")),
        ["chunk"] = (x, a) => x[0].Chunk(a.Int("chunks"), a.Int("dim")),
        ["pad"] = (x, a) => [x[0].Pad(a.Ints("pad"), a.Number("value"))],
        ["flip"] = (x, a) => [x[0].Flip(a.Ints("dims"))],
        ["roll"] = (x, a) => [Roll(x[0], a.Ints("shifts"), a.Has("dims") ? a.Ints("dims") : null)],
        ["narrow"] = (x, a) => [x[0].Narrow(a.Int("dim"), a.Int("start"), a.Int("length"))],
        ["slice"] = (x, a) => [x[0].Slice(0, a.Int("start"), a.Int("end"), a.Int("step"))],
        ["transpose"] = (x, a) => [x[0].Transpose(a.Ints("dims")[0], a.Ints("dims")[1])],
        ["permute"] = (x, a) => [x[0].Permute(a.Ints("dims"))],
        ["flatten"] = (x, a) => [x[0].Flatten(a.Ints("dims")[0], a.Ints("dims")[1])],
        ["unflatten"] = (x, a) => [x[0].Unflatten(a.Int("dim"), a.Ints("sizes"))],
        ["squeeze"] = (x, a) => [x[0].Squeeze(a.Int("dim"))],
        ["unsqueeze"] = (x, a) => [x[0].Unsqueeze(a.Int("dim"))],
        ["repeat"] = (x, a) => [x[0].Repeat(a.Ints("counts"))],
        ["expand"] = (x, a) => [x[0].Expand(a.Ints("sizes"))],
        ["reshape"] = (x, a) => [x[0].Reshape(a.Ints("sizes"))],
        ["tril"] = (x, a) => [x[0].Tril(a.Int("diagonal"))],
        ["triu"] = (x, a) => [x[0].Triu(a.Int("diagonal"))],
    };

    private static Tensor Roll(Tensor x, int[] shifts, int[]? dims)
    {
        if (dims is null)
            return x.Roll(shifts[0]);
        for (int i = 0; i < dims.Length; i++)
            x = x.Roll(shifts[i], dims[i]);
        return x;
    }
}

/// <summary>Tensors out of nothing.</summary>
internal static class CreationCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["arange"] = (_, a) => [Tensor.Arange(a.Number("start"), a.Number("end"), a.Number("step"), a.DType("dtype"))],
        ["linspace"] = (_, a) =>
            [Tensor.Linspace(a.Double("start"), a.Double("end"), a.Int("steps"), a.DType("dtype"))],
        ["full"] = (_, a) => [Tensor.Full([2], a.Number("value"), a.DType("dtype"))],
        ["fill"] = (x, a) => [x[0].Clone().FillInPlace(a.Number("value"))],
        ["eye"] = (_, a) => [Tensor.Eye(a.Int("n"), a.Int("m"))],
    };
}
