using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>Tensors: what the blocks give is what the engine gives when it is called directly; gradients are slopes.</summary>
public sealed class TensorsViewTests
{
    private static readonly Tensor R = Tensor.From([10f, 20f, 30f]), C = Tensor.From([[100f], [200f]]), M = Tensor.From([[1f, 2f], [0f, 1f]]);

    private static readonly Dictionary<string, Func<Tensor>> Starts = new()
    {
        ["2x2"] = () => Tensor.From([[1f, 2f], [3f, 4f]]),
        ["2x3"] = () => Tensor.From([[1f, 2f, 3f], [4f, 5f, 6f]]),
        ["2x3x4"] = () => Tensor.Wrap(Enumerable.Range(0, 24).Select(i => (float)i).ToArray()).Reshape(2, 3, 4),
        ["3"] = () => Tensor.From([1f, 2f, 3f]),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Chains = new()
    {
        [""] = x => x,
        ["reshape,3,-1"] = x => x.Reshape(3, -1),
        ["flatten"] = x => x.Flatten(),
        ["transpose,0,1"] = x => x.Transpose(0, 1),
        ["transpose,0,1;reshape,6"] = x => x.Transpose(0, 1).Reshape(6),
        ["permute,1,0"] = x => x.Permute(1, 0),
        ["slice,1,0,3,2;select,0,1"] = x => x.Slice(1, 0, 3, 2).Select(0, 1),
        ["unsqueeze,1;expand,2,4,3;squeeze"] = x => x.Unsqueeze(1).Expand(2, 4, 3).Squeeze(),
        ["flip,1;contiguous;clone"] = x => x.Flip(1).Contiguous().Clone(),
        ["add-row;add-column"] = x => x + R + C,
        ["subtract,3;relu;square;mean"] = x => (x - 3.0).Relu().Square().Mean(),
        ["transpose,0,1;matmul;sigmoid;sum,0"] = x => x.Transpose(0, 1).MatMul(M).Sigmoid().Sum(0),
        ["mean,-1"] = x => x.Mean(-1),
    };

    public static TheoryData<string> ChainNames => [.. Chains.Keys];

    [Theory]
    [MemberData(nameof(ChainNames))]
    public void A_chain_gives_what_the_engine_gives(string chain)
    {
        Tensor expected = Chains[chain](Starts["2x3"]());
        var frame = Look($$"""{"start":"2x3","chain":"{{chain}}"}""");
        var value = frame.Json.GetProperty("values").EnumerateArray().Last();
        Assert.False(frame.Json.TryGetProperty("refused", out _));
        Assert.Equal(expected.Shape.ToArray(), Integers(value, "shape"));
        Assert.Equal(expected.IsContiguous, value.GetProperty("contiguous").GetBoolean());
        Assert.Equal(expected.ToArray<float>(), frame.Numbers[..expected.Elements]);
        float[] reads = frame.Numbers[expected.Elements..(2 * expected.Elements)], cells = frame.Numbers[(2 * expected.Elements)..];
        for (int i = 0; i < expected.Elements; i++)
            Assert.Equal(frame.Numbers[i], cells[(int)reads[i]]);
    }

    [Fact]
    public void Strides_are_those_of_the_formula_and_views_share_memory()
    {
        var frame = Look("""{"start":"2x3x4","chain":"slice,2,1,4,2;transpose,0,2;unsqueeze,0;reshape,12","value":2,"cell":5}""");
        var values = frame.Json.GetProperty("values").EnumerateArray().ToList();
        // Fresh: products of the sizes behind. A step of 2 from 1 doubles the last stride and begins at 1.
        Assert.Equal([12, 4, 1], Integers(values[0], "strides"));
        Assert.Equal([12, 4, 2], Integers(values[1], "strides"));
        Assert.Equal(1, values[1].GetProperty("offset").GetInt32());
        Assert.Equal([2, 4, 12], Integers(values[2], "strides"));
        Assert.Equal([2, 3, 2], Integers(values[2], "shape"));
        Assert.Equal(["given", "a view", "a view", "a view", "new memory"], values.Select(value => value.GetProperty("kind").GetString()));
        Assert.Equal(0, frame.Json.GetProperty("memory").GetInt32());
        Assert.Equal(24, frame.Json.GetProperty("cells").GetInt32());
        // Element 5 of [2, 3, 2] is (0, 2, 1): 1 + 0·2 + 2·4 + 1·12.
        Assert.Equal([0, 2, 1], Integers(frame.Json, "position"));
        Assert.Equal("1+0·2+2·4+1·12=21", string.Concat(frame.Json.GetProperty("index").EnumerateArray().Select(Text)));
        Assert.Equal(21, frame.Numbers[12 + 5]);
        Assert.Equal(21, frame.Numbers[5]);
    }

    [Fact]
    public void Broadcasting_stretches_what_is_one_and_marks_what_is_read_again()
    {
        var frame = Look("""{"start":"3","chain":"add-column"}""");
        var operands = frame.Json.GetProperty("stretched").EnumerateArray().ToList();
        Assert.Equal([0, 1], Integers(operands[0], "strides"));
        Assert.Equal([1, 0], Integers(operands[1], "strides"));
        float[] rest = frame.Numbers[(6 + 6 + 6)..];
        Assert.Equal([1, 2, 3, 1, 2, 3], rest[..6]);
        Assert.Equal([0, 0, 0, 1, 1, 1], rest[6..12]);
        Assert.Equal([100, 100, 100, 200, 200, 200], rest[12..18]);
        Assert.Equal([0, 1, 1, 0, 1, 1], rest[18..]);
    }

    [Theory]
    [InlineData("2x3", "matmul")]
    [InlineData("2x2", "add-row")]
    [InlineData("2x3", "reshape,4,2")]
    [InlineData("3", "transpose,0,1")]
    [InlineData("2x3", "squeeze;select,5,0")]
    [InlineData("2x3", "expand,4,3")]
    public void A_mistake_is_answered_in_the_engine_s_words(string start, string chain)
    {
        var json = Look($$"""{"start":"{{start}}","chain":"{{chain}}"}""").Json;
        Tensor x = Starts[start]();
        string expected = Assert.Throws<TensorException>(() => chain switch
        {
            "matmul" => x.MatMul(M),
            "add-row" => x + R,
            "reshape,4,2" => x.Reshape(4, 2),
            "transpose,0,1" => x.Transpose(0, 1),
            "expand,4,3" => x.Expand(4, 3),
            _ => x.Squeeze().Select(5, 0),
        }).Message;
        Assert.Equal(expected, json.GetProperty("refused").GetString());
    }

    [Theory]
    [MemberData(nameof(ChainNames))]
    public void Gradients_on_the_tape_are_slopes_of_the_sum(string chain)
    {
        var frame = Look($$"""{"part":"tape","start":"2x3","chain":"{{chain}}"}""");
        var input = frame.Json.GetProperty("nodes")[0];
        Assert.Equal("input", input.GetProperty("op").GetString());
        const double Step = 1e-2;
        float[] numbers = Starts["2x3"]().ToArray<float>(), gradient = frame.Numbers[6..12];
        Assert.Equal(numbers, frame.Numbers[..6]);
        for (int i = 0; i < 6; i++)
            Assert.Equal((Total(i, Step) - Total(i, -Step)) / (2 * Step), gradient[i], 2e-2);

        double Total(int at, double by)
        {
            float[] moved = [.. numbers];
            // Away from the corner of ReLU at 3.
            moved[at] += (float)by;
            if (chain.Contains("relu") && at == 2)
                moved[at] = numbers[at];
            return Chains[chain](Tensor.Wrap(moved).Reshape(2, 3)).To(DType.Float64).Sum().Item<double>();
        }
    }

    [Fact]
    public void The_tape_is_the_operations_as_data_with_values_and_gradients()
    {
        var frame = Look("""{"part":"tape","start":"2x2","chain":"matmul;subtract,2;relu;square","cell":3}""");
        var nodes = frame.Json.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(["input", "matmul", "sub", "relu", "square", "sum"], nodes.Select(node => node.GetProperty("op").GetString()));
        Assert.Equal("1, 2, 0, 1", nodes[1].GetProperty("inputs")[1].GetProperty("constant").GetString());
        Assert.Equal("right = 2", nodes[2].GetProperty("attributes").GetString());
        Assert.Equal(nodes[2].GetProperty("name").GetString(), nodes[3].GetProperty("inputs")[0].GetProperty("name").GetString());
        Tensor x = Tensor.From([[1f, 2f], [3f, 4f]]).WithGrad(), product = x.MatMul(M), less = product - 2.0, relu = less.Relu(), square = relu.Square(), sum = square.Sum();
        Tensor[] all = [x, product, less, relu, square, sum];
        foreach (Tensor value in all)
            value.RetainGrad();
        sum.Backward();
        Assert.Equal(all.SelectMany(value => value.Detach().ToArray<float>().Concat(value.Grad!.ToArray<float>())), frame.Numbers);
        Assert.Equal(Text(frame.Json.GetProperty("autograd")), x.Grad![1, 1].Item<float>().ToString(CultureInfo.InvariantCulture));
        Assert.EndsWith($"={Text(frame.Json.GetProperty("autograd"))}", string.Concat(frame.Json.GetProperty("difference").EnumerateArray().Select(Text)));
    }

    [Fact]
    public void A_mixture_of_devices_is_refused_in_the_engine_s_words()
    {
        var lines = Look("""{"part":"devices"}""").Json.GetProperty("lines").EnumerateArray().ToDictionary(
            line => line.GetProperty("code").GetString()!, line => line.TryGetProperty("error", out var error) ? error.GetString() : null);
        Tensor x = Starts["2x2"]();
        Assert.Equal(Assert.Throws<TensorException>(() => x + x.To(Device.Meta)).Message, lines["x + y"]);
        Assert.Contains("left is on cpu, right is on meta", lines["x + y"]);
        Assert.Equal(Assert.Throws<DeviceNotAvailableException>(() => x.To("cuda")).Message, lines["x.To(\"cuda\")"]);
        Assert.Null(lines["x.To(\"cpu\")"]);
    }

    [Theory]
    [InlineData("""{"chain":"eval;;transpose,a,b;reshape,99999999999,1e9;expand,24,24,24,24","start":"none","value":1e9,"cell":-3}""")]
    [InlineData("""{"chain":"sum;sum;sum;unsqueeze,0;unsqueeze,0;unsqueeze,0;unsqueeze,0;unsqueeze,0;unsqueeze,0;unsqueeze,0"}""")]
    [InlineData("""{"chain":"slice,0,5,5,1;mean","part":"tape"}""")]
    [InlineData("""{"chain":"permute;flip;reshape;expand;matmul","part":"tape","cell":1e12}""")]
    [InlineData("""{"chain":7,"part":"memory"}""")]
    [InlineData("""{"chain":"expand,24,2,3"}""")]
    public void Whatever_is_asked_is_brought_into_range_or_refused(string args) =>
        Assert.False(Look(args).Json.TryGetProperty("problem", out _));

    private static SeenFrame Look(string args)
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "tensors", args);
        return seen.WaitFor(_ => true);
    }

    private static int[] Integers(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(one => one.GetInt32())];

    private static string Text(JsonElement node) => string.Concat(node.EnumerateArray().Skip(1)
        .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : Text(part)));
}
