using Madaline.Autograd;
using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Which intermediate outputs go back early, and which must never.</summary>
public class SequentialTests
{
    private static readonly Tensor Input = Tensor.Randn([40, 50], rng: new Rng(1));

    [Fact]
    public void Intermediates_of_our_own_layers_are_handed_back_once_backward_has_passed()
    {
        var network = new Sequential(Linear(), new Tanh(), new Flatten(), Linear());
        Tensor y = network.Call(Input.Reshape(40, 1, 50));
        var between = Intermediates(y);
        Assert.Equal(3, between.Count);
        Assert.All(between, h => Assert.False(h.Storage.IsReleased));
        y.Sum().Backward();
        Assert.All(between, h => Assert.True(h.Storage.IsReleased));
        Assert.False(y.Storage.IsReleased);
        Assert.False(Input.Storage.IsReleased);
    }

    [Fact]
    public void Gradients_are_the_same_as_without_handing_back()
    {
        var network = new Sequential(
            Linear(), new BatchNorm1d(50), new Gelu(), new Dropout(0.3, new Rng(7)), new LayerNorm(50), new Softmax(0), new Elu(), Linear());
        var plain = network.Select(layer => layer).ToArray();
        var rng = network.NamedRngs().Single().Rng;
        long position = rng.Position;
        network.Call(Input).Square().Sum().Backward();
        var expected = network.Parameters().Select(p => p.Grad!.ToArray<float>()).ToArray();
        network.ZeroGrad();
        rng.Position = position;
        Tensor x = Input;
        foreach (var layer in plain)
            x = layer.Call(x);
        x.Square().Sum().Backward();
        Assert.Equal(expected, network.Parameters().Select(p => p.Grad!.ToArray<float>()));
    }

    [Fact]
    public void Without_recording_intermediates_go_back_at_once_and_results_are_right()
    {
        var network = new Sequential(Linear(), new Tanh(), new Flatten(), new Dropout(), new Identity(), Linear(), new Flatten());
        network.Eval();
        Tensor expected = network.Call(Input).Detach();
        for (int i = 0; i < 3; i++)
        {
            Tensor y = NoGrad.Run(() => network.Call(Input));
            Assert.Equal(expected.ToArray<float>(), y.ToArray<float>());
            Assert.Null(y.GradFn);
        }
    }

    [Fact]
    public void A_network_that_only_passes_its_input_on_keeps_it()
    {
        foreach (bool recorded in (bool[])[true, false])
        {
            Tensor x = Input.Clone();
            x.RequiresGrad = recorded;
            var network = new Sequential(new Identity(), new Flatten(), new Dropout(), new Identity());
            network.Eval();
            Tensor y = network.Call(x);
            if (recorded)
                y.Sum().Backward();
            Assert.Equal(Input.ToArray<float>(), x.ToArray<float>());
            Assert.Equal(Input.ToArray<float>(), y.ToArray<float>());
            Assert.Same(x, new Sequential(new Identity(), new Identity()).Call(x));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_final_output_survives_although_the_last_layers_pass_it_on(bool recorded)
    {
        var network = new Sequential(Linear(), new Dropout(), new Identity());
        network.Eval();
        Tensor y = recorded ? network.Call(Input) : NoGrad.Run(() => network.Call(Input));
        if (recorded)
            y.Sum().Backward();
        Assert.False(y.Storage.IsReleased);
        Assert.Equal(network[0].Call(Input).ToArray<float>(), y.ToArray<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_module_of_the_user_kept_is_never_touched(bool recorded)
    {
        var keeper = new Keeper();
        var network = new Sequential(Linear(), keeper, Linear(), new Sequential(keeper, new Relu()), new Relu());
        Tensor y = recorded ? network.Call(Input) : NoGrad.Run(() => network.Call(Input));
        if (recorded)
            y.Sum().Backward();
        Assert.Equal(4, keeper.Kept.Count);
        Assert.All(keeper.Kept, h => Assert.Equal(h.Elements, h.ToArray<float>().Length));
    }

    [Fact]
    public void An_input_that_was_recorded_outside_stays_the_users()
    {
        Tensor x = Input.Clone().WithGrad(), h = x * 2.0;
        new Sequential(new Relu(), Linear(), new Relu()).Call(h).Sum().Backward();
        Assert.False(h.Storage.IsReleased);
        Assert.Equal(Input.ToArray<float>().Select(v => v * 2), h.ToArray<float>());
    }

    [Fact]
    public void A_retained_graph_can_go_backward_twice()
    {
        var network = new Sequential(Linear(), new Relu(), Linear());
        Tensor loss = network.Call(Input).Sum();
        loss.Backward(retainGraph: true);
        var once = network.Parameters().Select(p => p.Grad!.ToArray<float>()).ToArray();
        network.ZeroGrad();
        loss.Backward();
        Assert.Equal(once, network.Parameters().Select(p => p.Grad!.ToArray<float>()));
    }

    [Fact]
    public void Frozen_layers_hand_nothing_back_that_backward_needs()
    {
        var network = new Sequential(Linear(), new Tanh(), Linear(), new Tanh(), Linear());
        foreach (var p in network[0].Parameters().Concat(network[4].Parameters()))
            p.RequiresGrad = false;
        network.Call(Input).Sum().Backward();
        Tensor h = network[1].Call(network[0].Call(Input)), z = network[2].Call(h);
        var expected = network[2].Parameters().Select(p => p.Grad!.ToArray<float>()).ToArray();
        network.ZeroGrad();
        network[4].Call(network[3].Call(z)).Sum().Backward();
        Assert.Equal(expected, network[2].Parameters().Select(p => p.Grad!.ToArray<float>()));
    }

    private static Linear Linear() => new(50, 50, rng: new Rng(2));

    /// <summary>The outputs that the tape will hand back, below a network's output.</summary>
    private static List<Tensor> Intermediates(Tensor y)
    {
        List<Tensor> found = [];
        for (var node = y.GradFn; node is not null; node = node.Edges[0].Node)
        {
            if (node.TransientOutput is { } h)
                found.Add(h);
        }

        return found;
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
