using Madaline.NN;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Workbench.Tests.Backpropagation;

/// <summary>The four equations, neuron by neuron, against automatic differentiation and against finite differences.</summary>
public sealed class ChainRuleTests
{
    private const double Close = 1e-6;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_equations_give_what_backward_gives_in_chains_of_linear_layers(int seed)
    {
        var random = new Random(seed);
        int[] sizes = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(2, 12))];
        int cost = seed % 5;
        Require(rng => Linears(sizes, cost, new Random(seed), rng), [1, sizes[0]], LossOf(cost), TargetOf(cost, sizes[^1], random));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_equations_give_what_backward_gives_in_convolutional_networks(int seed)
    {
        var random = new Random(seed);
        Require(rng => Convolutions(seed, rng), [1, 2, 9, 8], seed % 2 == 0 ? new CrossEntropyLoss() : new QuadraticLoss(),
            Tensor.From([(long)random.Next(3)]));
    }

    [Fact]
    public void A_network_that_is_no_chain_is_refused_with_the_reason()
    {
        var inner = new Residual(new Sequential(new Linear(3, 3)));
        Assert.NotNull(ChainRule.WhyNot(new Sequential(inner, new Linear(3, 2))));
        Assert.Contains("no linear", ChainRule.WhyNot(new Sequential(new Flatten(), new Relu())));
        var shared = new Linear(3, 3);
        Assert.Null(ChainRule.WhyNot(new Sequential(new Sequential(shared, new Relu()), new Linear(3, 1))));
        var error = Assert.Throws<TensorException>(() => ChainRule.Of(new Sequential(inner, new Linear(3, 2)), new MseLoss(),
            Tensor.Ones([1, 3]), Tensor.Ones([1, 2]), new NetworkTwin(new Sequential(new Linear(3, 2)))));
        Assert.Contains("Probe.Of", error.Message);
        error = Assert.Throws<TensorException>(() => ChainRule.Of(new Linear(3, 2), new MseLoss(), Tensor.Ones([2, 3]),
            Tensor.Ones([2, 2]), new NetworkTwin(new Linear(3, 2))));
        Assert.Contains("[2, 3]", error.Message);
    }

    private static void Require(Func<Rng, Sequential> build, Shape inputs, Loss loss, Tensor target)
    {
        var network = build(new Rng(7));
        network.Eval();
        Tensor x = Tensor.Randn(inputs, rng: new Rng(8));
        var rule = ChainRule.Of(network, loss, x, target, new NetworkTwin(build(new Rng(9))));
        for (int l = 0; l < rule.Layers.Count; l++)
        {
            var layer = rule.Layers[l];
            for (int j = 0; j < layer.Z.Count; j += Math.Max(1, layer.Z.Count / 40))
                Near(layer.Delta[j], rule.ErrorOf(l, j).Delta, layer.Delta, $"δ of neuron {j} in {layer.Name}");
            float[] biases = rule.Probe.Gradients[$"{layer.Name}.bias"].ToArray<float>();
            for (int j = 0; j < layer.Z.Count; j += Math.Max(1, layer.Z.Count / 20))
                Near(biases[layer.BiasOf(j)], rule.BiasGradient(l, j), biases, $"bias {j} of {layer.Name}");
            float[] weights = rule.Probe.Gradients[$"{layer.Name}.weight"].ToArray<float>();
            for (int w = 0; w < weights.Length; w += Math.Max(1, weights.Length / 25))
            {
                var terms = rule.WeightGradient(l, w);
                Near(weights[w], terms.Sum(term => term.Product), weights, $"weight {w} of {layer.Name}");
                Assert.All(terms, term => Assert.Equal(w, layer.WeightBetween(term.Input, term.Neuron)));
                Near(weights[w], rule.FiniteDifference($"{layer.Name}.weight", w), weights, $"difference of weight {w}", 1e-5);
            }
        }
    }

    private static Sequential Linears(int[] sizes, int cost, Random random, Rng rng)
    {
        List<Module> modules = [];
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            modules.Add(new Linear(sizes[i], sizes[i + 1], rng: rng));
            bool isLast = i + 2 == sizes.Length;
            modules.Add(isLast && cost is 2 or 4 ? new Identity() : isLast && cost == 3 ? new Sigmoid()
                : random.Next(6) switch
                {
                    0 => new Sigmoid(),
                    1 => new Tanh(),
                    2 => new Gelu(),
                    3 => new Elu(0.7),
                    4 => new Softplus(),
                    _ => new Relu(),
                });
            if (!isLast && random.Next(3) == 0)
                modules.Add(new Dropout(0.5, rng.Split("dropout")));
        }

        return new Sequential([.. modules]);
    }

    private static Loss LossOf(int cost) => cost switch
    {
        0 => new QuadraticLoss(),
        1 => new MseLoss(),
        2 => new CrossEntropyLoss(),
        3 => new BceLoss(),
        _ => new HuberLoss(),
    };

    private static Tensor TargetOf(int cost, int outputs, Random random) => cost == 2
        ? Tensor.From([(long)random.Next(outputs)]) : Tensor.Rand([1, outputs], rng: new Rng((ulong)random.Next(1000)));

    private static Sequential Convolutions(int seed, Rng rng)
    {
        Module pool = (seed % 4) switch
        {
            0 => new MaxPool2d(2),
            1 => new AvgPool2d(2),
            2 => new MaxPool2d(3, stride: 2, padding: 1),
            _ => new MedianPool2d(3),
        };
        var front = new Sequential(
            new NN.Conv2d(2, 4, seed % 3 == 0 ? 3 : (2, 3), stride: seed % 5 == 1 ? 2 : 1, padding: seed % 3 == 0 ? 1 : 0,
                dilation: seed % 7 == 3 ? 2 : 1, groups: seed % 2 + 1, rng: rng),
            new BatchNorm2d(4), seed % 2 == 0 ? new Relu() : new Tanh(), pool,
            new NN.Conv2d(4, 3, 2, padding: Padding.Same, rng: rng), new Sigmoid(), new Flatten());
        int features = front.OutputShape([1, 2, 9, 8])[1];
        return new Sequential(front, new Linear(features, 5, rng: rng), new Softmax(1), new Linear(5, 3, rng: rng));
    }

    private static void Near(float expected, double actual, IReadOnlyList<float> all, string what, double close = Close)
    {
        double scale = Math.Max(1, all.Max(Math.Abs));
        Assert.True(Math.Abs(expected - actual) <= close * scale, $"{what}: {actual} by hand, {expected} by backward");
    }
}
