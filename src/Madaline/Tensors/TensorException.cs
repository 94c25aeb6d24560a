namespace Madaline;

/// <summary>
/// An operation on tensors was asked for something it cannot do; the message names the operation, the rule, the shapes
/// and the remedy.
/// </summary>
/// <remarks>Inside a network the message starts with the path of the layer: <c>Sequential › 3 (Linear): …</c></remarks>
public sealed class TensorException : InvalidOperationException
{
    /// <summary>An error of an operation.</summary>
    /// <param name="op">The operation's name, such as <c>matmul</c>.</param>
    /// <param name="problem">The rule broken, the operands and the remedy.</param>
    public TensorException(string op, string problem) : base($"{op}: {problem}") => (Op, Problem) = (op, problem);

    private TensorException(
        string path, TensorException inner) : base($"{path}{(inner.HasPath ? " › " : ": ")}{inner.Message}", inner)
    {
        (Op, Problem, IsTooLarge) = (inner.Op, inner.Problem, inner.IsTooLarge);
        HasPath = true;
    }

    /// <summary>The name of the operation that refused.</summary>
    public string Op { get; }

    /// <summary>What is wrong, without the name of the operation and the path of layers.</summary>
    internal string Problem { get; }

    /// <summary>
    /// Whether sizes go beyond those of any tensor, or what is asked for beyond the machine's memory.
    /// </summary>
    internal bool IsTooLarge { get; init; }

    /// <summary>Whether the message starts with the path of a layer.</summary>
    internal bool HasPath { get; }

    /// <summary>The same error, seen from the layer that called the operation.</summary>
    internal TensorException InLayer(string layer) => new(layer, this);
}
