using Madaline.Devices;

namespace Madaline.Tests.Goldens;

/// <summary>Views, indexing and assignment to parts, each Python expression beside its C#.</summary>
public sealed class IndexingGoldens
{
    private static readonly Dictionary<string, GoldenCase> Cases =
        GoldenFile.Load("indexing").Cases.ToDictionary(x => x.Text("case"));

    private static readonly Tensor i = Tensor.From([1L, 0L, -1L]), j = Tensor.From([2L, -3L, 1L]);
    private static readonly Tensor k = Tensor.From([3L, 0L, 0L]);
    private static readonly Tensor m = (Tensor.Arange(60).Reshape(3, 4, 5) % 7).EqualTo(0);
    private static readonly Tensor m2 = Tensor.From(new bool[,] { { true, false, true }, { false, true, false } });
    private static readonly Tensor y = Tensor.From([10f, 20f, 30f, 40f]);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Reads = new()
    {
        ["x[1]"] = x => x[1],
        ["x[-1, ..., 2]"] = x => x[-1, TensorIndex.Ellipsis, 2],
        ["x[:, 1:3, ::2]"] = x => x[.., 1..3, TensorIndex.Every(2)],
        ["x[0, :, -2:]"] = x => x[0, .., ^2..],
        ["x[:, :, 1:100]"] = x => x[.., .., 1..100],
        ["x[1:1]"] = x => x[1..1],
        ["x[..., 1::3]"] = x => x[TensorIndex.Ellipsis, TensorIndex.Every(3, 1..)],
        ["x[None, 0, ..., None]"] = x => x[TensorIndex.NewAxis, 0, TensorIndex.Ellipsis, TensorIndex.NewAxis],
        ["x[i]"] = x => x[i],
        ["x[:, j]"] = x => x[.., j],
        ["x[:, j, :, k]"] = x => x[.., j, .., k],
        ["x[i, j]"] = x => x[i, j],
        ["x[0, j, :, k]"] = x => x[0, j, .., k],
        ["x[:, j, k]"] = x => x[.., j, k],
        ["x[i[:, None], :, k[None]]"] = x => x[i.Unsqueeze(1), .., k.Unsqueeze(0)],
        ["x[..., k]"] = x => x[TensorIndex.Ellipsis, k],
        ["x[torch.tensor(1)]"] = x => x[Tensor.FromScalar(1)],
        ["x[:, 1, j]"] = x => x[.., 1, j],
        ["x[x > 50]"] = x => x[x > 50],
        ["x[:, m]"] = x => x[.., m],
        ["x[m2]"] = x => x[m2],
        ["x[m2, :, k]"] = x => x[m2, .., k],
        ["x[0:0, m]"] = x => x[0..0, m],
        ["x.permute(3, 1, 0, 2)[1:3]"] = x => x.Permute(3, 1, 0, 2)[1..3],
        ["x.transpose(0, 2).reshape(6, -1)"] = x => x.Transpose(0, 2).Reshape(6, -1),
        ["x.flatten(1, 2)"] = x => x.Flatten(1, 2),
        ["x.flatten(-2)"] = x => x.Flatten(-2),
        ["x.unflatten(-1, (5, 1))"] = x => x.Unflatten(-1, 5, 1),
        ["x[0, 0, 0].expand(2, 3, -1)"] = x => x[0, 0, 0].Expand(2, 3, -1),
        ["x[:, :1].expand(-1, 3, -1, -1)"] = x => x[.., ..1].Expand(-1, 3, -1, -1),
        ["x[0, 0].repeat(2, 1, 2)"] = x => x[0, 0].Repeat(2, 1, 2),
        ["x.squeeze(0)"] = x => x.Squeeze(0),
        ["x[:, :1, :, :1].squeeze()"] = x => x[.., ..1, .., ..1].Squeeze(),
        ["x[0].unsqueeze(1)"] = x => x[0].Unsqueeze(1),
        ["x.unsqueeze(-1)"] = x => x.Unsqueeze(-1),
        ["x.roll(3)"] = x => x.Roll(3),
        ["x.roll(-1, -1)"] = x => x.Roll(-1, -1),
        ["x.flip(1, -1)"] = x => x.Flip(1, -1),
        ["x.narrow(2, 1, 2)"] = x => x.Narrow(2, 1, 2),
        ["x.select(-1, -1)"] = x => x.Select(-1, -1),
        ["x[0].mT"] = x => x[0].T,
        ["x.sum((0, -1))"] = x => x.Sum([0, -1]),
        ["x.permute(2, 0, 3, 1).sum(1)"] = x => x.Permute(2, 0, 3, 1).Sum(1),
        ["x.permute(2, 0, 3, 1).amax((0, 3))"] = x => x.Permute(2, 0, 3, 1).AMax([0, 3]),
        ["x.mT.cumsum(2)"] = x => x.T.CumSum(2),
        ["x.mT.min(-1)[0]"] = x => x.T.Min(-1).Values,
        ["x.topk(2, 1)[0]"] = x => x.TopK(2, 1).Values,
        ["x.mT.sort(2, descending=True)[0]"] = x => x.T.Sort(2, true).Values,
        ["x.gather(3, k.expand(2, 3, 4, 3))"] = x => x.Gather(3, k.Expand(2, 3, 4, 3)),
        ["torch.cat([x[0], x[1].flip(0)], -1)"] = x => Tensor.Concat([x[0], x[1].Flip(0)], -1),
        ["torch.stack([x[0, 0], x[1, 1]], -1)"] = x => Tensor.Stack([x[0, 0], x[1, 1]], -1),
        ["torch.stack(x.split(2, 3)[:2])"] = x => Tensor.Stack(x.Split(2, 3)[..2]),
        ["torch.cat(x.chunk(2, 1)[::-1], 1)"] = x => Tensor.Concat([.. x.Chunk(2, 1).Reverse()], 1),
        ["torch.where(x[:1] > 5, x, x[0, 0])"] = x => Tensor.Where(x[..1] > 5, x, x[0, 0]),
        ["x.masked_fill(m, 3.5)"] = x => x.MaskedFill(m, 3.5),
        ["x[2]"] = x => x[2],
        ["x[..., 5]"] = x => x[TensorIndex.Ellipsis, 5],
        ["x[0, 0, 0, 0, 0]"] = x => x[0, 0, 0, 0, 0],
        ["x[m2[0]]"] = x => x[m2[0]],
        ["x[i, k[:2]]"] = x => x[i, k[..2]],
        ["x[:, :, 4 + k]"] = x => x[.., .., 4 + k],
        ["x.reshape(7, -1)"] = x => x.Reshape(7, -1),
        ["x.permute(0, 1, 2)"] = x => x.Permute(0, 1, 2),
        ["x.expand(2, 3, 4, 6)"] = x => x.Expand(2, 3, 4, 6),
        ["x.transpose(0, 4)"] = x => x.Transpose(0, 4),
    };

    private static readonly Dictionary<string, Action<Tensor>> Writes = new()
    {
        ["x[0] = x[1]"] = x => x[0] = x[1],
        ["x[:, 1] = 7.0"] = x => x[.., 1] = Tensor.FromScalar(7.0),
        ["x[..., ::2] = y[:3]"] = x => x[TensorIndex.Ellipsis, TensorIndex.Every(2)] = y[..3],
        ["x[i] = 1.5"] = x => x[i] = Tensor.FromScalar(1.5),
        ["x[:, j, :, k] = y[:3, None, None] + 1"] =
            x => x[.., j, .., k] = y[..3, TensorIndex.NewAxis, TensorIndex.NewAxis] + 1,
        ["x[x > 50] = -1.0"] = x => x[x > 50] = Tensor.FromScalar(-1.0),
        ["x[m2] = y[3]"] = x => x[m2] = y[3],
        ["x[:, m] = 0.25"] = x => x[.., m] = Tensor.FromScalar(0.25),
        ["x[1, 2, 3, 4] = 9.0"] = x => x[1, 2, 3, 4] = Tensor.FromScalar(9.0),
        ["x[0] = y[:2]"] = x => x[0] = y[..2],
        ["x[2] = 0.0"] = x => x[2] = Tensor.FromScalar(0.0),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Part_of_a_tensor_is_what_PyTorch_gives(string name)
    {
        var golden = Cases[name];
        Tensor x = Tensor.Arange(120, DType.Float32).Reshape(2, 3, 4, 5).Clone();
        if (golden.Throws)
        {
            Assert.Throws<TensorException>(() => Run(golden, x));
            return;
        }

        x.RequiresGrad = golden.OutputGradients.Length > 0;
        Tensor output = Run(golden, x);
        Assert.Null(Closeness.Difference("output", golden.Outputs[0], output));
        if (!x.RequiresGrad)
            return;
        output.Backward(golden.OutputGradients[0]);
        Assert.Null(Closeness.Difference("gradient", GoldenValue.ToTensor(golden.Json.GetProperty("grad")), x.Grad));
    }

    private static Tensor Run(GoldenCase golden, Tensor x)
    {
        string name = golden.Text("case");
        if (golden.Text("indexing") == "read")
            return Reads[name](x);
        Writes[name](x);
        return x;
    }
}
