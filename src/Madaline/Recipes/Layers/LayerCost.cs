using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>What a layer takes for one sample, added up over all that it is made of.</summary>
/// <param name="layer">The layer, which may be on a device without memory.</param>
internal sealed class LayerCost(Module layer)
{
    /// <summary>How many numbers it learns.</summary>
    public long Parameters { get; } = layer.ParameterCount;

    /// <summary>Products of linear and convolution layers; all else takes little beside them.</summary>
    public double MultiplyAdds { get; private set; }

    /// <summary>Numbers that its parts give, the last one's included.</summary>
    public double Activations { get; private set; }

    /// <summary>The expression of C# that makes the layer.</summary>
    /// <param name="rng">The expression of its source of random numbers.</param>
    public string CodeOf(string rng) => LayerCode.Of(layer, rng);

    /// <summary>Counts the call of a part, or of the layer itself.</summary>
    /// <param name="module">What was called.</param>
    /// <param name="output">The shape of what it gave for one sample.</param>
    public void Add(Module module, Shape output)
    {
        if (module.Below.Count > 0)
            return;
        double elements = LayerPlan.Elements(output.AsSpan());
        Activations += elements;
        MultiplyAdds += elements * (module switch
        {
            // Each number of the output is one sum over what reaches it.
            Linear linear => linear.Inputs,
            Conv2d conv => LayerPlan.Elements(conv.Weight.Shape.AsSpan()[1..]),
            _ => 0,
        });
    }
}
