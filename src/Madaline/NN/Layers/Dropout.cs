namespace Madaline.NN;

/// <summary>
/// Sets elements to 0 with probability p while training and scales the others by 1/(1 − p); does nothing in
/// evaluation.
/// </summary>
/// <remarks>
/// Shape: […] → […]. The mask comes from a stream of the layer's own and depends on its seed and position only;
/// checkpoints save the position under the name <c>mask</c>. Source: Srivastava et al. 2014, JMLR 15.
/// </remarks>
/// <param name="p">The probability of 0, in 0 to 1.</param>
/// <param name="rng">
/// Draws the seed of the layer's own stream; <see cref="Rng.Default"/> when omitted. <see cref="Rng.None"/> for a layer
/// that only evaluates: training it is an error.
/// </param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in 0 to 1.</exception>
public sealed class Dropout(double p = 0.5, Rng? rng = null) : DropoutBase(p, rng)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Dropped("dropout", x, x.Shape);
}
