namespace Madaline.NN;

/// <summary>
/// The groups of layers that follow one another, made once and used in every call. Layers of a sequential or a block
/// inside count as if they stood in its place, so a group may reach over its ends.
/// </summary>
internal sealed class FusionPlan
{
    private readonly LayerGroup[] _groups;
    private readonly LayerGroup[] _apart;
    private readonly PlannedSequentials _inner;

    /// <summary>Plans layers that stay the same, but for those of sequentials inside.</summary>
    public FusionPlan(Module[] layers)
    {
        List<Module> containers = [];
        _groups = Fusion.Group([.. PlacedLayer.Flatten(layers, [], containers)]);
        _apart = Array.ConvertAll(layers, layer => new SingleLayer(new(layer, [])));
        _inner = new PlannedSequentials(containers);
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<LayerGroup> Groups => _groups;

    /// <summary>Whether the sequentials inside still have the layers that were planned.</summary>
    public bool Holds => _inner.AreUnchanged;

    /// <summary>Computes the output of the last layer.</summary>
    public Tensor Forward(Tensor x) => Fusion.Run(Fusion.IsOff ? _apart : _groups, x, out _);
}

/// <summary>Sequentials, with the layers they had when a plan was made from them.</summary>
internal sealed class PlannedSequentials(IEnumerable<Module> modules)
{
    private readonly (Sequential Sequential, Module[] Layers)[] _planned =
        [.. modules.OfType<Sequential>().Distinct().Select(s => (s, s.Layers))];

    /// <summary>Whether they have the same layers still.</summary>
    public bool AreUnchanged
    {
        get
        {
            foreach (var (sequential, layers) in _planned)
            {
                if (!ReferenceEquals(sequential.Layers, layers))
                    return false;
            }

            return true;
        }
    }
}
