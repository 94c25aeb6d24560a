namespace Madaline.NN;

/// <summary>Merges a range of dimensions into one: by default all but the first, the batch.</summary>
/// <remarks>Shape: [n, a, b, …] → [n, a·b·…].</remarks>
/// <param name="startDimension">The first dimension merged.</param>
/// <param name="endDimension">The last dimension merged; negative counts from the end.</param>
public sealed class Flatten(int startDimension = 1, int endDimension = -1) : Module
{
    internal override bool KeepsNothing => true;

    internal (int Start, int End) Dimensions => (startDimension, endDimension);

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of().With("startDimension", startDimension, 1).With("endDimension", endDimension, -1);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Flatten(startDimension, endDimension);
}
