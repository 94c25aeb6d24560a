namespace Madaline.NN;

/// <summary>Logarithm of softmax along a dimension: what <see cref="NllLoss"/> takes.</summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="dimension">Along which the probabilities sum to 1; negative counts from the end.</param>
public sealed class LogSoftmax(int dimension) : Module
{
    internal override bool KeepsNothing => true;

    internal int Dimension => dimension;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(dimension);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LogSoftmax(dimension);
}
