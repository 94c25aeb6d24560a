using Madaline.Autograd;

namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>
    /// Sends a batch through in evaluation mode, unrecorded, and keeps what inner layers give: feature maps, for one.
    /// </summary>
    /// <param name="x">The batch, as <see cref="Call"/> takes it.</param>
    /// <param name="wanted">Which layers to keep the outputs of.</param>
    /// <returns>Copies of the outputs, in the order of the calls; a layer called twice comes twice.</returns>
    /// <remarks>The mode of the network is not touched; other threads may call it meanwhile.</remarks>
    /// <exception cref="TensorException">The input does not fit; the message names the layer.</exception>
    public IReadOnlyList<LayerOutput> OutputsOf(Tensor x, Func<Module, bool> wanted)
    {
        var names = NamesOfModules();
        var outputs = new List<LayerOutput>();
        Observe(x, (layer, y) =>
        {
            // A layer that is not registered has no name. The next layer may hand this memory back: only a copy lasts.
            if (names.TryGetValue(layer, out string? name) && wanted(layer))
                outputs.Add(new LayerOutput(name, layer, y.Detach().Clone()));
        });
        return outputs;
    }

    /// <summary>
    /// Calls the network in evaluation mode, unrecorded, whatever mode it is in: other threads see nothing of it.
    /// </summary>
    internal Tensor Evaluate(Tensor x)
    {
        if (KeepsNothing)
        {
            using var block = new EvaluationBlock();
            return Call(x);
        }

        using var scope = new ModeScope(FlowModes.Unrecorded | FlowModes.Evaluates);
        return Call(x);
    }

    /// <summary>Calls the network in evaluation mode, unrecorded, and shows every output as it is made.</summary>
    private Tensor Observe(Tensor x, Action<Module, Tensor> observer)
    {
        using var scope = new Observation(call =>
        {
            foreach (Tensor y in call.Outputs)
                observer(call.Module, y);
        });
        return Call(x);
    }
}
