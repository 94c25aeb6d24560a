using Madaline.NN;

namespace Madaline.Tests.Autograd.Tracing;

/// <summary>The attributes of operations, as PyTorch names them.</summary>
public sealed class TraceAttributesTests
{
    private static readonly Dictionary<string, (Shape Shape, Func<Tensor, Tensor> Run, string Expected)> Rows = new()
    {
        ["conv2d"] = ([2, 4, 9, 8], x => x.Conv2d(Tensor.Ones([6, 2, 3, 2]), null, (2, 1), (1, 2), (1, 3), 2),
            "conv2d(input, constant, none, stride = [2, 1], padding = [1, 2, 1, 2], dilation = [1, 3], groups = 2)"),
        ["conv2d with its size kept"] = ([1, 1, 4, 5], x => x.Conv2d(Tensor.Ones([1, 1, 2, 4]), padding: Padding.Same),
            "conv2d(input, constant, none, stride = [1, 1], padding = [0, 1, 1, 2], dilation = [1, 1], groups = 1)"),
        ["conv_transpose2d"] = ([1, 2, 4, 5], x => x.ConvTranspose2d(Tensor.Ones([2, 1, 3, 3]), null, (2, 3), 1, (1, 2)),
            "conv_transpose2d(input, constant, none, stride = [2, 3], padding = [1, 1], output_padding = [1, 2], "
            + "groups = 1, dilation = [1, 1])"),
        ["max_pool2d"] = ([1, 2, 6, 7], x => x.MaxPool2d((3, 2), (2, 1), 1, (1, 2), ceilMode: true),
            "max_pool2d(input, kernel_size = [3, 2], stride = [2, 1], padding = [1, 1], dilation = [1, 2], ceil_mode = true)"),
        ["avg_pool2d"] = ([1, 2, 6, 7], x => x.AvgPool2d(2, countIncludePad: false, divisorOverride: 3),
            "avg_pool2d(input, kernel_size = [2, 2], stride = [2, 2], padding = [0, 0], dilation = [1, 1], "
            + "ceil_mode = false, count_include_pad = false, divisor_override = 3)"),
        ["avg_pool1d"] = ([2, 7], x => x.AvgPool1d(3, 2, 1),
            "avg_pool1d(input, kernel_size = [3], stride = [2], padding = [1], dilation = [1], ceil_mode = false, "
            + "count_include_pad = true)"),
        ["adaptive_max_pool2d"] = ([1, 2, 6, 7], x => x.AdaptiveMaxPool2d((3, 2)), "adaptive_max_pool2d(input, output_size = [3, 2])"),
        ["batch_norm"] = ([4, 3], x => x.BatchNorm(Tensor.Zeros([3]), Tensor.Ones([3]), eps: 0.5),
            "batch_norm(input, constant, constant, none, none, training = false, eps = 0.5)"),
        ["group_norm"] = ([2, 4, 3], x => x.GroupNorm(2), "group_norm(input, none, none, num_groups = 2, eps = 1E-05)"),
        ["layer_norm"] = ([2, 4, 3], x => x.LayerNorm([4, 3]), "layer_norm(input, none, none, normalized_shape = [4, 3], eps = 1E-05)"),
        ["softmax"] = ([2, 4], x => x.Softmax(-1), "softmax(input, dim = 1)"),
        ["sum"] = ([2, 4, 3], x => x.Sum([-1, 0], keepDims: true), "sum(input, dim = [2, 0], keepdim = true)"),
        ["sum of all"] = ([2, 4, 3], x => x.Sum(), "sum(input, dim = [], keepdim = false)"),
        ["amax"] = ([2, 4], x => x.AMax([1]), "amax(input, dim = [1], keepdim = false)"),
        ["norm"] = ([2, 4], x => x.Norm(3, [1]), "norm(input, p = 3, dim = [1], keepdim = false)"),
        ["var"] = ([2, 4], x => x.Var([1], 0), "var(input, dim = [1], correction = 0, keepdim = false)"),
        ["permute"] = ([2, 4, 3], x => x.Permute(2, 0, -2), "permute(input, dims = [2, 0, 1])"),
        ["reshape"] = ([2, 4], x => x.Reshape(-1, 2), "reshape(input, shape = [4, 2])"),
        ["slice"] = ([2, 9], x => x.Slice(-1, 1, -1, 3), "slice(input, dim = 1, start = 1, end = 8, step = 3)"),
        ["gather"] = ([2, 4], x => x.Gather(1, Tensor.Zeros([2, 1], DType.Int64)), "gather(input, constant, dim = 1)"),
        ["index_select"] = ([2, 4], x => x.IndexSelect(1, Tensor.Arange(2)), "index_select(input, constant, dim = 1)"),
        ["cast"] = ([2], x => x.To(DType.Int32), "to(input, dtype = Int32)"),
        ["pad"] = ([2, 3], x => x.Pad([1, 2, 0, 3], 1.5), "pad(input, pad = [1, 2, 0, 3], value = 1.5)"),
        ["leaky_relu"] = ([2], x => x.LeakyRelu(0.25), "leaky_relu(input, negative_slope = 0.25)"),
        ["gelu"] = ([2], x => x.Gelu(approximate: true), "gelu(input, approximate = tanh)"),
        ["clamp"] = ([2], x => x.Clamp(max: 2), "clamp(input, max = 2)"),
        ["a number on the right"] = ([2], x => x - 2, "sub(input, right = 2)"),
        ["a number on the left"] = ([2], x => 0.5 / x, "div(input, left = 0.5)"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_says_what_it_was_given(string name)
    {
        var (shape, run, expected) = Rows[name];
        Func<Tensor[], Tensor[]> function = x => [run(x[0])];
        Operation[] operations = [.. Trace.Of(function, Tensor.Ones(shape)).Operations.Where(o => o.Name != "full" && o.Name != "arange")];
        string actual = Assert.Single(operations).ToString().Split(" = ", 2)[1];
        foreach (TracedTensor? x in operations[0].Inputs)
        {
            if (x is { Name: not "input" })
                actual = actual.Replace(x.Name, "constant", StringComparison.Ordinal);
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void An_attribute_of_another_kind_or_name_is_refused_with_what_there_is()
    {
        Operation sum = Trace.Of(x => [x[0].Sum(1)], Tensor.Ones([2, 2])).Operations[0];
        string message = Assert.Throws<InvalidOperationException>(() => sum.Attributes["dim"].Integer).Message;
        Assert.Equal("attribute: the value is of another kind. It is Integers [1]; expected Integer. Look at its Kind first.", message);
        message = Assert.Throws<KeyNotFoundException>(() => sum.Attributes["axis"]).Message;
        Assert.Equal("attribute: there is none of that name. Name is axis; expected one of dim, keepdim.", message);
        Assert.Equal(["dim", "keepdim"], sum.Attributes.Keys);
        Assert.True(sum.Attributes["dim"] == (int[])[1]);
        Assert.True(sum.Attributes["dim"] != (int[])[1, 2]);
    }
}
