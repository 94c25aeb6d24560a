namespace Madaline.NN;

/// <summary>Gaussian error linear unit: <c>y = x · Φ(x)</c>, or its tanh approximation.</summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="approximate">Use the tanh approximation.</param>
public sealed class Gelu(bool approximate = false) : Module
{
    internal override bool KeepsNothing => true;

    internal bool Approximate => approximate;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of().With("approximate", approximate, false);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Gelu(approximate);
}
