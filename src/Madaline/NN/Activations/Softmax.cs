namespace Madaline.NN;

/// <summary>
/// Softmax along a dimension: <c>eˣ / Σ eˣ</c>. Losses want logits: leave it out before
/// <see cref="CrossEntropyLoss"/>.
/// </summary>
/// <remarks>Shape: […] → […].</remarks>
/// <param name="dimension">Along which the outputs sum to 1; negative counts from the end.</param>
public sealed class Softmax(int dimension) : Module
{
    internal override bool KeepsNothing => true;

    internal int Dimension => dimension;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(dimension);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Softmax(dimension);
}
