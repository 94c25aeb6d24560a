using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// A module that takes or gives something else than one tensor: several, as a tuple, or a list of them.
/// </summary>
/// <remarks>
/// Registration, names, modes, state and traces are those of every <see cref="Module"/>; only the call differs.
/// <code>
/// sealed partial class Attention : Module&lt;(Tensor X, Tensor? Mask), Tensor&gt;
/// {
///     private readonly Linear _query = new(8, 8), _key = new(8, 8), _value = new(8, 8);
///
///     protected override Tensor Forward((Tensor X, Tensor? Mask) inputs) { … }
/// }
///
/// Tensor y = attention.Call((x, null));
/// </code>
/// A <see cref="Sequential"/> takes modules of one tensor only; hold this one in a field, a <see
/// cref="ModuleList{T}"/> or a <see cref="ModuleDict{T}"/>.
/// </remarks>
/// <typeparam name="TInputs">
/// A tensor, a tuple that may nest, or a list of tensors; other parts are left alone.
/// </typeparam>
/// <typeparam name="TOutputs">The same for what it gives.</typeparam>
public abstract class Module<TInputs, TOutputs> : Module
{
    /// <summary>Computes the outputs.</summary>
    /// <exception cref="TensorException">
    /// An input does not fit; the message starts with the path of the layer.
    /// </exception>
    public TOutputs Call(TInputs inputs)
    {
        RegisterOnce();
        try
        {
            return FirstCall.IsDue(this) || FlowScope.IsOn(FlowModes.Observed | FlowModes.Traced)
                ? CallApart(inputs) : Forward(inputs);
        }
        catch (TensorException error)
        {
            throw InLayer(error);
        }
    }

    /// <summary>A table of the parts, made by one call in evaluation mode.</summary>
    /// <param name="example">Inputs as <see cref="Call(TInputs)"/> takes them; only their shapes count.</param>
    /// <exception cref="TensorException">The inputs do not fit; the message names the layer.</exception>
    public ModuleSummary Summary(TInputs example) => Summarized(
        [.. TensorsIn.Of(example).Select(x => x.Shape)], () => [.. TensorsIn.Of(Call(example))]);

    /// <summary>The function of this module; call it through <see cref="Call(TInputs)"/>.</summary>
    protected abstract TOutputs Forward(TInputs inputs);

    private TOutputs CallApart(TInputs inputs)
    {
        using var first = FirstCall.Of(this);
        using var call = new ModuleCall(this);
        TOutputs outputs = Forward(inputs);
        if (Observation.IsUnderWay)
            Observation.Show(new(this, [.. TensorsIn.Of(inputs)], [.. TensorsIn.Of(outputs)]));
        return outputs;
    }
}
