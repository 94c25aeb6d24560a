namespace Madaline.Formats;

/// <summary>What the header of an IDX file promises.</summary>
/// <param name="Kind">Element type.</param>
/// <param name="Shape">Sizes, outermost first.</param>
public sealed record IdxHeader(IdxKind Kind, IReadOnlyList<int> Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} [{string.Join(", ", Shape)}]";
}
