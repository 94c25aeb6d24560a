using Madaline.Formats;

namespace Madaline.Training;

/// <summary>
/// A number of your own that says how well a network does on an evaluated part: shown, written down, drawn, and able to
/// decide which epoch is the best.
/// </summary>
/// <remarks>
/// It is computed once of the whole part, never averaged over batches. In a training that is after each epoch, of the
/// validation data: no step waits for it.
/// <code>
/// var f1 = new Metric("f1", isHigherBetter: true, evaluation => evaluation.F1);
/// var within = new Metric("within_10", isHigherBetter: true,
///     (outputs, targets) => (outputs - targets).Abs().LessEqual(10).To(DType.Float64).Mean().Item&lt;double>());
/// </code>
/// </remarks>
public sealed class Metric
{
    private const int MaxLetters = 40;

    private readonly Func<Tensor, Tensor, double>? _ofTensors;
    private readonly Func<Evaluation, double>? _ofEvaluation;

    /// <summary>A function of what the network gave and what it should have given.</summary>
    /// <param name="name">The name in files and lines, such as <c>mcc</c>: 1 to 40 letters.</param>
    /// <param name="isHigherBetter">Whether a larger value is better.</param>
    /// <param name="compute">
    /// Takes the outputs [n, …] and the targets [n, …] of all samples in order, both in the processor's memory, numbers
    /// in their own unit; gives the value, NaN where there is none.
    /// </param>
    /// <exception cref="ArgumentException">The name has no letters, too many, or control characters.</exception>
    public Metric(string name, bool isHigherBetter, Func<Tensor, Tensor, double> compute)
        : this(name, isHigherBetter)
    {
        ArgumentNullException.ThrowIfNull(compute);
        _ofTensors = compute;
    }

    /// <summary>A number of the evaluation, such as its F1 or the recall of one class.</summary>
    /// <param name="name">The name in files and lines, such as <c>f1</c>: 1 to 40 letters.</param>
    /// <param name="isHigherBetter">Whether a larger value is better.</param>
    /// <param name="compute">Takes the evaluation and gives the value, NaN where there is none.</param>
    /// <exception cref="ArgumentException">The name has no letters, too many, or control characters.</exception>
    public Metric(string name, bool isHigherBetter, Func<Evaluation, double> compute)
        : this(name, isHigherBetter)
    {
        ArgumentNullException.ThrowIfNull(compute);
        _ofEvaluation = compute;
    }

    private Metric(string name, bool isHigherBetter)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
            throw new ArgumentException($"metric: no name for files and lines. It is \"{PlainText.Cut(name)}\"; "
                + $"expected 1 to {MaxLetters} letters without control characters. Shorten it.", nameof(name));
        (Name, IsHigherBetter) = (name, isHigherBetter);
    }

    /// <summary>The name in files and lines.</summary>
    public string Name { get; }

    /// <summary>Whether a larger value is better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>Whether it is a function of outputs, which have to be kept for it.</summary>
    internal bool NeedsOutputs => _ofTensors is not null;

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether a text can be a metric's name.</summary>
    internal static bool IsName(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MaxLetters && PlainText.Of(text) == text;

    /// <summary>Its value.</summary>
    /// <param name="evaluation">What is known of the part.</param>
    /// <param name="outputs">What the network gave; null where there are no samples.</param>
    internal MetricValue Measure(Evaluation evaluation, KeptOutputs? outputs)
    {
        double value = _ofEvaluation is not null ? _ofEvaluation(evaluation)
            : outputs is { Outputs: var y, Targets: var t } ? _ofTensors!(y, t) : double.NaN;
        return new MetricValue(Name, value);
    }

    /// <summary>The value as a loss: the lower the better.</summary>
    internal double AsLoss(double value) => IsHigherBetter ? -value : value;
}
