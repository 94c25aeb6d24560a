using Madaline.Data;
using Madaline.Studio.Live;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Views.Microscope;

/// <summary>Which sample, layer, neuron and weight are looked at.</summary>
internal sealed record Selection(TensorDataset Part, string PartName, int Sample)
{
    private const int AllNeurons = 40, SomeNeurons = 12;

    /// <summary>Index among the layers with weights.</summary>
    public int Layer { get; private init; }

    /// <summary>The neuron, flattened.</summary>
    public int Neuron { get; private init; }

    /// <summary>The cell of the layer's input, flattened.</summary>
    public int Cell { get; private init; }

    /// <summary>The weight between the two, flattened.</summary>
    public int Weight { get; private init; }

    /// <summary>The sample that is asked for.</summary>
    public static Selection OfSample(Stage stage, ViewArguments arguments)
    {
        bool isTest = arguments.Text("part") == "test" && stage.Data.Test.Count > 0;
        TensorDataset part = isTest ? stage.Data.Test : stage.Data.Train;
        return new Selection(part, isTest ? "test" : "train", arguments.Integer("sample", part.Count));
    }

    /// <summary>The numbers of the sample in a network that is a chain.</summary>
    public ChainRule Rule(Stage stage)
    {
        var (input, target) = stage.Sample(Part, Sample);
        return ChainRule.Of(stage.Network, stage.Loss, input, target, stage.Twin);
    }

    /// <summary>With the neuron and the weight that are asked for.</summary>
    public Selection In(ChainRule rule, ViewArguments arguments)
    {
        int index = arguments.Integer("layer", rule.Layers.Count, rule.Layers.Count - 1);
        var layer = rule.Layers[index];
        int neuron = arguments.Integer("neuron", layer.Z.Count, MostAtFault(layer));
        int cell = arguments.Integer("cell", layer.Input.Count, Strongest(layer, neuron));
        int weight = layer.WeightBetween(cell, neuron);
        if (weight < 0)
            weight = layer.WeightBetween(cell = Strongest(layer, neuron), neuron);
        return this with { Layer = index, Neuron = neuron, Cell = cell, Weight = weight };
    }

    /// <summary>
    /// Neurons worth keeping of each layer, the last layer first: all of a few, else those most at fault.
    /// </summary>
    public static IEnumerable<(int Layer, int Neuron)> Telling(Stage stage, int sample)
    {
        var rule = new Selection(stage.Data.Train, "train", sample).Rule(stage);
        for (int layer = rule.Layers.Count - 1; layer >= 0; layer--)
        {
            var delta = rule.Layers[layer].Delta;
            var neurons = Enumerable.Range(0, delta.Count).OrderByDescending(neuron => Math.Abs(delta[neuron]));
            foreach (int neuron in neurons.Take(delta.Count <= AllNeurons ? delta.Count : SomeNeurons))
                yield return (layer, neuron);
        }
    }

    /// <summary>The neuron whose error is greatest: there is something to see.</summary>
    private static int MostAtFault(NeuronLayer layer) =>
        Enumerable.Range(0, layer.Delta.Count).MaxBy(neuron => Math.Abs(layer.Delta[neuron]));

    /// <summary>The cell that adds most to a neuron's sum: not one of a picture's black corners.</summary>
    private static int Strongest(NeuronLayer layer, int neuron) => Enumerable.Range(0, layer.Input.Count)
        .Where(cell => layer.WeightBetween(cell, neuron) >= 0)
        .MaxBy(cell => Math.Abs(layer.Input[cell] * layer.Weight[layer.WeightBetween(cell, neuron)]));
}
