using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>
/// The four equations of backpropagation with the numbers of a network and one sample: each computed neuron by neuron
/// in double precision from its neighbours, beside what automatic differentiation found.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>δᴸ = ∇ₐC ⊙ σ′(zᴸ): <see cref="ErrorOf"/> of the last layer.</item>
/// <item>δˡ = ((wˡ⁺¹)ᵀ δˡ⁺¹) ⊙ σ′(zˡ): <see cref="ErrorOf"/> of the others.</item>
/// <item>∂C/∂b = δ: <see cref="BiasGradient"/>, over all places where the bias is added.</item>
/// <item>∂C/∂w = a δ: <see cref="WeightGradient"/>, over all places where the weight is used.</item>
/// </list>
/// Layers that are linear or a two-dimensional convolution have z and δ. What lies between two of them (activations,
/// pooling, flattening, batch norm in evaluation mode) leads from z to the next layer's input; its slopes are exact
/// for the sigmoid, tanh and ReLU, and central differences in double precision for others, good to 1e-9.
/// Source: Nielsen, Neural Networks and Deep Learning, chapter 2.
/// </remarks>
public sealed class ChainRule
{
    private readonly LayerPath[] _paths;
    private readonly CostSlope _cost;
    private readonly NetworkTwin _twin;

    private ChainRule(Probe probe, NeuronLayer[] layers, LayerPath[] paths, CostSlope cost, NetworkTwin twin)
    {
        (Probe, Layers, _paths, _cost, _twin) = (probe, layers, paths, cost, twin);
    }

    /// <summary>What one pass left behind.</summary>
    public Probe Probe { get; }

    /// <summary>The layers with weights, in order.</summary>
    public IReadOnlyList<NeuronLayer> Layers { get; }

    /// <summary>Whether a network is a chain of layers with weights, so that the equations lead through it.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Null where it is; otherwise why not.</returns>
    public static string? WhyNot(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (LayerChain.Of(network) is not { } chain)
            return $"{network.Kind} holds layers that do not follow one another";
        return chain.Any(NeuronLayer.IsOne) ? null : "it has no linear or two-dimensional convolutional layer";
    }

    /// <summary>Sends one sample forward and backward.</summary>
    /// <param name="network">A chain of layers (<see cref="WhyNot"/>).</param>
    /// <param name="loss">The loss.</param>
    /// <param name="input">A batch of one sample.</param>
    /// <param name="target">Its target.</param>
    /// <param name="twin">The network in double precision; it takes the network's weights.</param>
    /// <exception cref="TensorException">The network is no such chain, or the sample does not fit.</exception>
    public static ChainRule Of(Module network, Loss loss, Tensor input, Tensor target, NetworkTwin twin)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(twin);
        if (WhyNot(network) is { } problem)
            throw new TensorException("chain rule", $"the network is no chain: {problem}. Use Probe.Of.");
        if (input.Rank == 0 || input.Shape[0] != 1)
            throw new TensorException("chain rule", $"it follows one sample. input is {input.Shape}; expected "
                + "[1, …]. Take one, such as x[3..4].");
        Probe probe = Probe.Of(network, loss, input, target);
        twin.Follow(network, loss, input, target);
        var layers = NeuronLayer.Group(probe);
        var paths = Array.ConvertAll(layers, layer => new LayerPath(layer, twin));
        return new ChainRule(probe, layers, paths, new CostSlope(loss, probe.Layers[^1].Output, target), twin);
    }

    /// <summary>Equations 1 and 2: the error δ = ∂C/∂z of one neuron, from what comes after it.</summary>
    /// <param name="layer">Index into <see cref="Layers"/>.</param>
    /// <param name="neuron">Its place among the layer's z, flattened.</param>
    public NeuronError ErrorOf(int layer, int neuron)
    {
        var paths = new List<ErrorPath>();
        foreach (var (cell, slope) in _paths[layer].From(neuron))
        {
            if (layer + 1 == Layers.Count)
            {
                paths.Add(new ErrorPath(cell, slope, _cost.At(cell), []));
            }
            else
            {
                ErrorTerm[] terms = [.. Layers[layer + 1].TermsOf(cell)];
                paths.Add(new ErrorPath(cell, slope, terms.Sum(term => term.Product), terms));
            }
        }

        return new NeuronError(paths);
    }

    /// <summary>Equation 3: ∂C/∂b of the bias of one neuron.</summary>
    /// <param name="layer">Index into <see cref="Layers"/>.</param>
    /// <param name="neuron">Its place among the layer's z, flattened.</param>
    public double BiasGradient(int layer, int neuron) =>
        Layers[layer].PlacesOfBias(neuron).Sum(place => (double)Layers[layer].Delta[place]);

    /// <summary>Equation 4: ∂C/∂w of one weight, as the products a · δ that it is the sum of.</summary>
    /// <param name="layer">Index into <see cref="Layers"/>.</param>
    /// <param name="weight">Its place in the layer's weight, flattened.</param>
    public IReadOnlyList<WeightTerm> WeightGradient(int layer, int weight) => [.. Layers[layer].UsesOf(weight)];

    /// <summary>(C(w + h) − C(w − h)) / 2h in double precision: the slope without any calculus.</summary>
    /// <param name="parameter">The parameter's dotted name.</param>
    /// <param name="element">Its element, flattened.</param>
    public double FiniteDifference(string parameter, int element) => _twin.FiniteDifference(parameter, element);

    /// <summary>How the cost changes if one weight is changed by so much, in double precision.</summary>
    /// <param name="parameter">The parameter's dotted name.</param>
    /// <param name="element">Its element, flattened.</param>
    /// <param name="change">What is added to it.</param>
    public double CostChange(string parameter, int element, double change) =>
        _twin.CostBetween(parameter, element, 0, change);
}
