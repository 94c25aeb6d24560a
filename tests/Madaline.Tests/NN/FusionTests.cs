using Madaline.Autograd;
using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Layers that a network does in one pass give the bits of the same layers one after the other.</summary>
public class FusionTests
{
    private static readonly Dictionary<string, (Func<Rng, DType, Module[]> Make, int[] Input)> Chains = new()
    {
        ["convolution, relu"] = ((rng, d) =>
            [new Conv2d(3, 5, 3, padding: 1, rng: rng, dtype: d), new Relu()], [3, 3, 9, 7]),
        ["strided convolution without bias, relu, tanh"] = ((rng, d) =>
            [new Conv2d(4, 6, 3, stride: 2, groups: 2, bias: false, rng: rng, dtype: d), new Relu(), new Tanh()],
            [2, 4, 11, 12]),
        ["the small network's convolutions"] = ((rng, d) =>
            [
                new Conv2d(3, 6, 5, rng: rng, dtype: d), new Relu(), new MaxPool2d(2),
                new Conv2d(6, 16, 5, rng: rng, dtype: d), new Relu(), new MaxPool2d(2), new Flatten(),
            ], [5, 3, 32, 32]),
        ["one image"] = ((rng, d) =>
            [new Conv2d(3, 40, 3, padding: 1, rng: rng, dtype: d), new Relu(), new MaxPool2d(2)], [1, 3, 30, 26]),
        ["many terms, groups, windows with padding and dilation"] = ((rng, d) =>
            [
                new Conv2d(120, 6, 3, padding: 1, groups: 2, rng: rng, dtype: d), new Relu(),
                new MaxPool2d((3, 2), stride: (3, 4), padding: 1, dilation: (1, 2)),
            ], [3, 120, 9, 13]),
        ["windows of one place, the last one short"] = ((rng, d) =>
            [new Conv2d(1, 2, 2, rng: rng, dtype: d), new Relu(), new MaxPool2d(1, 3, ceilMode: true)], [2, 1, 9, 8]),
        ["windows that overlap"] = ((rng, d) =>
            [new Conv2d(2, 3, 3, rng: rng, dtype: d), new Relu(), new MaxPool2d(3, 2)], [2, 2, 12, 12]),
        ["a single image without a batch"] = ((rng, d) =>
            [new Conv2d(2, 3, 3, rng: rng, dtype: d), new Relu(), new MaxPool2d(2)], [2, 12, 11]),
        ["linear, relu"] = ((rng, d) => [new Linear(9, 7, rng: rng, dtype: d), new Relu()], [5, 9]),
        ["linear without bias, relu, linear"] = ((rng, d) =>
            [new Linear(9, 33, bias: false, rng: rng, dtype: d), new Relu(), new Linear(33, 2, rng: rng, dtype: d)],
            [70, 9]),
        ["linear of three dimensions, relu"] =
            ((rng, d) => [new Linear(600, 17, rng: rng, dtype: d), new Relu()], [2, 3, 600]),
        ["linear to one number, relu"] = ((rng, d) => [new Linear(9, 1, rng: rng, dtype: d), new Relu()], [70, 9]),
        ["linear of many rows, relu"] = ((rng, d) => [new Linear(5, 75, rng: rng, dtype: d), new Relu()], [600, 5]),
        ["linear, relu, relu"] =
            ((rng, d) => [new Linear(3, 50, rng: rng, dtype: d), new Relu(), new Relu()], [300, 3]),
        ["batch norm, relu"] = ((rng, d) => [Shifted(new BatchNorm2d(5, dtype: d), rng), new Relu()], [4, 5, 3, 7]),
        ["batch norm of large images, relu"] =
            ((rng, d) => [Shifted(new BatchNorm2d(3, dtype: d), rng), new Relu()], [2, 3, 70, 70]),
        ["batch norm of lines, relu"] =
            ((rng, d) => [Shifted(new BatchNorm1d(4, dtype: d), rng), new Relu()], [3, 4, 9]),
        ["batch norm of rows, relu"] = ((rng, d) => [Shifted(new BatchNorm1d(11, dtype: d), rng), new Relu()], [6, 11]),
        ["batch norm without parameters, relu"] =
            ((rng, d) => [new BatchNorm2d(5, affine: false, trackRunningStats: false, dtype: d), new Relu()],
            [4, 5, 3, 3]),
        ["block"] = ((rng, d) => [new Block(3, 5, rng: rng, dtype: d)], [3, 3, 6, 6]),
        ["block without norm"] = ((rng, d) => [new Block(3, 5, norm: false, rng: rng, dtype: d)], [3, 3, 6, 6]),
        ["block, relu"] = ((rng, d) => [new Block(3, 5, activate: false, rng: rng, dtype: d), new Relu()], [3, 3, 6, 6]),
        ["residuals"] = ((rng, d) => [Residual(3, 3, 1, rng, d), Residual(3, 4, 2, rng, d), Residual(4, 4, 1, rng, d)],
            [3, 3, 8, 8]),
        ["residual of odd planes"] = ((rng, d) => [Residual(3, 3, 1, rng, d)], [5, 3, 7, 9]),
        ["residual of a block"] =
            ((rng, d) => [new Residual(new Block(3, 3, activate: false, rng: rng, dtype: d))], [3, 3, 5, 5]),
        ["residual of single pixels"] = ((rng, d) => [Residual(3, 3, 1, rng, d)], [9, 3, 1, 1]),
        ["residual of rows"] = ((rng, d) =>
            [new Residual(new Sequential(new Linear(6, 6, rng: rng, dtype: d), new BatchNorm1d(6, dtype: d)))], [8, 6]),
        ["residual without rectifier"] = ((rng, d) =>
            [new Residual(new Sequential(new BatchNorm2d(3, dtype: d)), activate: false), new Relu()], [8, 3, 2, 2]),
        ["residual around nothing"] = ((rng, d) => [new Residual(new Sequential(Array.Empty<Module>()))], [8, 3, 2, 2]),
    };

    public static TheoryData<string, DType, bool> Cases()
    {
        var cases = new TheoryData<string, DType, bool>();
        foreach (string name in Chains.Keys)
        {
            foreach (bool training in (bool[])[true, false])
            {
                cases.Add(name, DType.Float32, training);
                cases.Add(name, DType.Float64, training);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_chain_gives_the_bits_of_its_layers_one_after_the_other(string name, DType dtype, bool training)
    {
        var (make, shape) = Chains[name];
        Tensor input = Tensor.Randn([.. shape], dtype, new Rng(2));
        var apart = Outcome(input, make(new Rng(1), dtype), training, layers => x => layers.Aggregate(x, Apart));
        var together = Outcome(input, make(new Rng(1), dtype), training, layers => new Sequential(layers).Call);
        Assert.Equal(apart, together);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_chain_gives_the_same_bits_without_recording(string name, DType dtype, bool training)
    {
        var (make, shape) = Chains[name];
        Tensor input = Tensor.Randn([.. shape], dtype, new Rng(2));
        Tensor apart = Prepared(make(new Rng(1), dtype), training).Aggregate(input, Apart);
        var network = new Sequential(Prepared(make(new Rng(1), dtype), training));
        Assert.Equal(Bits(apart), Bits(NoGrad.Run(() => network.Call(input))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_network_gives_the_same_bits_where_a_trace_keeps_its_layers_apart(
        string name, DType dtype, bool training)
    {
        var (make, shape) = Chains[name];
        Tensor input = Tensor.Randn([.. shape], dtype, new Rng(2));
        var apart = Outcome(input, make(new Rng(1), dtype), training, layers => x => Traced(new Sequential(layers), x));
        var together = Outcome(input, make(new Rng(1), dtype), training, layers => new Sequential(layers).Call);
        Assert.Equal(apart, together);
    }

    [Fact]
    public void A_rectifier_after_a_linear_layer_leaves_no_node_of_its_own()
    {
        var network = new Sequential(new Linear(4, 3), new Relu());
        Assert.Equal("linear", network.Call(Tensor.Ones([2, 4])).GradFn!.Name);
    }

    [Fact]
    public void A_residual_that_ends_in_a_batch_norm_adds_and_rectifies_in_its_pass()
    {
        var network = new Sequential(Residual(3, 3, 1, new Rng(1), DType.Float32));
        Assert.Equal("batch_norm", network.Call(Tensor.Ones([2, 3, 4, 4])).GradFn!.Name);
    }

    [Fact]
    public void An_error_of_the_skip_names_the_skip()
    {
        var residual = new Residual(new Sequential(new BatchNorm2d(3)), new Sequential(new Conv2d(4, 3, 1)));
        var error = Assert.Throws<TensorException>(() => residual.Call(Tensor.Ones([2, 3, 4, 4])));
        Assert.Contains("skip (Sequential) › 0 (Conv2d)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BatchNorm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retained_gradient_is_not_written_over()
    {
        Tensor x = Tensor.Randn([2, 3, 4, 4], rng: new Rng(1)).WithGrad(), factor = Tensor.Randn(x.Shape, rng: new Rng(2));
        Tensor y = x.BatchNorm(null, null, training: true);
        y.RetainGrad();
        (y * factor).Sum().Backward();
        Assert.Equal(Bits(factor), Bits(y.Grad!));
    }

    /// <summary>Every layer by itself, those within others, too.</summary>
    private static Tensor Apart(Tensor x, Module layer)
    {
        switch (layer)
        {
            case Sequential layers:
                return layers.Aggregate(x, Apart);
            case Block block:
                Tensor z = block.Conv.Call(x);
                z = block.Norm?.Call(z) ?? z;
                return block.Activate ? z.Relu() : z;
            case Residual residual:
                Tensor sum = Apart(x, residual.Body) + (residual.Skip is null ? x : Apart(x, residual.Skip));
                return residual.Activate ? sum.Relu() : sum;
            default:
                return layer.Call(x);
        }
    }

    /// <summary>The output of a call that is written down, so that nothing is fused in it.</summary>
    private static Tensor Traced(Module network, Tensor input)
    {
        Tensor? y = null;
        Trace.Of(inputs => [y = network.Call(inputs[0])], input);
        return y!;
    }

    private static Residual Residual(int inputs, int outputs, int stride, Rng rng, DType dtype)
    {
        var body = new Sequential(
            new Conv2d(inputs, outputs, 3, stride, 1, bias: false, rng: rng, dtype: dtype),
            Shifted(new BatchNorm2d(outputs, dtype: dtype), rng), new Relu(),
            new Conv2d(outputs, outputs, 3, 1, 1, bias: false, rng: rng, dtype: dtype),
            Shifted(new BatchNorm2d(outputs, dtype: dtype), rng));
        return stride == 1 && inputs == outputs
            ? new Residual(body)
            : new Residual(body, new Sequential(
                new Conv2d(inputs, outputs, 1, stride, bias: false, rng: rng, dtype: dtype),
                new BatchNorm2d(outputs, dtype: dtype)));
    }

    /// <summary>With weights and biases that are not ones and zeros.</summary>
    private static RunningNorm Shifted(RunningNorm norm, Rng rng)
    {
        foreach (Tensor? parameter in (ReadOnlySpan<Tensor?>)[norm.Weight, norm.Bias])
        {
            if (parameter is not null)
                NoGrad.Run(() => parameter.AddInPlace(Tensor.Randn(parameter.Shape, parameter.DType, rng)));
        }

        return norm;
    }

    [Fact]
    public void A_convolution_takes_relu_and_pooling_into_one_node()
    {
        var network = new Sequential(new Conv2d(1, 2, 3), new Relu(), new MaxPool2d(2), new Conv2d(2, 2, 2), new Relu());
        Node node = network.Call(Tensor.Ones([2, 1, 8, 8])).GradFn!;
        Assert.Equal(["conv2d", "conv2d"], [node.Name, node.Edges[0].Node!.Name]);
        Assert.Null(node.Edges[0].Node!.Edges[0].Node);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_pooling_gave_may_be_changed_in_place(bool disposed)
    {
        Module[] layers = [new Conv2d(3, 6, 5, rng: new Rng(1)), new Relu(), new MaxPool2d(2)];
        Tensor x = Tensor.Randn([2, 3, 12, 12], rng: new Rng(2));
        layers.Aggregate(x, Apart).Sum().Backward();
        Tensor[] expected = [.. new Sequential(layers).Parameters().Select(p => p.Grad!.Clone())];
        var network = new Sequential(layers);
        network.ZeroGrad();
        Tensor y = network.Call(x), loss = y.Sum();
        if (disposed)
            y.Dispose();
        else
            NoGrad.Run(() => y.FillInPlace(-1));
        loss.Backward();
        Assert.Equal(expected.Select(Bits), network.Parameters().Select(p => Bits(p.Grad!)));
    }

    [Fact]
    public void Frozen_weights_and_a_layer_called_twice_change_nothing()
    {
        var conv = new Conv2d(3, 3, 3, padding: 1, rng: new Rng(1));
        Module[] layers = [conv, new Relu(), new MaxPool2d(2), conv, new Relu(), new Flatten(), new Linear(48, 3), new Relu()];
        layers[6].Parameters().First().RequiresGrad = false;
        Tensor input = Tensor.Randn([2, 3, 8, 8], rng: new Rng(2));
        var apart = Outcome(input, layers, true, all => x => all.Aggregate(x, Apart));
        new Sequential(layers).ZeroGrad();
        Assert.Equal(apart, Outcome(input, layers, true, all => new Sequential(all).Call));
    }

    [Fact]
    public void A_pooling_that_does_not_fit_is_named_in_the_error()
    {
        var network = new Sequential(new Conv2d(1, 2, 3), new Relu(), new MaxPool2d(9));
        var error = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 1, 8, 8])));
        Assert.Contains("2 (MaxPool2d)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0f)]
    public void Numbers_out_of_the_ordinary_go_the_same_way(float number)
    {
        Tensor input = Tensor.Randn([2, 2, 10, 10], rng: new Rng(4));
        float[] values = input.ToArray<float>();
        for (int i = 0; i < values.Length; i += 37)
            values[i] = number;
        input = Tensor.From<float>(values, input.Shape);
        Module[] Make() => [new Conv2d(2, 9, 3, padding: 1, rng: new Rng(1)), new Relu(), new MaxPool2d(2)];
        var apart = Outcome(input, Make(), true, layers => x => layers[2].Call(layers[1].Call(layers[0].Call(x))));
        Assert.Equal(apart, Outcome(input, Make(), true, layers => new Sequential(layers).Call));
    }

    /// <summary>Output, input gradient, parameter gradients and buffers, as text that shows every bit.</summary>
    private static string[] Outcome(
        Tensor input, Module[] layers, bool training, Func<Module[], Func<Tensor, Tensor>> call)
    {
        Tensor x = input.Clone().WithGrad();
        Prepared(layers, training);
        Tensor y = call(layers)(x);
        (y * Tensor.Randn(y.Shape, y.DType, new Rng(3))).Sum().Backward();
        IEnumerable<Tensor> all = [y, x.Grad!,
            .. layers.SelectMany(l => l.Parameters()).Where(p => p.RequiresGrad).Select(p => p.Grad!),
            .. layers.SelectMany(l => l.NamedBuffers()).Select(b => b.Tensor)];
        return [.. all.Select(Bits)];
    }

    private static Module[] Prepared(Module[] layers, bool training)
    {
        foreach (var layer in layers)
            layer.Train(training);
        return layers;
    }

    private static string Bits(Tensor x) => x.Shape + " " + string.Join(' ', x.DType switch
    {
        DType.Float32 => x.ToArray<float>().Select(v => BitConverter.SingleToInt32Bits(v).ToString("x8")),
        DType.Float64 => x.ToArray<double>().Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16")),
        _ => x.ToArray<long>().Select(v => v.ToString()),
    });
}
