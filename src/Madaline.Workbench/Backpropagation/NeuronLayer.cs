using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>A layer with weights, z = w · a + b, and what lies between it and the next one.</summary>
public abstract class NeuronLayer
{
    private protected NeuronLayer(LayerProbe call, IReadOnlyList<LayerProbe> between, Tensor weight, Tensor? bias)
    {
        (Call, Between, HasBias) = (call, between, bias is not null);
        Input = call.Input.ToArray<float>();
        Z = call.Output.ToArray<float>();
        A = (between.Count > 0 ? between[^1] : call).Output.ToArray<float>();
        Delta = call.OutputGradient!.ToArray<float>();
        Weight = weight.Detach().ToArray<float>();
        WeightShape = weight.Shape;
        Bias = bias?.Detach().ToArray<float>() ?? [];
    }

    /// <summary>The layer's dotted name.</summary>
    public string Name => Call.Name;

    /// <summary>Its call.</summary>
    public LayerProbe Call { get; }

    /// <summary>The calls between it and the next layer with weights.</summary>
    public IReadOnlyList<LayerProbe> Between { get; }

    /// <summary>Its input, the activations of the layer before.</summary>
    public IReadOnlyList<float> Input { get; }

    /// <summary>Weighted sums, one a neuron.</summary>
    public IReadOnlyList<float> Z { get; }

    /// <summary>What the next layer takes, or the network gives.</summary>
    public IReadOnlyList<float> A { get; }

    /// <summary>∂C/∂z of each neuron, by automatic differentiation.</summary>
    public IReadOnlyList<float> Delta { get; }

    /// <summary>The weights, flattened.</summary>
    public IReadOnlyList<float> Weight { get; }

    /// <summary>Their shape: [outputs, inputs], or [outputs, inputs, height, width].</summary>
    public Shape WeightShape { get; }

    /// <summary>The biases; none where it has none.</summary>
    public IReadOnlyList<float> Bias { get; }

    /// <summary>Whether it has biases.</summary>
    public bool HasBias { get; }

    /// <summary>The bias of a neuron.</summary>
    /// <param name="neuron">Its place among z, flattened.</param>
    public abstract int BiasOf(int neuron);

    /// <summary>The weight that leads from a cell of the input to a neuron; −1 where there is none.</summary>
    /// <param name="cell">The cell, flattened.</param>
    /// <param name="neuron">The neuron, flattened.</param>
    public abstract int WeightBetween(int cell, int neuron);

    /// <summary>The neurons that a cell of the input leads to, with the weight and the error of each.</summary>
    internal abstract IEnumerable<ErrorTerm> TermsOf(int cell);

    /// <summary>Where a weight is used.</summary>
    internal abstract IEnumerable<WeightTerm> UsesOf(int weight);

    /// <summary>The neurons that share the bias of one.</summary>
    internal abstract IEnumerable<int> PlacesOfBias(int neuron);

    /// <summary>Whether a layer has z and δ here.</summary>
    public static bool IsOne(Module layer) => layer is Linear or NN.Conv2d;

    /// <summary>The layers with weights of a chain; what comes before the first belongs to none.</summary>
    internal static NeuronLayer[] Group(Probe probe)
    {
        var layers = new List<NeuronLayer>();
        for (int i = 0; i < probe.Layers.Count; i++)
        {
            if (!IsOne(probe.Layers[i].Layer))
                continue;
            var between = probe.Layers.Skip(i + 1).TakeWhile(call => !IsOne(call.Layer)).ToArray();
            layers.Add(probe.Layers[i].Layer is Linear linear
                ? new LinearNeurons(probe.Layers[i], between, linear)
                : new ConvolutionNeurons(probe.Layers[i], between, (NN.Conv2d)probe.Layers[i].Layer));
        }

        return [.. layers];
    }
}
