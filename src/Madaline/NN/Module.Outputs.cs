namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>
    /// Sends a batch through in evaluation mode, unrecorded, and keeps what inner layers give: feature maps, for one.
    /// </summary>
    /// <param name="x">The batch, as <see cref="Call"/> takes it.</param>
    /// <param name="wanted">Which layers to keep the outputs of.</param>
    /// <returns>Copies of the outputs, in the order of the calls; a layer called twice comes twice.</returns>
    /// <exception cref="TensorException">The input does not fit; the message names the layer.</exception>
    public IReadOnlyList<LayerOutput> OutputsOf(Tensor x, Func<Module, bool> wanted)
    {
        var names = NamedModules().ToDictionary(
            m => m.Module, m => m.Name, (IEqualityComparer<Module>)ReferenceEqualityComparer.Instance);
        var outputs = new List<LayerOutput>();
        Observe(x, (layer, y) =>
        {
            // The next layer may hand this memory back: only a copy lasts.
            if (wanted(layer))
                outputs.Add(new LayerOutput(names[layer], layer, y.Detach().Clone()));
        });
        return outputs;
    }

    /// <summary>Calls the network in evaluation mode, unrecorded, and shows every output as it is made.</summary>
    private Tensor Observe(Tensor x, Action<Module, Tensor> observer)
    {
        List<(Module Module, bool IsTraining)> modules =
            [.. NamedModules().Select(m => (m.Module, m.Module.IsTraining))];
        try
        {
            foreach (var (module, _) in modules)
                (module.IsTraining, module.Observer) = (false, observer);
            return NoGrad.Run(() => Call(x));
        }
        finally
        {
            foreach (var (module, isTraining) in modules)
                (module.IsTraining, module.Observer) = (isTraining, null);
        }
    }
}
