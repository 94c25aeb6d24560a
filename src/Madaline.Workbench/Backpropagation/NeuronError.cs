namespace Madaline.Workbench.Backpropagation;

/// <summary>The error δ of a neuron, and where it comes from.</summary>
/// <param name="Paths">
/// The cells of the next layer's input, or of the network's output, that depend on it: mostly one.
/// </param>
public sealed record NeuronError(IReadOnlyList<ErrorPath> Paths)
{
    /// <summary>δ = ∂C/∂z.</summary>
    public double Delta => Paths.Sum(path => path.Slope * path.CostByCell);
}

/// <summary>One way from a neuron to the cost.</summary>
/// <param name="Cell">The cell of the next layer's input, or of the network's output, flattened.</param>
/// <param name="Slope">∂cell/∂z: σ′(z), times what lies between.</param>
/// <param name="CostByCell">∂C/∂cell: a sum of the terms, or of the cost itself at the output.</param>
/// <param name="Terms">What the sum is of; none at the output.</param>
public sealed record ErrorPath(int Cell, double Slope, double CostByCell, IReadOnlyList<ErrorTerm> Terms);

/// <summary>One product of a sum over the next layer's neurons.</summary>
/// <param name="Neuron">The next layer's neuron, flattened.</param>
/// <param name="Weight">The weight that leads to it.</param>
/// <param name="Delta">Its error.</param>
public readonly record struct ErrorTerm(int Neuron, double Weight, double Delta)
{
    /// <summary>w · δ.</summary>
    public double Product => Weight * Delta;
}

/// <summary>One use of a weight: the input it is multiplied with, and the error of the neuron it leads to.</summary>
/// <param name="Input">The cell of the layer's input, flattened.</param>
/// <param name="Activation">The cell's value a.</param>
/// <param name="Neuron">The neuron, flattened.</param>
/// <param name="Delta">Its error δ.</param>
public readonly record struct WeightTerm(int Input, double Activation, int Neuron, double Delta)
{
    /// <summary>a · δ.</summary>
    public double Product => Activation * Delta;
}
