namespace Madaline.NN;

/// <summary>SiLU (swish): <c>y = x · σ(x)</c>.</summary>
/// <remarks>Shape: […] → […].</remarks>
public sealed class Silu : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Silu();
}
