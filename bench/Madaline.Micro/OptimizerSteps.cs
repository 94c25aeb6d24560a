using BenchmarkDotNet.Attributes;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Micro;

/// <summary>One step of each optimizer over the parameters of a network.</summary>
public class OptimizerSteps
{
    private Optimizer _optimizer = null!;

    public enum Rule
    {
        Sgd,
        Momentum,
        Adam,
        AdamW,
        RmsProp,
    }

    [Params(Rule.Sgd, Rule.Momentum, Rule.Adam, Rule.AdamW, Rule.RmsProp)]
    public Rule Optimizer { get; set; }

    /// <summary>7-10-3, 784-128-10 and 3072-512-10: 113, 102 thousand and 1.6 million parameters.</summary>
    [Params("7-10-3", "784-128-10", "3072-512-10")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        int[] sizes = [.. Network.Split('-').Select(int.Parse)];
        var network = new Sequential(
            new Linear(sizes[0], sizes[1]), new Relu(), new Linear(sizes[1], sizes[2]));
        _optimizer = Make(network.Parameters());
        network.Call(Tensor.Randn([8, sizes[0]])).Square().Mean().Backward();
    }

    [Benchmark]
    public void Step() => _optimizer.Step();

    private Optimizer Make(IEnumerable<Tensor> parameters) => Optimizer switch
    {
        Rule.Sgd => new Sgd(parameters, lr: 1e-6),
        Rule.Momentum => new Sgd(parameters, lr: 1e-6, momentum: 0.9),
        Rule.Adam => new Adam(parameters, lr: 1e-6),
        Rule.AdamW => new AdamW(parameters, lr: 1e-6),
        _ => new RmsProp(parameters, lr: 1e-6),
    };
}
