using Madaline.NN;

namespace Madaline.Tests.NN;

public class ModuleTests
{
    private static Sequential Network(ulong seed = 1)
    {
        var rng = new Rng(seed);
        return new Sequential(
            new Linear(4, 6, rng: rng), new BatchNorm1d(6), new Relu(), new Dropout(0.5, rng), new Linear(6, 3, bias: false, rng: rng));
    }

    [Fact]
    public void Names_are_those_of_PyTorch()
    {
        var network = Network();
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "4.weight"], network.NamedParameters().Select(p => p.Name));
        Assert.Equal(["1.running_mean", "1.running_var", "1.num_batches_tracked"], network.NamedBuffers().Select(b => b.Name));
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "4.weight"],
            network.StateDict().Keys);
        Assert.Equal(["", "0", "1", "2", "3", "4"], network.NamedModules().Select(m => m.Name));
        Assert.Equal(["3.mask"], network.NamedRngs().Select(r => r.Name));
        Assert.Equal(24 + 6 + 6 + 6 + 18, network.ParameterCount);
        Assert.All(network.Parameters(), p => Assert.True(p.RequiresGrad && p.IsLeaf));
    }

    [Fact]
    public void Modules_can_have_names_of_their_own()
    {
        var network = new Sequential(("hidden", new Linear(2, 3)), ("act", new Tanh()), ("out", new Linear(3, 1)));
        Assert.Equal(["hidden.weight", "hidden.bias", "out.weight", "out.bias"], network.StateDict().Keys);
        Assert.Throws<ArgumentException>(() => new Sequential(("a", new Tanh()), ("a", new Tanh())));
        Assert.Throws<ArgumentException>(() => new Sequential(("a.b", new Tanh())));
    }

    [Fact]
    public void A_shared_layer_is_counted_once_but_saved_under_both_names()
    {
        var shared = new Linear(2, 2);
        var network = new Sequential(shared, new Tanh(), shared);
        Assert.Equal(["0.weight", "0.bias"], network.NamedParameters().Select(p => p.Name));
        Assert.Equal(6, network.ParameterCount);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.StateDict().Keys);
    }

    [Fact]
    public void Train_and_eval_reach_every_module_below()
    {
        var inner = new Sequential(new Dropout());
        var network = new Sequential(inner, new Identity());
        Assert.True(inner[0].IsTraining);
        network.Eval();
        Assert.All(network.NamedModules(), m => Assert.False(m.Module.IsTraining));
        network.Train();
        Assert.All(network.NamedModules(), m => Assert.True(m.Module.IsTraining));
    }

    [Fact]
    public void A_state_dict_makes_another_network_compute_the_same()
    {
        Sequential first = Network(1), second = Network(2);
        Tensor x = Tensor.Randn([5, 4], rng: new Rng(3));
        first.Call(x);
        second.LoadStateDict(first.StateDict());
        first.Eval();
        second.Eval();
        Assert.Equal(first.Call(x).ToArray<float>(), second.Call(x).ToArray<float>());
        Assert.Equal(1, second.StateDict()["1.num_batches_tracked"].Item<long>());
    }

    [Fact]
    public void A_state_dict_shares_memory_and_loading_copies()
    {
        var layer = new Linear(1, 1);
        var state = layer.StateDict();
        NoGrad.Run(() => layer.Weight.FillInPlace(7));
        Assert.Equal(7, state["weight"].Item<float>());
        var other = new Linear(1, 1);
        other.LoadStateDict(state);
        NoGrad.Run(() => layer.Weight.FillInPlace(8));
        Assert.Equal(7, other.Weight.Item<float>());
    }

    [Fact]
    public void Loading_lists_all_missing_unexpected_and_misshapen_names_and_changes_nothing()
    {
        var network = Network();
        var state = new Dictionary<string, Tensor>(Network(2).StateDict());
        float before = network.Parameters()[0].ToArray<float>()[0];
        state.Remove("0.bias");
        state.Remove("1.running_var");
        state["5.weight"] = Tensor.Ones([1]);
        state["4.weight"] = Tensor.Ones([3, 7]);
        var error = Assert.Throws<TensorException>(() => network.LoadStateDict(state));
        Assert.Contains("missing: 0.bias, 1.running_var", error.Message);
        Assert.Contains("unexpected: 5.weight", error.Message);
        Assert.Contains("misshapen: 4.weight is [3, 7], expected [3, 6]", error.Message);
        Assert.Equal(before, network.Parameters()[0].ToArray<float>()[0]);
        Assert.Throws<TensorException>(() => network.LoadStateDict(state, strict: false));
        state.Remove("4.weight");
        network.LoadStateDict(state, strict: false);
        Assert.Equal(state["0.weight"].ToArray<float>(), network.Parameters()[0].ToArray<float>());
    }

    [Fact]
    public void An_error_names_the_path_of_the_layer()
    {
#pragma warning disable MAD004 // The misfit that the analyzer finds.
        var network = new Sequential(new Linear(4, 5), new Sequential(new Relu(), new Linear(6, 2)));
#pragma warning restore MAD004
        var error = Assert.Throws<TensorException>(() => network.Call(Tensor.Zeros([2, 4])));
        Assert.StartsWith("Sequential › 1 (Sequential) › 1 (Linear): linear: ", error.Message);
        Assert.Contains("[2, 5]", error.Message);
        Assert.StartsWith("Linear: linear: ", Assert.Throws<TensorException>(() => new Linear(2, 1).Call(Tensor.Zeros([3]))).Message);
    }

    [Fact]
    public void Converting_keeps_the_parameter_objects_and_leaves_counters_alone()
    {
        var network = Network();
        var before = network.Parameters();
        network.Eval();
        Tensor x = Tensor.Randn([3, 4], DType.Float64, new Rng(1)), y = network.Call(x.To(DType.Float32));
        y.Sum().Backward();
        network.To(DType.Float64);
        Assert.Equal(before, network.Parameters());
        Assert.All(before, p => Assert.Equal((DType.Float64, DType.Float64, true), (p.DType, p.Grad!.DType, p.RequiresGrad)));
        Assert.Equal(DType.Int64, network.StateDict()["1.num_batches_tracked"].DType);
        GoldenJson.AssertClose(y.Detach(), network.Call(x).To(DType.Float32), "output");
        Assert.Contains("floating", Assert.Throws<TensorException>(() => network.To(DType.Int64)).Message);
    }

    [Fact]
    public void Zero_grad_forgets_all_gradients()
    {
        var network = new Sequential(new Linear(2, 2));
        network.Call(Tensor.Ones([1, 2])).Sum().Backward();
        Assert.All(network.Parameters(), p => Assert.NotNull(p.Grad));
        network.ZeroGrad();
        Assert.All(network.Parameters(), p => Assert.Null(p.Grad));
    }

    [Fact]
    public void Registering_refuses_taken_and_dotted_names_and_circles()
    {
        Assert.Throws<ArgumentException>(() => new Faulty("a", "a"));
        Assert.Throws<ArgumentException>(() => new Faulty("a.b", "c"));
        Assert.Throws<ArgumentException>(() => new Faulty("", "c"));
        Assert.Throws<ArgumentException>(() => new Circle());
        Assert.Equal(["a", "c"], new Faulty("a", "c").NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void A_summary_shows_layers_shapes_and_counts_and_changes_nothing()
    {
        var network = Network();
        var summary = network.Summary([2, 4]);
        Assert.Equal(
            [
                new SummaryRow("0", "Linear", [2, 6], 30), new SummaryRow("1", "BatchNorm1d", [2, 6], 12),
                new SummaryRow("2", "Relu", [2, 6], 0), new SummaryRow("3", "Dropout", [2, 6], 0),
                new SummaryRow("4", "Linear", [2, 3], 18),
            ],
            summary.Rows);
        Assert.Equal((60L, Shape.Create([2, 3])), (summary.ParameterCount, summary.OutputShape));
        Assert.True(network[3].IsTraining);
        Assert.Equal(0, network.StateDict()["1.num_batches_tracked"].Item<long>());
        Assert.Equal(
            "layer  kind         output  parameters\n"
            + "input               [2, 4]            \n"
            + "0      Linear       [2, 6]          30\n"
            + "1      BatchNorm1d  [2, 6]          12\n"
            + "2      Relu         [2, 6]           0\n"
            + "3      Dropout      [2, 6]           0\n"
            + "4      Linear       [2, 3]          18\n"
            + "total                               60\n",
            summary.ToString());
        Assert.StartsWith("Sequential › 0 (Linear)", Assert.Throws<TensorException>(() => network.Summary([2, 5])).Message);
        Assert.Equal(Shape.Create([2, 3, 8]), new Sequential(new Embedding(10, 8)).Summary([2, 3]).OutputShape);
    }

    private sealed class Faulty : Module
    {
        public Faulty(string first, string second)
        {
            RegisterParameter(first, Tensor.Ones([1]));
            RegisterParameter(second, Tensor.Ones([1]));
        }

        protected override Tensor Forward(Tensor x) => x;
    }

    private sealed class Circle : Module
    {
        public Circle() => RegisterModule("self", new Sequential(this));

        protected override Tensor Forward(Tensor x) => x;
    }
}
