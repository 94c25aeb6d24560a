namespace Madaline.NN;

/// <summary>Exponential linear unit: <c>y = x</c> above 0, <c>alpha · (eˣ − 1)</c> below.</summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="alpha">Minus the limit toward −∞.</param>
public sealed class Elu(double alpha = 1.0) : Module
{
    internal override bool KeepsNothing => true;

    internal double Alpha => alpha;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of().With("alpha", alpha, 1);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Elu(alpha);
}
