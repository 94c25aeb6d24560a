using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>Every neuron takes all inputs of its row; a weight is used once a row.</summary>
internal sealed class LinearNeurons(LayerProbe call, IReadOnlyList<LayerProbe> between, Linear layer)
    : NeuronLayer(call, between, layer.Weight, layer.Bias)
{
    private readonly int _inputs = layer.Inputs, _outputs = layer.Outputs;

    public override int BiasOf(int neuron) => neuron % _outputs;

    public override int WeightBetween(int cell, int neuron) =>
        cell / _inputs == neuron / _outputs ? (neuron % _outputs * _inputs) + (cell % _inputs) : -1;

    internal override IEnumerable<ErrorTerm> TermsOf(int cell)
    {
        int row = cell / _inputs * _outputs, column = cell % _inputs;
        for (int j = 0; j < _outputs; j++)
            yield return new ErrorTerm(row + j, Weight[(j * _inputs) + column], Delta[row + j]);
    }

    internal override IEnumerable<WeightTerm> UsesOf(int weight)
    {
        int j = weight / _inputs, k = weight % _inputs;
        for (int row = 0; row < Z.Count / _outputs; row++)
        {
            int cell = (row * _inputs) + k, neuron = (row * _outputs) + j;
            yield return new WeightTerm(cell, Input[cell], neuron, Delta[neuron]);
        }
    }

    internal override IEnumerable<int> PlacesOfBias(int neuron) =>
        Enumerable.Range(0, Z.Count / _outputs).Select(row => (row * _outputs) + BiasOf(neuron));
}
