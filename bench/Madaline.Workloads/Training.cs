using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Workloads;

/// <summary>An epoch of training a network on samples in memory, as a user would write it.</summary>
internal sealed class Training(
    string name, Func<Module> makeModel, Source source, Func<Module, Optimizer> makeOptimizer, int batch, int samples)
    : Workload(name)
{
    public override (string Figure, double Amount) Work => ("samples_per_s", samples);

    public static Optimizer Adam(Module model) => new Adam(model.Parameters(), lr: 1e-3);

    public static Optimizer Sgd(Module model) => new Sgd(model.Parameters(), lr: 1e-3, momentum: 0.9);

    public override Action Prepare(string data)
    {
        var (x, y) = source.Load(data, samples);
        var model = makeModel();
        var optimizer = makeOptimizer(model);
        var loss = new CrossEntropyLoss();
        return () =>
        {
            for (int i = 0; i + batch <= samples; i += batch)
            {
                optimizer.ZeroGrad();
                loss.Call(model.Call(x[i..(i + batch)]), y[i..(i + batch)]).Backward();
                optimizer.Step();
            }
        };
    }
}
