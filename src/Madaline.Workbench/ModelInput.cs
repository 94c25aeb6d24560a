using Madaline.Data;

namespace Madaline.Workbench;

/// <summary>One thing to ask a network about.</summary>
/// <param name="Name">What the user called it.</param>
/// <param name="Values">The raw input, in the network's input shape.</param>
public sealed record ModelInput(string Name, Tensor Values)
{
    /// <summary>What the user should know of its cells: filled, or unknown; mostly none.</summary>
    public IReadOnlyList<CellRemark> Remarks { get; init; } = [];
}
