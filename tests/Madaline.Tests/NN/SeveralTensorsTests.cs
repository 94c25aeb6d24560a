using Madaline.NN;
using Madaline.Optim;
using Madaline.Tests.Bits;

namespace Madaline.Tests.NN;

/// <summary>Modules that take or give several tensors, and modules held in lists and dictionaries.</summary>
public sealed partial class SeveralTensorsTests
{
    [Fact]
    public void A_recurrent_cell_takes_and_gives_its_state()
    {
        var cell = new Cell(3, 4, new Rng(1));
        Tensor x = Tensor.Randn([2, 3], rng: new Rng(2)), state = Tensor.Zeros([2, 4]);
        Tensor y = state;
        for (int step = 0; step < 3; step++)
            (y, state) = cell.Call((x, state));
        Assert.Equal(["input.weight", "input.bias", "hidden.weight", "hidden.bias"], cell.StateDict().Keys);
        y.Sum().Backward();
        Assert.All(cell.Parameters(), p => Assert.NotNull(p.Grad));
    }

    [Fact]
    public void Attention_works_with_a_mask_and_without()
    {
        var attention = new MaskedAttention(4, new Rng(1));
        Tensor x = Tensor.Randn([2, 3, 4], rng: new Rng(2));
        Tensor mask = Tensor.From([false, false, true, false, false, false], [2, 3]);
        Tensor masked = attention.Call((x, mask)), free = attention.Call((x, null));
        Assert.Equal(BitSum.Of([free[1]]), BitSum.Of([masked[1]]));
        Assert.NotEqual(BitSum.Of([free[0]]), BitSum.Of([masked[0]]));
        Tensor shorter = attention.Call((x[..1, ..2], null));
        Assert.True((masked[0][..2] - shorter[0]).Abs().Max().Item<float>() < 1e-6);
    }

    [Fact]
    public void A_pair_of_images_is_compared_in_a_trace_a_summary_and_a_checkpoint()
    {
        var pair = new Pair(new Rng(1));
        (Tensor, Tensor) images = (Tensor.Randn([2, 1, 6, 6], rng: new Rng(2)), Tensor.Randn([2, 1, 6, 6], rng: new Rng(3)));
        var trace = Trace.Of(pair, images);
        Assert.Equal(["input0", "input1"], trace.Inputs.Select(x => x.Name));
        Assert.Equal(["encoder.0", "encoder.1", "encoder.0", "encoder.1", "", ""], trace.Operations
            .Where(o => o.Name is "conv2d" or "reshape" or "sub" or "abs").Select(o => o.Path));
        Tensor replayed = Assert.Single(Autograd.Tracing.Replay.Run(trace, images.Item1, images.Item2));
        Assert.Equal(BitSum.Of([pair.Call(images)]), BitSum.Of([replayed]));

        ModuleSummary summary = pair.Summary(images);
        Assert.Equal(["[2, 1, 6, 6]", "[2, 1, 6, 6]"], summary.InputShapes.Select(s => s.ToString()));
        Assert.Equal([2, 32], summary.OutputShape);
        Assert.Equal(20, summary.ParameterCount);

        var other = new Pair(new Rng(9));
        other.LoadStateDict(pair.StateDict());
        Assert.Equal(BitSum.Of([pair.Call(images)]), BitSum.Of([other.Call(images)]));
    }

    [Fact]
    public void Several_outputs_are_seen_by_summaries_and_by_those_who_look_on()
    {
        var cell = new Cell(3, 4, new Rng(1));
        (Tensor, Tensor) inputs = (Tensor.Ones([2, 3]), Tensor.Zeros([2, 4]));
        ModuleSummary summary = cell.Summary(inputs);
        Assert.Equal(["[2, 4]", "[2, 4]"], summary.OutputShapes.Select(s => s.ToString()));
        Assert.Contains("[2, 3], [2, 4]", summary.ToString());
        var trace = Trace.Of(cell, inputs);
        Assert.Equal(2, trace.Outputs.Count);
    }

    [Fact]
    public void Errors_inside_carry_the_path()
    {
        var cell = new Cell(3, 4, new Rng(1));
        string message = Assert.Throws<TensorException>(() => cell.Call((Tensor.Ones([2, 5]), Tensor.Zeros([2, 4])))).Message;
        Assert.StartsWith("Cell › input (Linear): linear: the input does not fit the weight.", message);
    }

    [Fact]
    public void A_module_of_several_refuses_a_single_tensor_and_says_what_it_takes()
    {
        var network = new Sequential(new Pair(new Rng(1)));
        string message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 1, 6, 6]))).Message;
        Assert.StartsWith("Sequential › 0 (Pair): forward: the module does not take a single tensor.", message);
    }

    [Fact]
    public void A_list_and_a_dictionary_register_what_they_hold_under_pytorchs_names()
    {
        var holder = new Holder(new Rng(1));
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "heads.left.weight", "heads.left.bias",
                "heads.right.weight", "heads.right.bias"],
            holder.StateDict().Keys);
        Tensor x = Tensor.Randn([2, 4], rng: new Rng(2));
        Assert.Equal(
            ["layers.0", "layers.1", "heads.right"],
            Trace.Of(holder, x).Operations.Where(o => o.Name == "linear").Select(o => o.Path));
        Assert.Equal([2, 3], holder.OutputShape([2, 4]));
        holder.Eval();
        Assert.False(holder.Layers[1].IsTraining);
        Assert.Equal(["left", "right"], holder.Heads.Keys);
        Assert.Equal("module dict: there is no module of that name. Name is up; expected one of left, right.",
            Assert.Throws<KeyNotFoundException>(() => holder.Heads["up"]).Message);
        Assert.Throws<ArgumentException>(() => holder.Heads.Add("left", new Linear(1, 1)));
    }

    [Fact]
    public void A_list_has_no_function_of_its_own()
    {
        string message = Assert.Throws<TensorException>(() => new ModuleList<Linear>(new Linear(2, 2)).Call(Tensor.Ones([2]))).Message;
        Assert.Contains("ModuleList: forward: the module does not take a single tensor", message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_learns()
    {
        var cell = new Cell(1, 8, new Rng(1));
        var read = new Linear(8, 1, rng: new Rng(2));
        var optimizer = new Adam([.. cell.Parameters(), .. read.Parameters()], 0.02);
        Tensor xs = Tensor.Randn([64, 5, 1], rng: new Rng(3)), wanted = xs.Sum(1);
        float first = 0, last = 0;
        for (int step = 0; step < 150; step++)
        {
            optimizer.ZeroGrad();
            Tensor state = Tensor.Zeros([64, 8]);
            for (int t = 0; t < 5; t++)
                (_, state) = cell.Call((xs.Select(1, t), state));
            Tensor loss = (read.Call(state) - wanted).Square().Mean();
            loss.Backward();
            optimizer.Step();
            last = loss.Item<float>();
            first = step == 0 ? last : first;
        }

        Assert.True(last < first / 10, $"{first} to {last}");
    }

    private sealed partial class Cell(int inputs, int size, Rng rng) : Module<(Tensor X, Tensor State), (Tensor Y, Tensor State)>
    {
        private readonly Linear _input = new(inputs, size, rng: rng), _hidden = new(size, size, rng: rng);

        protected override (Tensor Y, Tensor State) Forward((Tensor X, Tensor State) inputs)
        {
            Tensor state = (_input.Call(inputs.X) + _hidden.Call(inputs.State)).Tanh();
            return (state.Relu(), state);
        }
    }

    private sealed partial class MaskedAttention(int size, Rng rng) : Module<(Tensor X, Tensor? Mask), Tensor>
    {
        private readonly Linear _project = new(size, 3 * size, rng: rng);

        protected override Tensor Forward((Tensor X, Tensor? Mask) inputs)
        {
            Tensor[] parts = _project.Call(inputs.X).Chunk(3, -1);
            Tensor scores = parts[0].MatMul(parts[1].Transpose());
            if (inputs.Mask is { } mask)
                scores = scores.MaskedFill(mask.Unsqueeze(1), double.NegativeInfinity);
            return scores.Softmax(-1).MatMul(parts[2]);
        }
    }

    private sealed partial class Pair(Rng rng) : Module<(Tensor Left, Tensor Right), Tensor>
    {
        private readonly Sequential _encoder = new(new Conv2d(1, 2, 3, rng: rng), new Flatten());

        protected override Tensor Forward((Tensor Left, Tensor Right) inputs) =>
            (_encoder.Call(inputs.Left) - _encoder.Call(inputs.Right)).Abs();
    }

    private sealed partial class Holder(Rng rng) : Module
    {
        public ModuleList<Linear> Layers { get; } = new(new Linear(4, 4, rng: rng), new Linear(4, 4, rng: rng));

        public ModuleDict<Linear> Heads { get; } = new(("left", new Linear(4, 2, rng: rng)), ("right", new Linear(4, 3, rng: rng)));

        protected override Tensor Forward(Tensor x)
        {
            foreach (Linear layer in Layers)
                x = layer.Call(x).Tanh();
            return Heads["right"].Call(x);
        }
    }
}
