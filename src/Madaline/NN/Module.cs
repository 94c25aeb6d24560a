using System.Diagnostics;
using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// A part of a network: parameters, buffers and other modules under names, and a function of one tensor.
/// </summary>
/// <remarks>
/// Derive, hold parts in fields or properties, and override <see cref="Forward"/>:
/// <code>
/// sealed partial class Block : Module
/// {
///     private readonly Linear _first = new(4, 8), _second = new(8, 4);
///     protected override Tensor Forward(Tensor x) => x + _second.Call(_first.Call(x).Relu());
/// }
/// </code>
/// A class that is <c>partial</c> gets its registrations written by the compiler (<see cref="RegisterMembers"/>);
/// <see cref="RegisterModule"/>, <see cref="RegisterParameter"/> and <see cref="RegisterBuffer"/> do it by hand.
/// Names are PyTorch's: <c>first.weight</c>, <c>0.bias</c>. Nothing is found by reflection.
/// <para>Threads: in evaluation mode and a <see cref="NoGrad"/> scope any number of threads may call one module at
/// once, each with the bits it would get alone; a <see cref="Forward"/> of your own must write nothing that they share,
/// and may run loops in parallel. Training changes parameters, gradients, running statistics and random streams: one
/// thread at a time for a module, and no other thread may use it meanwhile. Different modules may be trained on
/// different threads.</para>
/// </remarks>
[DebuggerDisplay("{Kind}")]
public abstract partial class Module
{
    private string? _name;
    private bool _isTraining = true;

    /// <summary>
    /// Whether layers behave as in training (dropout drops, batch norm uses the batch); true at first.
    /// </summary>
    /// <remarks>
    /// False for the code that works for an evaluation (<c>TrainedModel.Predict</c>, <c>Evaluator.Run</c>,
    /// <see cref="OutputsOf"/>, <see cref="Summary"/>), whatever <see cref="Train"/> has set and on whatever thread;
    /// all other code sees what was set.
    /// </remarks>
    public bool IsTraining =>
        _isTraining && !EvaluationBlock.IsUnderWay && !FlowScope.IsOn(FlowModes.Evaluates);

    /// <summary>The kind of layer, such as <c>Linear</c>.</summary>
    public string Kind => GetType().Name.Split('`')[0];

    /// <summary>
    /// True for our own layers, which keep neither inputs nor outputs beyond the tape, so that a network may hand
    /// them back early. Others may keep what they like.
    /// </summary>
    internal virtual bool KeepsNothing => false;

    /// <summary>
    /// What <see cref="ToString"/> writes in brackets: what a layer was made with, else the tensors that are the
    /// module's own. PyTorch's <c>extra_repr</c>.
    /// </summary>
    protected internal virtual string Arguments =>
        string.Join(", ", OwnParameters.Select(parameter => $"{parameter.Name}: {parameter.Tensor.Shape}"));

    /// <summary>Whether a summary lists the module itself, beside those below it.</summary>
    internal virtual bool IsListed => OwnParameterCount > 0 || Below.Count == 0;

    /// <summary>The dtype that <see cref="Forward"/> takes, or null for that of the parameters.</summary>
    internal virtual DType? InputDType => null;

    /// <summary>Whether it was called with recording on.</summary>
    internal bool WasTrained { get; set; }

    /// <summary>Whether another module has registered it.</summary>
    internal bool IsHeld => _name is not null;

    /// <summary>Computes the output.</summary>
    /// <exception cref="TensorException">
    /// The input does not fit; the message starts with the path of the layer, such as <c>Sequential › 3 (Linear):
    /// …</c>
    /// </exception>
    public Tensor Call(Tensor x)
    {
        RegisterOnce();
        try
        {
            return FirstCall.IsDue(this) || FlowScope.IsOn(FlowModes.Observed | FlowModes.Traced)
                ? CallApart(x) : Forward(x);
        }
        catch (TensorException error)
        {
            throw InLayer(error);
        }
    }

    /// <summary>Computes the output under the eyes of an observer or a trace, or for the first time.</summary>
    private Tensor CallApart(Tensor x)
    {
        using var first = FirstCall.Of(this);
        using var call = new ModuleCall(this);
        Tensor y = Forward(x);
        if (Observation.IsUnderWay)
            Observation.Show(new(this, [x], [y]));
        return y;
    }

    /// <summary>Puts this module and all below it into training mode, or into evaluation mode.</summary>
    public void Train(bool mode = true)
    {
        _isTraining = mode;
        foreach (var (_, module) in Below)
            module.Train(mode);
    }

    /// <summary>Puts this module and all below it into evaluation mode; the same as <c>Train(false)</c>.</summary>
    public void Eval() => Train(false);

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (var (_, parameter) in OwnParameters)
            parameter.ZeroGrad();
        foreach (var (_, module) in Below)
            module.ZeroGrad();
    }

    /// <summary>Where the first parameter or buffer lives; the processor when there is none.</summary>
    public Device Device
    {
        get
        {
            foreach (var tensor in OwnTensors())
                return tensor.Device;
            return Madaline.Device.Cpu;
        }
    }

    /// <summary>
    /// Moves parameters and buffers to a device. They stay the same objects, so optimizers keep working.
    /// </summary>
    public void To(Device device)
    {
        foreach (var tensor in OwnTensors())
            Replace(tensor, x => x.To(device));
    }

    /// <summary>Moves parameters and buffers to the device of a name, such as <c>cuda</c>.</summary>
    /// <exception cref="DeviceNotAvailableException">There is none of that name here; the message says why.</exception>
    public void To(string device) => To(Madaline.Device.Parse(device));

    /// <summary>
    /// Converts floating parameters and buffers. They stay the same objects, so optimizers keep working.
    /// </summary>
    /// <exception cref="TensorException"><paramref name="dtype"/> is not floating.</exception>
    public void To(DType dtype)
    {
        if (!dtype.IsFloating())
            throw new TensorException("to", $"parameters need floating numbers. dtype is {dtype}; expected Float32 "
                + $"or Float64.");
        foreach (var tensor in OwnTensors())
        {
            if (tensor.DType.IsFloating())
                Replace(tensor, x => x.To(dtype));
        }
    }

    /// <summary>
    /// The module and what it holds, by name, as PyTorch prints it: <c>Linear(784, 10)</c>, each with the arguments
    /// that made it, but for those left at their defaults.
    /// </summary>
    public override string ToString() => ModuleText.Of(this);

    /// <summary>The function of this module; call it through <see cref="Call"/>.</summary>
    /// <remarks>
    /// Every module of one tensor overrides it. One of several derives from <see cref="Module{TInputs, TOutputs}"/>.
    /// </remarks>
    protected virtual Tensor Forward(Tensor x) => throw new TensorException("forward", "the module does not take a "
        + $"single tensor. {Kind} was called with {x.Shape}; expected what its own Call takes. Call it from the code "
        + "that holds it, or override Forward(Tensor).");

    /// <summary>An error inside, with this module in its path.</summary>
    internal TensorException InLayer(TensorException error) =>
        error.InLayer(_name is null ? Kind : $"{_name} ({Kind})");

    private static void Replace(Tensor tensor, Func<Tensor, Tensor> convert)
    {
        using var scope = new Unrecorded();
        Tensor moved = convert(tensor.Detach());
        if (!ReferenceEquals(moved.Storage, tensor.Storage))
            tensor.ReplaceStorage(moved);
        if (tensor.Grad is { } gradient)
            tensor.Grad = convert(gradient);
    }
}
