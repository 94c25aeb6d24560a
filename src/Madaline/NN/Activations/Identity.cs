namespace Madaline.NN;

/// <summary>The input itself.</summary>
/// <remarks>Shape: […] → […].</remarks>
public sealed class Identity : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x;
}
