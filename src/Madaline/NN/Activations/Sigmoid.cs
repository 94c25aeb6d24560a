namespace Madaline.NN;

/// <summary>Logistic function: <c>y = 1 / (1 + e⁻ˣ)</c>.</summary>
/// <remarks>Shape: […] → […].</remarks>
public sealed class Sigmoid : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Sigmoid();
}
