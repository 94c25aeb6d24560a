using Madaline.Autograd;
using Madaline.NN;

namespace Madaline.Tests.NN;

public class ResidualTests
{
    private static readonly Tensor Input = Tensor.Randn([40, 50], rng: new Rng(1));

    [Fact]
    public void The_output_is_the_rectified_sum_of_both_ways()
    {
        var (body, skip) = (Linear(1), Linear(2));
        Tensor sum = body.Call(Input) + skip.Call(Input);
        Assert.Equal(sum.Relu().ToArray<float>(), new Residual(body, skip).Call(Input).ToArray<float>());
        Assert.Equal(sum.ToArray<float>(), new Residual(body, skip, activate: false).Call(Input).ToArray<float>());
        Assert.Equal((body.Call(Input) + Input).Relu().ToArray<float>(), new Residual(body).Call(Input).ToArray<float>());
    }

    [Fact]
    public void Names_are_those_of_the_usual_pytorch_module()
    {
        var network = new Sequential(new Residual(new Sequential(Linear(1), new Relu()), new Sequential(Linear(2))), new Residual(Linear(3)));
        Assert.Equal(["0.body.0.weight", "0.body.0.bias", "0.skip.0.weight", "0.skip.0.bias", "1.body.weight", "1.body.bias"], network.StateDict().Keys);
    }

    [Fact]
    public void A_skip_of_another_shape_is_refused_with_both()
    {
        var network = new Sequential(new Residual(new Linear(50, 30, rng: new Rng(1))));
        string message = Assert.Throws<TensorException>(() => network.Call(Input)).Message;
        Assert.StartsWith("Sequential › 0 (Residual): residual: body and skip differ in shape. body gives [40, 30] for [40, 50], skip [40, 50]", message);
        Assert.Contains("1×1 convolution", message);
    }

    [Fact]
    public void A_summary_lists_it_before_its_parts()
    {
        var summary = new Sequential(new Residual(new Sequential(Linear(1), new Relu()))).Summary([2, 50]);
        Assert.Equal(
            [
                new SummaryRow("0", "Residual", [2, 50], 0), new SummaryRow("0.body.0", "Linear", [2, 50], 2550),
                new SummaryRow("0.body.1", "Relu", [2, 50], 0),
            ],
            summary.Rows);
    }

    [Fact]
    public void What_lies_between_is_handed_back_once_backward_has_passed()
    {
        var block = new Residual(new Sequential(Linear(1), new Tanh(), Linear(2)), Linear(3));
        var network = new Sequential(Linear(4), block, Linear(5));
        Tensor y = network.Call(Input);
        List<Tensor> between = Intermediates(y.GradFn!);
        Assert.Equal(7, between.Count);
        Assert.All(between, h => Assert.False(h.Storage.IsReleased));
        y.Sum().Backward();
        Assert.All(between, h => Assert.True(h.Storage.IsReleased));
        Assert.False(y.Storage.IsReleased);
        Assert.False(Input.Storage.IsReleased);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_and_values_are_those_of_the_same_steps_by_hand(bool skips)
    {
        Sequential body = new(Linear(1), new BatchNorm1d(50), new Relu(), Linear(2));
        Module? skip = skips ? new Sequential(Linear(3)) : null;
        Tensor x = Input.Clone().WithGrad();
        Tensor way = x;
        foreach (var layer in body)
            way = layer.Call(way);
        Tensor expected = (way + (skip is null ? x : ((Sequential)skip)[0].Call(x))).Relu();
        expected.Square().Sum().Backward();
        var gradients = body.Parameters().Append(x).Select(p => p.Grad!.ToArray<float>()).ToArray();
        body.ZeroGrad();
        x.ZeroGrad();
        Tensor y = new Sequential(new Residual(body, skip)).Call(x);
        Assert.Equal(expected.ToArray<float>(), y.ToArray<float>());
        y.Square().Sum().Backward();
        Assert.Equal(gradients, body.Parameters().Append(x).Select(p => p.Grad!.ToArray<float>()));
    }

    [Fact]
    public void Without_recording_results_stay_right_and_inputs_stay_the_users()
    {
        var network = new Sequential(new Residual(new Sequential(new Dropout())), Linear(1), new Residual(new Sequential(Linear(2), new Flatten()), new Identity()));
        network.Eval();
        Tensor x = Input.Clone(), expected = network.Call(x).Detach();
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected.ToArray<float>(), NoGrad.Run(() => network.Call(x)).ToArray<float>());
        Assert.Equal(Input.ToArray<float>(), x.ToArray<float>());
    }

    [Fact]
    public void One_module_may_be_both_ways()
    {
        var both = Linear(1);
        Tensor y = new Residual(both, both, activate: false).Call(Input), once = both.Call(Input);
        Assert.Equal((once + once).ToArray<float>(), y.ToArray<float>());
        y.Sum().Backward();
        Assert.NotNull(both.Weight.Grad);
    }

    [Fact]
    public void What_a_module_of_the_user_kept_is_never_touched()
    {
        var keeper = new Keeper();
        Tensor y = new Sequential(Linear(1), new Residual(keeper, keeper), new Relu()).Call(Input);
        y.Sum().Backward();
        Assert.All(keeper.Kept, h => Assert.Equal(h.Elements, h.ToArray<float>().Length));
    }

    private static Linear Linear(ulong seed) => new(50, 50, rng: new Rng(seed));

    /// <summary>The outputs that the tape will hand back, below a node.</summary>
    private static List<Tensor> Intermediates(Node last)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new([last]);
        while (open.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            foreach (var edge in node.Edges)
            {
                if (edge.Node is { } before)
                    open.Push(before);
            }
        }

        return [.. seen.Where(node => node.TransientOutput is not null).Select(node => node.TransientOutput!)];
    }

    private sealed class Keeper : Module
    {
        public List<Tensor> Kept { get; } = [];

        protected override Tensor Forward(Tensor x)
        {
            Tensor y = x.Relu();
            Kept.AddRange([x, y]);
            return y;
        }
    }
}
