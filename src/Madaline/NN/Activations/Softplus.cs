namespace Madaline.NN;

/// <summary>Softplus: <c>y = log(1 + e^(beta·x)) / beta</c>, x itself where beta·x exceeds the threshold.</summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="beta">Sharpness; not 0.</param>
/// <param name="threshold">Where the function becomes the identity.</param>
public sealed class Softplus(double beta = 1.0, double threshold = 20.0) : Module
{
    internal override bool KeepsNothing => true;

    internal (double Beta, double Threshold) Curve => (beta, threshold);

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of().With("beta", beta, 1).With("threshold", threshold, 20);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);
}
