using Madaline.Formats;

namespace Madaline.Workbench;

/// <summary>A network and the samples that it is to be evaluated on do not fit together.</summary>
/// <param name="op">What errors call the work, such as <c>evaluate</c>.</param>
/// <param name="problem">What is wrong and what was expected, as sentences.</param>
/// <param name="kind">What helps.</param>
public sealed class MisfitException(
    string op, string problem, WorkbenchRemedyKind kind = WorkbenchRemedyKind.OtherDataset)
    : InvalidOperationException($"{op}: {problem} {new WorkbenchRemedy(kind)}"), IHasRemedy
{
    /// <inheritdoc/>
    public string Problem { get; } = $"{op}: {problem}";

    /// <inheritdoc/>
    public Remedy? Remedy { get; } = new WorkbenchRemedy(kind);
}
