namespace Madaline.NN;

/// <summary>Hyperbolic tangent.</summary>
/// <remarks>Shape: […] → […].</remarks>
public sealed class Tanh : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Tanh();
}
