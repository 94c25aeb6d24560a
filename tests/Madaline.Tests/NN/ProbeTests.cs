using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Tests.NN;

/// <summary>What a probe finds is what the four equations of backpropagation say, and it leaves no trace.</summary>
public sealed class ProbeTests
{
    private const double Close = 1e-6;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_four_equations_give_what_backward_gives(int seed)
    {
        var rng = new Rng((ulong)seed);
        var random = new Random(seed);
        int[] sizes = [.. Enumerable.Range(0, random.Next(3, 6)).Select(_ => random.Next(2, 12))];
        var (network, layers) = Network(sizes, random, rng);
        Loss loss = seed % 2 == 0 ? new QuadraticLoss() : new MseLoss(LossReduction.Sum);
        Tensor x = Tensor.Randn([3, sizes[0]], rng: rng), y = Tensor.Rand([3, sizes[^1]], rng: rng);

        Probe probe = Probe.Of(network, loss, x, y);

        var z = layers.Select(layer => probe.Layers.Single(found => found.Layer == layer.Linear)).ToList();
        var a = layers.Select(layer => probe.Layers.Single(found => found.Layer == layer.Activation)).ToList();
        // 1: δᴸ = ∇ₐC ⊙ σ′(zᴸ).
        Tensor byOutput = seed % 2 == 0 ? (a[^1].Output - y) / 3.0 : (a[^1].Output - y) * 2.0;
        Tensor delta = byOutput * layers[^1].Slope(z[^1].Output);
        for (int l = layers.Count - 1; l >= 0; l--)
        {
            Near(delta, z[l].OutputGradient!);
            // 3 and 4: ∂C/∂b = δ, ∂C/∂w = δ aᵀ, summed over the samples.
            Near(delta.Sum(0), probe.Gradients[$"{z[l].Name}.bias"]);
            Near(delta.T.MatMul(z[l].Input), probe.Gradients[$"{z[l].Name}.weight"]);
            if (l > 0)
            {
                // 2: δˡ = (δˡ⁺¹ wˡ⁺¹) ⊙ σ′(zˡ).
                Near(a[l - 1].Output, z[l].Input);
                delta = delta.MatMul(layers[l].Linear.Weight.Detach()) * layers[l - 1].Slope(z[l - 1].Output);
            }
        }
    }

    [Fact]
    public void A_training_that_is_probed_gives_the_same_bits()
    {
        string alone = Trained(probes: false), watched = Trained(probes: true);
        Assert.Equal(alone, watched);
    }

    [Fact]
    public void A_layer_before_all_parameters_has_no_gradient_and_a_cost_is_a_number()
    {
        var rng = new Rng(1);
        var network = new Sequential(new Flatten(), new Linear(4, 2, rng: rng));
        Probe probe = Probe.Of(network, new CrossEntropyLoss(), Tensor.Rand([1, 2, 2], rng: rng), Tensor.From([1L]));
        Assert.Equal(["0", "1"], probe.Layers.Select(layer => layer.Name));
        Assert.Null(probe.Layers[0].OutputGradient);
        Assert.Equal([1, 2], probe.Layers[1].OutputGradient!.Shape);
        Assert.Equal(1, probe.Cost.Elements);
        Assert.All(network.Parameters(), parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    public void Inside_NoGrad_it_says_what_is_wrong()
    {
        using var scope = new NoGrad();
        var error = Assert.Throws<TensorException>(() =>
            Probe.Of(new Linear(2, 2), new MseLoss(), Tensor.Ones([1, 2]), Tensor.Ones([1, 2])));
        Assert.Contains("NoGrad", error.Message);
    }

    private static string Trained(bool probes)
    {
        var rng = new Rng(3);
        var network = new Sequential(new Conv2d(1, 4, 3, rng: rng), new BatchNorm2d(4), new Relu(), new MaxPool2d(2),
            new Flatten(), new Dropout(0.3, rng), new Linear(4 * 9, 3, rng: rng));
        var optimizer = new Sgd(network.Parameters(), lr: 0.05, momentum: 0.9);
        var loss = new CrossEntropyLoss();
        Tensor x = Tensor.Randn([20, 1, 8, 8], rng: rng), y = Tensor.RandInt(0, 3, [20], rng: rng);
        for (int step = 0; step < 10; step++)
        {
            optimizer.ZeroGrad();
            loss.Call(network.Call(x[(2 * step)..(2 * step + 2)]), y[(2 * step)..(2 * step + 2)]).Backward();
            if (probes)
                Probe.Of(network, loss, x[..3], y[..3]);
            optimizer.Step();
        }

        Assert.True(network.IsTraining);
        return Madaline.Recipes.TrainedModel.WeightsSha256(network);
    }

    private static (Sequential Network, List<(Linear Linear, Module Activation, Func<Tensor, Tensor> Slope)> Layers) Network(
        int[] sizes, Random random, Rng rng)
    {
        List<Module> modules = [];
        List<(Linear, Module, Func<Tensor, Tensor>)> layers = [];
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            (Module Module, Func<Tensor, Tensor> Slope) activation = random.Next(3) switch
            {
                0 => (new Sigmoid(), z => z.Sigmoid() * (1.0 - z.Sigmoid())),
                1 => (new Tanh(), z => 1.0 - (z.Tanh() * z.Tanh())),
                _ => (new Relu(), z => z.Greater(0).To(DType.Float32)),
            };
            var linear = new Linear(sizes[i], sizes[i + 1], rng: rng);
            modules.AddRange([linear, activation.Module]);
            layers.Add((linear, activation.Module, activation.Slope));
        }

        return (new Sequential([.. modules]), layers);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double off = (expected.Detach() - actual).Abs().Max().Item<double>();
        Assert.True(off <= Close * Math.Max(1, expected.Detach().Abs().Max().Item<double>()), $"off by {off}");
    }
}
