using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Which layers of a network are planned to go together, and when a plan is made anew.</summary>
public class FusionPlanTests
{
    private static readonly Dictionary<string, (Module[] Layers, string[] Groups)> Plans = new()
    {
        ["linear, relu"] = ([Linear(), new Relu()], ["Linear + Relu"]),
        ["linear, relu, linear, relu"] =
            ([Linear(), new Relu(), Linear(), new Relu()], ["Linear + Relu", "Linear + Relu"]),
        ["linear, relu, relu"] = ([Linear(), new Relu(), new Relu()], ["Linear + Relu", "Relu"]),
        ["linear, other activations"] = ([Linear(), new Tanh(), new Relu()], ["Linear", "Tanh", "Relu"]),
        ["convolution, relu"] = ([Conv(), new Relu()], ["Conv2d + Relu"]),
        ["convolution, relu, pooling"] =
            ([Conv(), new Relu(), new MaxPool2d(2), new Flatten()], ["Conv2d + Relu + MaxPool2d", "Flatten"]),
        ["convolution, relu, average"] = ([Conv(), new Relu(), new AvgPool2d(2)], ["Conv2d + Relu", "AvgPool2d"]),
        ["convolution, pooling, relu"] =
            ([Conv(), new MaxPool2d(2), new Relu()], ["Conv2d", "MaxPool2d", "Relu"]),
        ["convolution, norm, relu"] = ([Conv(), new BatchNorm2d(3), new Relu()], ["Conv2d", "BatchNorm2d + Relu"]),
        ["batch norm of lines, relu"] = ([new BatchNorm1d(3), new Relu()], ["BatchNorm1d + Relu"]),
        ["instance norm, relu"] = ([new InstanceNorm2d(3), new Relu()], ["InstanceNorm2d", "Relu"]),
        ["block"] = ([new Block(3, 3)], ["Conv2d", "BatchNorm2d + Relu"]),
        ["block without rectifier, relu"] =
            ([new Block(3, 3, activate: false), new Relu()], ["Conv2d", "BatchNorm2d + Relu"]),
        ["block without norm, pooling"] =
            ([new Block(3, 3, norm: false), new MaxPool2d(2)], ["Conv2d + Relu + MaxPool2d"]),
        ["over the end of a sequential"] =
            ([new Sequential(Linear(), new Sequential(Linear())), new Relu()], ["Linear", "Linear + Relu"]),
        ["over the start of a sequential"] =
            ([Conv(), new Sequential(new Relu(), new MaxPool2d(2))], ["Conv2d + Relu + MaxPool2d"]),
        ["a residual is one layer"] =
            ([new Residual(new Sequential(Linear(), new Relu())), new Relu()], ["Residual", "Relu"]),
        ["a module of the user's before"] = ([new Doubled(), new Relu()], ["Doubled", "Relu"]),
        ["a module of the user's between"] = ([Linear(), new Doubled(), new Relu()], ["Linear", "Doubled", "Relu"]),
        ["a module of the user's before the pooling"] =
            ([Conv(), new Relu(), new Doubled(), new MaxPool2d(2)], ["Conv2d + Relu", "Doubled", "MaxPool2d"]),
        ["nothing"] = ([], []),
    };

    public static TheoryData<string> Names() => [.. Plans.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_are_planned_in_groups(string name)
    {
        var (layers, groups) = Plans[name];
        Assert.Equal(groups, Groups(new Sequential(layers)));
    }

    [Fact]
    public void A_plan_is_made_once()
    {
        var network = new Sequential(Linear(), new Sequential(new Relu()));
        Assert.Same(network.Plan, network.Plan);
        network.Call(Tensor.Ones([2, 3]));
        network.Eval();
        Assert.Same(network.Plan, network.Plan);
    }

    [Fact]
    public void A_layer_added_after_a_call_is_planned_anew()
    {
        var network = new Sequential(Linear());
        Tensor x = Tensor.Randn([4, 3], rng: new Rng(2)), first = network.Call(x);
        network.Add(new Relu());
        Assert.Equal(["Linear + Relu"], Groups(network));
        Assert.Equal(first.Relu().ToArray<float>(), network.Call(x).ToArray<float>());
        Assert.Equal(2, network.Count);
        network.Add(new Linear(7, 7));
        string message = Assert.Throws<TensorException>(() => network.Call(x)).Message;
        Assert.StartsWith("Sequential › 2 (Linear): linear: ", message);
    }

    [Fact]
    public void A_layer_added_to_a_sequential_inside_is_planned_anew()
    {
        Sequential empty = new(Array.Empty<Module>()), inner = new(Linear()), network = new(empty, inner);
        Tensor x = Tensor.Randn([4, 3], rng: new Rng(2)), first = network.Call(x);
        inner.Add(new Relu());
        Assert.Equal(["Linear + Relu"], Groups(network));
        Assert.Equal(first.Relu().ToArray<float>(), network.Call(x).ToArray<float>());
        empty.Add(Linear());
        Assert.Equal(["Linear", "Linear + Relu"], Groups(network));
    }

    [Fact]
    public void A_body_is_divided_before_the_batch_norm_it_ends_in()
    {
        Assert.True(new Residual(new Sequential(Conv(), new BatchNorm2d(3))).Plan.EndsInNorm);
        Assert.True(new Residual(new BatchNorm2d(3)).Plan.EndsInNorm);
        Assert.True(new Residual(new Sequential(new Block(3, 3, activate: false))).Plan.EndsInNorm);
        Assert.False(new Residual(new Block(3, 3)).Plan.EndsInNorm);
        Assert.False(new Residual(new Sequential(Conv(), new InstanceNorm2d(3))).Plan.EndsInNorm);
        Assert.False(new Residual(new Sequential(Array.Empty<Module>())).Plan.EndsInNorm);
        Assert.False(new Residual(new Sequential(new BatchNorm2d(3), new Doubled())).Plan.EndsInNorm);
    }

    [Fact]
    public void A_body_that_shares_a_layer_with_its_skip_is_not_divided()
    {
        var norm = new BatchNorm2d(3);
        var skip = new Sequential(Conv());
        var residual = new Residual(new Sequential(Conv(), norm), skip);
        Assert.True(residual.Plan.EndsInNorm);
        skip.Add(norm);
        Assert.False(residual.Plan.EndsInNorm);
    }

    [Fact]
    public void A_layer_added_to_a_body_is_planned_anew()
    {
        var body = new Sequential(Conv());
        var residual = new Residual(body);
        Tensor x = Tensor.Randn([2, 3, 4, 4], rng: new Rng(2));
        Assert.Equal("relu", residual.Call(x).GradFn!.Name);
        body.Add(new BatchNorm2d(3));
        Assert.Equal("batch_norm", residual.Call(x).GradFn!.Name);
    }

    [Fact]
    public void An_error_in_a_group_names_every_module_around_its_layer()
    {
        var network = new Sequential(new Sequential(new Flatten(), new Sequential(Linear())), new Relu());
        Assert.Equal(["Linear + Relu"], Groups(network)[1..]);
        string message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([2, 5]))).Message;
        Assert.StartsWith("Sequential › 0 (Sequential) › 1 (Sequential) › 0 (Linear): linear: ", message);
        network = new Sequential(new Sequential(Conv(), new Relu()), new MaxPool2d(9));
        message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 3, 4, 4]))).Message;
        Assert.StartsWith("Sequential › 1 (MaxPool2d): max_pool2d: ", message);
        network = new Sequential(new Sequential(Conv()), new Sequential(new Relu(), new MaxPool2d(9)));
        message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 3, 4, 4]))).Message;
        Assert.StartsWith("Sequential › 1 (Sequential) › 1 (MaxPool2d): max_pool2d: ", message);
    }

    [Fact]
    public void An_error_of_a_divided_body_names_every_module_around_its_layer()
    {
        var network = new Sequential(new Residual(new Sequential(Conv(), new Sequential(new BatchNorm2d(4)))));
        string message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 3, 4, 4]))).Message;
        Assert.StartsWith(
            "Sequential › 0 (Residual) › body (Sequential) › 1 (Sequential) › 0 (BatchNorm2d): batch_norm: ", message);
        message = Assert.Throws<TensorException>(() => network.Call(Tensor.Ones([1, 5, 4, 4]))).Message;
        Assert.StartsWith("Sequential › 0 (Residual) › body (Sequential) › 0 (Conv2d): conv2d: ", message);
    }

    [Fact]
    public void A_trace_shows_every_layer_under_its_own_name()
    {
        var network = new Sequential(new Sequential(Conv()), new Relu(), new MaxPool2d(2), new Residual(new BatchNorm2d(3)));
        network.Call(Tensor.Ones([2, 3, 4, 4]));
        Trace trace = Trace.Of(network, Tensor.Ones([2, 3, 4, 4]));
        Assert.Equal(
            [("conv2d", "0.0"), ("relu", "1"), ("max_pool2d", "2"), ("batch_norm", "3.body"), ("add", "3"), ("relu", "3")],
            trace.Operations.Select(o => (o.Name, o.Path)));
    }

    private static string[] Groups(Sequential network) => [.. network.Plan.Groups.Select(group => group.ToString())];

    private static Linear Linear() => new(3, 3, rng: new Rng(1));

    private static Conv2d Conv() => new(3, 3, 1, rng: new Rng(1));

    private sealed class Doubled : Module
    {
        protected override Tensor Forward(Tensor x) => x * 2.0;
    }
}
