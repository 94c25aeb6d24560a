using Madaline.Formats;

namespace Madaline.Workbench;

/// <summary>What was asked for does not exist or does not fit together.</summary>
/// <param name="problem">What is wrong, as sentences.</param>
/// <param name="remedy">What helps, if anything is known to.</param>
public sealed class RequestException(string problem, Remedy? remedy = null)
    : Exception(remedy is null ? problem : $"{problem} {remedy}"), IHasRemedy
{
    /// <inheritdoc/>
    public string Problem => problem;

    /// <inheritdoc/>
    public Remedy? Remedy => remedy;
}
