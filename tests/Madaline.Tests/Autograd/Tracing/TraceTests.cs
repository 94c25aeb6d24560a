using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Bits;

namespace Madaline.Tests.Autograd.Tracing;

/// <summary>What a trace says of networks: every operation with its module, its inputs and its attributes.</summary>
public sealed class TraceTests
{
    [Fact]
    public void A_small_network_is_read_from_top_to_bottom()
    {
        var network = new Sequential(("fc", new Linear(4, 3, rng: new Rng(1))), ("act", new Relu()));
        Assert.Equal(
            "input: Float32 [2, 4]\n"
            + "fc               linear_0 = linear(input, fc.weight, fc.bias)  [2, 3]\n"
            + "act              relu_1 = relu(linear_0)  [2, 3]\n",
            Trace.Of(network, Tensor.Ones([2, 4])).ToString());
    }

    [Fact]
    public void Resnet_20_is_a_graph_of_its_layers()
    {
        var network = NetworkPlan.Of(RecipeFile.Load("cifar10-resnet"), [3, 32, 32], 10).Build(new Rng(3));
        Tensor x = Tensor.Randn([2, 3, 32, 32], rng: new Rng(4));
        var trace = Trace.Of(network, x);
        var counts = trace.Operations.CountBy(o => o.Name).ToDictionary();
        Assert.Equal(21, counts["conv2d"]);
        Assert.Equal(21, counts["batch_norm"]);
        Assert.Equal(19, counts["relu"]);
        Assert.Equal(9, counts["add"]);
        Assert.Equal(1, counts["linear"]);
        string[] expected = [.. network.NamedParameters().Select(p => p.Name), .. network.NamedBuffers()
            .Where(b => !b.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Select(b => b.Name)];
        string[] read = [.. trace.Operations.SelectMany(o => o.Inputs)
            .Where(i => i?.Kind is TracedKind.Parameter or TracedKind.Buffer).Select(i => i!.Name).Distinct()];
        Assert.Equal(expected.Order(), read.Order());
        AssertOrdered(trace);
        AssertReplays(trace, network, x);
    }

    [Fact]
    public void An_mlp_with_residuals_shows_both_ways_and_where_they_meet()
    {
        var network = new Sequential(
            new Linear(6, 5, rng: new Rng(1)),
            new Residual(new Sequential(new Linear(5, 5, rng: new Rng(2)), new LayerNorm(5)), new Linear(5, 5, rng: new Rng(3))),
            new Softmax(-1));
        Tensor x = Tensor.Randn([3, 6], rng: new Rng(4));
        var trace = Trace.Of(network, x);
        Assert.Equal(
            [("0", "linear"), ("1.body.0", "linear"), ("1.body.1", "layer_norm"), ("1.skip", "linear"), ("1", "add"),
                ("1", "relu"), ("2", "softmax")],
            trace.Operations.Select(o => (o.Path, o.Name)));
        Operation add = trace.Operations[4];
        Assert.Same(trace.Operations[2].Outputs[0], add.Inputs[0]);
        Assert.Same(trace.Operations[3].Outputs[0], add.Inputs[1]);
        Assert.Same(trace.Operations[6].Outputs[0], trace.Outputs[0]);
        AssertReplays(trace, network, x);
    }

    [Fact]
    public void A_module_by_hand_is_traced_with_its_views_constants_and_writes()
    {
        var network = new ByHand();
        Tensor x = Tensor.Randn([2, 3, 4], rng: new Rng(4));
        var trace = Trace.Of(network, x);
        Assert.Contains(trace.Operations, o => o is { Name: "linear", Path: "first" });
        Assert.Contains(trace.Operations, o => o is { Name: "matmul", Path: "" });
        Assert.Contains(trace.Operations.SelectMany(o => o.Inputs), i => i?.Kind == TracedKind.Constant);
        Assert.Contains(trace.Operations.SelectMany(o => o.Inputs), i => i is { Kind: TracedKind.Parameter, Name: "scale" });
        AssertReplays(trace, network, x);
        AssertReplays(trace, network, Tensor.Randn([2, 3, 4], rng: new Rng(5)));
    }

    [Fact]
    public void A_trace_changes_nothing_that_a_network_gives()
    {
        var network = new Sequential(
            new Conv2d(3, 4, 3, rng: new Rng(1)), new BatchNorm2d(4), new Relu(), new MaxPool2d(2), new Dropout(), new Flatten());
        Tensor x = Tensor.Randn([2, 3, 8, 8], rng: new Rng(2)), y = network.Evaluate(x);
        Tensor? seen = null;
        Trace.Of(inputs => [seen = network.Evaluate(inputs[0])], x);
        Assert.Equal(BitSum.Of([y]), BitSum.Of([seen!]));
        Assert.True(network.IsTraining);
        Trace.Of(network, x);
        Assert.Equal(BitSum.Of([y]), BitSum.Of([network.Evaluate(x)]));
    }

    [Fact]
    public void Training_is_traced_as_it_is_and_backward_goes_the_same_way()
    {
        Sequential Make() => new(new Linear(4, 3, rng: new Rng(1)), new BatchNorm1d(3), new Relu(), new Dropout(0.5, new Rng(2)));
        Tensor x = Tensor.Randn([8, 4], rng: new Rng(3));
        Sequential plain = Make(), traced = Make();
        plain.Call(x).Sum().Backward();
        var trace = Trace.Of(inputs =>
        {
            Tensor loss = traced.Call(inputs[0]).Sum();
            loss.Backward();
            return [loss];
        }, x);
        Assert.Equal(BitSum.Of(plain.Parameters().Select(p => p.Grad!)), BitSum.Of(traced.Parameters().Select(p => p.Grad!)));
        Assert.Equal(BitSum.Of(plain.StateDict().Values), BitSum.Of(traced.StateDict().Values));
        Assert.Equal(["linear", "batch_norm"], trace.Operations.Take(2).Select(o => o.Name));
        Assert.Equal("sum", trace.Operations[^1].Name);
        Assert.Contains(trace.Operations, o => o.Name == "dropout");
    }

    [Fact]
    public async Task What_is_computed_after_or_beside_a_trace_is_not_in_it()
    {
        Tensor x = Tensor.Ones([2, 2]);
        Task<Tensor> beside;
        using (ExecutionContext.SuppressFlow())
            beside = Task.Run(() => x.Exp());
        var trace = Trace.Of(inputs => [inputs[0].Relu()], x);
        await beside;
        x.Tanh();
        Assert.Equal("relu", Assert.Single(trace.Operations).Name);
    }

    [Fact]
    public void Operations_of_loops_that_a_module_starts_are_traced()
    {
        var trace = Trace.Of(inputs =>
        {
            var parts = new Tensor[8];
            Parallel.For(0, parts.Length, i => parts[i] = inputs[0].Select(0, i).Exp());
            return [Tensor.Stack(parts)];
        }, Tensor.Randn([8, 3], rng: new Rng(1)));
        Assert.Equal(8, trace.Operations.Count(o => o.Name == "exp"));
    }

    [Fact]
    public void A_tensor_changed_by_the_host_is_a_constant_from_then_on()
    {
        Tensor x = Tensor.Ones([3]);
        var trace = Trace.Of(inputs =>
        {
            Tensor y = inputs[0] * 2;
            y.AsWritableSpan<float>()[1] = 7;
            return [y + 1];
        }, x);
        TracedTensor read = trace.Operations[^1].Inputs[0]!;
        Assert.Equal(TracedKind.Constant, read.Kind);
        Assert.Equal([2f, 7f, 2f], read.Value!.ToArray<float>());
    }

    private static void AssertOrdered(Trace trace)
    {
        var made = new HashSet<TracedTensor>(trace.Inputs);
        foreach (Operation operation in trace.Operations)
        {
            Assert.All(operation.Inputs, i => Assert.True(i is null || i.Kind != TracedKind.Computed || made.Contains(i)));
            made.UnionWith(operation.Outputs);
        }
    }

    private static void AssertReplays(Trace trace, Module network, Tensor x) =>
        Assert.Equal(BitSum.Of([network.Evaluate(x)]), BitSum.Of(Replay.Run(trace, x)));

    /// <summary>Views, a constant of its own, a parameter, writes in place, and a layer.</summary>
    private sealed class ByHand : Module
    {
        private readonly Linear _first;
        private readonly Tensor _scale, _shift = Tensor.From([1f, 2, 3]);

        public ByHand()
        {
            _first = RegisterModule("first", new Linear(4, 3, rng: new Rng(1)));
            _scale = RegisterParameter("scale", Tensor.Full([3], 0.5));
        }

        protected override Tensor Forward(Tensor x)
        {
            Tensor y = _first.Call(x) * _scale + _shift, scores = y.MatMul(y.Transpose()).Softmax(-1);
            Tensor sum = scores.MatMul(y).Detach();
            Tensor state = Tensor.Zeros([2, 3]);
            for (int step = 0; step < 3; step++)
            {
                state = state.Tanh() + sum[.., step];
                sum[0, step] = state[1];
            }

            state.AddInPlace(sum[.., 0], 0.5);
            return Tensor.Concat([state, sum[.., 2]], 1);
        }
    }
}
