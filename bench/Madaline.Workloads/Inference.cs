using Madaline.NN;

namespace Madaline.Workloads;

/// <summary>A network's answers for samples in memory, batch after batch, as a user would write it.</summary>
internal sealed class Inference(string name, Func<Module> makeModel, Source source, int batch, int samples)
    : Workload(name)
{
    public override (string Figure, double Amount) Work => ("samples_per_s", samples);

    public override Action Prepare(string data)
    {
        Tensor x = source.Load(data, samples).Inputs;
        var model = makeModel();
        model.Eval();
        return () =>
        {
            using var scope = new NoGrad();
            for (int i = 0; i + batch <= samples; i += batch)
                model.Call(x[i..(i + batch)]);
        };
    }
}
