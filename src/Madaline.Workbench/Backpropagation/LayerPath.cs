using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>From z of a layer through what lies behind it: which cells depend on a neuron, and how steeply.</summary>
internal sealed class LayerPath(NeuronLayer layer, NetworkTwin twin)
{
    /// <summary>In double precision the error of a central difference is least around here.</summary>
    private const double Step = 1e-5;

    /// <summary>The cells at the end that depend on a neuron.</summary>
    public IReadOnlyList<(int Cell, double Slope)> From(int neuron)
    {
        var reached = new Dictionary<int, double> { [neuron] = 1 };
        foreach (var call in layer.Between)
        {
            var next = new Dictionary<int, double>();
            foreach (var (cell, slope) in reached)
            {
                foreach (var (to, factor) in Through(call, cell))
                    next[to] = next.GetValueOrDefault(to) + (slope * factor);
            }

            reached = next;
        }

        return [.. reached.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value))];
    }

    private IEnumerable<(int Cell, double Slope)> Through(LayerProbe call, int cell) =>
        Slopes.Keeps(call.Layer) ? [(cell, 1)]
        : Slopes.Of(call.Layer) is { } slope ? [(cell, slope.At(call.Input.Flatten()[cell].Item<float>()))]
        : Measured(call, cell);

    /// <summary>One column of the layer's Jacobian, by central differences.</summary>
    private IEnumerable<(int Cell, double Slope)> Measured(LayerProbe call, int cell)
    {
        Module twinLayer = twin.LayerOf(call.Name);
        double[] x = call.Input.To(DType.Float64).ToArray<double>();
        double value = x[cell];
        x[cell] = value + Step;
        double[] above = Run();
        x[cell] = value - Step;
        double[] below = Run();
        for (int i = 0; i < above.Length; i++)
        {
            if (above[i] != below[i])
                yield return (i, (above[i] - below[i]) / (2 * Step));
        }

        double[] Run()
        {
            using var scope = new NoGrad();
            return twinLayer.Call(Tensor.From(x, call.Input.Shape)).ToArray<double>();
        }
    }
}
