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

    /// <summary>An error of <see cref="Forward"/>, with the path of the layer that refused.</summary>
    /// <remarks>The first one, as a rule: the others of a group take whatever it gives.</remarks>
    public virtual TensorException InPath(TensorException error) => layers[0].InPath(error);

    /// <summary>The kinds of its layers: <c>Linear + Relu</c>.</summary>
    public sealed override string ToString() => string.Join(" + ", layers.Select(l => l.Layer.Kind));
}

/// <summary>A layer by itself.</summary>
internal sealed class SingleLayer(PlacedLayer place) : LayerGroup(place)
{
    private readonly Module _layer = place.Layer;
    private readonly Module[] _around = place.Around;

    public override bool KeepsNothing => _layer.KeepsNothing;

    public override Tensor Forward(Tensor x) => _layer.Call(x);

    public override TensorException InPath(TensorException error) => PlacedLayer.InModules(_around, error);
}
