using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Workloads;

/// <summary>An epoch of training a fully connected network on random samples in memory, as a user would write it.</summary>
internal sealed class Training(
    string name, int[] sizes, int[] sample, Func<Module, Optimizer> makeOptimizer, int batch, int samples) : Workload(name)
{
    public override (string Figure, double Amount) Work => ("samples_per_s", samples);

    public static Optimizer Adam(Module model) => new Adam(model.Parameters(), lr: 1e-3);

    public static Optimizer Sgd(Module model) => new Sgd(model.Parameters(), lr: 1e-3, momentum: 0.9);

    public override Action Prepare()
    {
        Tensor x = Tensor.Rand([samples, .. sample]), y = Tensor.RandInt(0, sizes[^1], [samples]);
        var model = FullyConnected();
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

    private Sequential FullyConnected()
    {
        List<Module> layers = [new Flatten()];
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            if (i > 0)
                layers.Add(new Relu());
            layers.Add(new Linear(sizes[i], sizes[i + 1]));
        }

        return new Sequential([.. layers]);
    }
}
