using System.Text;
using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// What a network does, as data: every operation with its name, attributes, inputs, outputs and the module that called
/// it. It is what an export, a drawing or a count of work reads.
/// </summary>
/// <remarks>
/// <para>A trace is made by running: it holds for the shapes of its inputs and the way that the code took for them.
/// What code computes from elements on the host (<c>Item</c>, <c>ToArray</c>) is a constant in it.</para>
/// <para>Every layer runs by itself, also where a network would do several in one pass: the bits are the same. An
/// operation composed of others is seen as those.</para>
/// <code>
/// var trace = Trace.Of(network, Tensor.Zeros([1, 3, 32, 32]));
/// foreach (Operation operation in trace.Operations)
///     Console.WriteLine($"{operation.Path}: {operation}");
/// </code>
/// </remarks>
public sealed class Trace
{
    private Trace(
        IReadOnlyList<TracedTensor> inputs, IReadOnlyList<TracedTensor> outputs, IReadOnlyList<Operation> operations) =>
        (Inputs, Outputs, Operations) = (inputs, outputs, operations);

    /// <summary>The inputs, in order.</summary>
    public IReadOnlyList<TracedTensor> Inputs { get; }

    /// <summary>The outputs, in order.</summary>
    public IReadOnlyList<TracedTensor> Outputs { get; }

    /// <summary>The operations, each after those whose outputs it reads.</summary>
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>Traces a module in evaluation mode, unrecorded, whatever mode it is in.</summary>
    /// <param name="module">Any module, of the library or of your own.</param>
    /// <param name="input">An input as <see cref="Module.Call"/> takes it.</param>
    /// <exception cref="TensorException">The input does not fit; the message names the layer.</exception>
    public static Trace Of(Module module, Tensor input)
    {
        using var scope = new ModeScope(FlowModes.Unrecorded | FlowModes.Evaluates);
        Tensor x = Whole(input);
        return Of(() => [module.Call(x)], [x], module);
    }

    /// <summary>Traces a module of several tensors in evaluation mode, unrecorded, whatever mode it is in.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Inputs as its <c>Call</c> takes them.</param>
    /// <exception cref="TensorException">An input does not fit; the message names the layer.</exception>
    public static Trace Of<TInputs, TOutputs>(Module<TInputs, TOutputs> module, TInputs inputs)
    {
        using var scope = new ModeScope(FlowModes.Unrecorded | FlowModes.Evaluates);
        return Of(() => [.. TensorsIn.Of(module.Call(inputs))], [.. TensorsIn.Of(inputs)], module);
    }

    /// <summary>Traces a function, in the modes that the caller is in: training, recorded or not.</summary>
    /// <param name="function">Any code that calls tensors and modules.</param>
    /// <param name="inputs">Its inputs.</param>
    public static Trace Of(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
    {
        Tensor[] whole = Array.ConvertAll(inputs, Whole);
        return Of(() => function(whole), whole, null);
    }

    /// <summary>The inputs, then a line for each operation.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (TracedTensor input in Inputs)
            text.Append(input).Append('\n');
        foreach (Operation operation in Operations)
        {
            string shapes = string.Join(", ", operation.Outputs.Select(y => y.Shape.ToString()));
            text.Append($"{operation.Path,-16} {operation}  {shapes}\n");
        }

        return text.ToString();
    }

    private static Trace Of(Func<Tensor[]> call, Tensor[] inputs, Module? module)
    {
        var paths = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, part) in module?.NamedModules() ?? [])
            paths[part] = name;
        using var tracer = new Tracer(paths.GetValueOrDefault, Copy);
        foreach (var (name, parameter) in module?.NamedParameters() ?? [])
            tracer.Declare(parameter, name, TracedKind.Parameter);
        foreach (var (name, buffer) in module?.NamedBuffers() ?? [])
            tracer.Declare(buffer, name, TracedKind.Buffer);
        TracedTensor[] read = [.. inputs.Select(
            (x, i) => tracer.Declare(x, inputs.Length == 1 ? "input" : $"input{i}", TracedKind.Input))];
        TracedTensor[] made = Array.ConvertAll(call(), tracer.Find);
        return new(read, made, tracer.Operations);
    }

    private static Tensor Copy(Tensor x)
    {
        using var scope = new Unrecorded();
        return x.Detach().Clone();
    }

    /// <summary>An input with memory of its own, so that every view of it is a view of the input.</summary>
    private static Tensor Whole(Tensor x) =>
        x.IsContiguous && x.Offset == 0 && x.Storage.Length == x.Elements ? x : x.Clone();
}
