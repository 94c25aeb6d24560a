using Madaline.Autograd;
using Madaline.Tensors;

namespace Madaline.NN;

/// <summary>
/// What one pass forward and backward over a few samples leaves behind, layer by layer: z, a and δ of every neuron, and
/// the gradient of every parameter.
/// </summary>
/// <remarks>
/// The network is taken in evaluation mode, whatever its mode is, and nothing of it changes: not its gradients, not its
/// running statistics, not its random streams. Take it between two steps of a training, on the thread that trains.
/// </remarks>
/// <param name="Cost">The loss, a single number.</param>
/// <param name="Layers">Every call of a module that holds no other, in order; a layer called twice comes twice.</param>
/// <param name="Gradients">∂C/∂θ of every parameter that the cost depends on, by its dotted name.</param>
public sealed record Probe(
    Tensor Cost, IReadOnlyList<LayerProbe> Layers, IReadOnlyDictionary<string, Tensor> Gradients)
{
    /// <summary>Sends samples forward and their cost backward.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss, which reduces to a single number.</param>
    /// <param name="inputs">A batch, as the network takes it.</param>
    /// <param name="targets">What it should give, as the loss takes it.</param>
    /// <exception cref="TensorException">
    /// Inputs or targets do not fit, no parameter asks for a gradient, or it is called inside <see cref="NoGrad"/>.
    /// </exception>
    public static Probe Of(Module network, Loss loss, Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        if (!GradMode.IsRecording)
            throw new TensorException("probe", "gradients cannot be found inside NoGrad. Recording is off; expected "
                + "on. Leave the scope first.");
        var parameters = network.NamedParameters().ToList();
        GradientSlot[] slots = [.. parameters.Select(p => p.Tensor.TakeGradient())];
        try
        {
            var calls = new List<ProbedCall>();
            Tensor cost = Forward(network, loss, inputs, targets, calls);
            cost.Backward();
            return new Probe(cost.Detach(), [.. calls.Select(call => call.ToLayer())],
                parameters.Where(p => p.Tensor.Gradient is not null)
                    .ToDictionary(p => p.Name, p => p.Tensor.Gradient!.Clone()));
        }
        finally
        {
            for (int i = 0; i < slots.Length; i++)
                parameters[i].Tensor.PutGradient(slots[i]);
        }
    }

    private static Tensor Forward(
        Module network, Loss loss, Tensor inputs, Tensor targets, List<ProbedCall> calls)
    {
        var names = network.NamesOfModules();
        using var scope = new Observation(call =>
        {
            if (call.Module.Below.Count == 0 && names.TryGetValue(call.Module, out string? name))
                calls.Add(new ProbedCall(name, call));
        }, isRecorded: true);
        return loss.Call(network.Call(inputs), targets);
    }

    /// <summary>A call whose output will know its gradient after backward.</summary>
    private sealed class ProbedCall
    {
        private readonly string _name;
        private readonly Module _layer;
        private readonly Tensor _input, _output, _kept;

        public ProbedCall(string name, in ObservedCall call)
        {
            (_name, _layer, _kept) = (name, call.Module, call.Outputs[0]);
            // The next layer may hand this memory back: only a copy lasts.
            (_input, _output) = (call.Inputs[0].Detach().Clone(), _kept.Detach().Clone());
            _kept.RetainGrad();
        }

        public LayerProbe ToLayer() => new(_name, _layer, _input, _output, _kept.Grad);
    }
}

/// <summary>What one call of a layer took and gave, and how the cost depends on it.</summary>
/// <param name="Name">The layer's dotted name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">Its first input.</param>
/// <param name="Output">Its first output.</param>
/// <param name="OutputGradient">
/// ∂C/∂output, of the output's shape; null where no parameter comes before it. Of a layer that computes z = W·a + b
/// this is δ.
/// </param>
public sealed record LayerProbe(string Name, Module Layer, Tensor Input, Tensor Output, Tensor? OutputGradient);
