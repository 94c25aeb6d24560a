namespace Madaline.NN;

/// <summary>Layers that follow one another and are computed together: several in one pass, or a single one.</summary>
internal abstract class LayerGroup(params PlacedLayer[] layers)
{
    /// <summary>How many layers.</summary>
    public int Count => layers.Length;

    /// <summary>Whether all are layers of ours, which keep neither input nor output.</summary>
    public virtual bool KeepsNothing => true;

    /// <summary>The output of the last layer.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The kinds of its layers: <c>Linear + Relu</c>.</summary>
    public sealed override string ToString() => string.Join(" + ", layers.Select(l => l.Layer.Kind));
}

/// <summary>A layer by itself.</summary>
internal sealed class SingleLayer(PlacedLayer place) : LayerGroup(place)
{
    private readonly Module _layer = place.Layer;
    private readonly Module[] _around = place.Around;

    public override bool KeepsNothing => _layer.KeepsNothing;

    public override Tensor Forward(Tensor x)
    {
        try
        {
            return _layer.Call(x);
        }
        catch (TensorException error) when (_around.Length > 0)
        {
            throw PlacedLayer.InModules(_around, error);
        }
    }
}

/// <summary>Layers in one pass, where only the first may refuse the input: the others take whatever it gives.</summary>
internal abstract class FusedLayers(params PlacedLayer[] layers) : LayerGroup(layers)
{
    private readonly PlacedLayer _first = layers[0];

    public sealed override Tensor Forward(Tensor x)
    {
        try
        {
            return ForwardFused(x);
        }
        catch (TensorException error)
        {
            throw _first.InPath(error);
        }
    }

    /// <summary>All layers in one pass.</summary>
    private protected abstract Tensor ForwardFused(Tensor x);
}
