namespace Madaline.NN;

/// <summary>Leaky rectifier: <c>y = x</c> above 0, <c>slope · x</c> below.</summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="slope">The factor below 0.</param>
public sealed class LeakyRelu(double slope = 0.01) : Module
{
    internal override bool KeepsNothing => true;

    internal double Slope => slope;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of().With("slope", slope, 0.01);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LeakyRelu(slope);
}
