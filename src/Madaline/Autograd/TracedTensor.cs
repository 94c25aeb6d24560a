namespace Madaline;

/// <summary>Where a tensor of a trace comes from.</summary>
public enum TracedKind
{
    /// <summary>An input of what was traced.</summary>
    Input,

    /// <summary>A parameter: a tensor that is learned.</summary>
    Parameter,

    /// <summary>A buffer of a module, such as a running mean.</summary>
    Buffer,

    /// <summary>A tensor from elsewhere, with the elements it had when an operation read it.</summary>
    Constant,

    /// <summary>The output of an operation of the trace.</summary>
    Computed,
}

/// <summary>
/// A tensor of a trace: its name, shape and dtype, and its elements unless an operation computes them.
/// </summary>
public sealed class TracedTensor
{
    internal TracedTensor(string name, TracedKind kind, Shape shape, DType dtype, Tensor? value) =>
        (Name, Kind, Shape, DType, Value) = (name, kind, shape, dtype, value);

    /// <summary>
    /// A name that no other tensor of the trace has: a parameter's dotted name, <c>input</c>, or the operation that
    /// computes it with its number, <c>conv2d_3</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>Where it comes from.</summary>
    public TracedKind Kind { get; }

    /// <summary>Its sizes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of its elements.</summary>
    public DType DType { get; }

    /// <summary>
    /// The tensor itself, for inputs, parameters and buffers; a copy for constants; null for what is computed.
    /// </summary>
    public Tensor? Value { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {DType} {Shape}";
}
