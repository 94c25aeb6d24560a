namespace Madaline;

/// <summary>
/// An operation as data: its name, what it read, what it was given beside, and what it computed. No memory, no closure.
/// </summary>
/// <remarks>
/// Names are PyTorch's (<c>conv2d</c>, <c>index_select</c>), inputs come in the order of its parameters, and a name,
/// the inputs and the attributes say all that is needed to compute the outputs again. An operation in place reads the
/// old tensor as its first input and computes a new one: nothing in a trace changes.
/// </remarks>
public sealed class Operation
{
    internal Operation(
        string name, string path, IReadOnlyList<TracedTensor?> inputs, Attributes attributes,
        IReadOnlyList<TracedTensor> outputs) =>
        (Name, Path, Inputs, Attributes, Outputs) = (name, path, inputs, attributes, outputs);

    /// <summary>The operation's name, such as <c>conv2d</c>.</summary>
    public string Name { get; }

    /// <summary>The dotted name of the module that called it, such as <c>0.body.1</c>; empty for the root.</summary>
    public string Path { get; }

    /// <summary>What it read, in the order of its parameters; null for one that may be missing and was.</summary>
    public IReadOnlyList<TracedTensor?> Inputs { get; }

    /// <summary>What it was given beside tensors.</summary>
    public Attributes Attributes { get; }

    /// <summary>What it computed.</summary>
    public IReadOnlyList<TracedTensor> Outputs { get; }

    /// <summary>As in <c>relu_1 = relu(linear_0)</c>.</summary>
    public override string ToString()
    {
        var given = Inputs.Select(x => x?.Name ?? "none").Concat(Attributes.Select(a => $"{a.Key} = {a.Value}"));
        return $"{string.Join(", ", Outputs.Select(y => y.Name))} = {Name}({string.Join(", ", given)})";
    }
}
