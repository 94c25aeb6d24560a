using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Views.Matrices;

/// <summary>A linear layer's numbers for one sample, by row and column.</summary>
internal sealed class MatrixProduct
{
    private readonly NeuronLayer _layer;
    private readonly NeuronLayer? _before;

    /// <summary>Takes a layer of a chain.</summary>
    /// <param name="rule">The chain with one sample's numbers.</param>
    /// <param name="layer">A linear layer of it.</param>
    public MatrixProduct(ChainRule rule, int layer)
    {
        (Rule, Layer, _layer) = (rule, layer, rule.Layers[layer]);
        _before = layer > 0 ? rule.Layers[layer - 1] : null;
        ActivationAfter = ActivationOf(_layer);
        ActivationBefore = _before is null ? null : ActivationOf(_before);
        WhyNotBackward = _before is null ? "before the first layer there is only the sample: nothing there is trained"
            : ActivationBefore is null || _before.Z.Count != _layer.Input.Count
                ? "between this layer and the one before lies more than an activation: see Microscope" : null;
    }

    /// <summary>The chain.</summary>
    public ChainRule Rule { get; }

    /// <summary>Which of its layers.</summary>
    public int Layer { get; }

    /// <summary>Neurons of the layer.</summary>
    public int Rows => _layer.WeightShape[0];

    /// <summary>Neurons of the layer before.</summary>
    public int Columns => _layer.WeightShape[1];

    /// <summary>Whether a bias is added.</summary>
    public bool HasBias => _layer.HasBias;

    /// <summary>The activation behind the layer; null where there is none, or something else.</summary>
    public Slope? ActivationAfter { get; }

    /// <summary>The activation of the layer before; null where there is none, or something else.</summary>
    public Slope? ActivationBefore { get; }

    /// <summary>Why δ of the layer before is not one product; null where it is.</summary>
    public string? WhyNotBackward { get; }

    /// <summary>a of the layer before.</summary>
    public IReadOnlyList<float> Input => _layer.Input;

    /// <summary>b; zeros where none is added.</summary>
    public IReadOnlyList<float> Bias => _layer.HasBias ? _layer.Bias : new float[Rows];

    /// <summary>z = W a + b.</summary>
    public IReadOnlyList<float> Z => _layer.Z;

    /// <summary>a = σ(z); z itself where something else than an activation follows.</summary>
    public IReadOnlyList<float> A => _layer.A.Count == Rows ? _layer.A : _layer.Z;

    /// <summary>δ of this layer.</summary>
    public IReadOnlyList<float> Delta => _layer.Delta;

    /// <summary>δ of the layer before, by automatic differentiation.</summary>
    public IReadOnlyList<float> DeltaBefore => _before!.Delta;

    /// <summary>σ′(z) of the layer before.</summary>
    public IReadOnlyList<float> SlopesBefore => [.. _before!.Z.Select(z => (float)ActivationBefore!.At(z))];

    /// <summary>The weight of a row and a column.</summary>
    public float Weight(int row, int column) => _layer.Weight[(row * Columns) + column];

    /// <summary>The one activation behind a layer, where nothing else follows that moves or mixes numbers.</summary>
    private static Slope? ActivationOf(NeuronLayer layer)
    {
        var active = layer.Between.Where(call => !Slopes.Keeps(call.Layer)).ToList();
        return active.Count == 1 ? Slopes.Of(active[0].Layer) : null;
    }
}
