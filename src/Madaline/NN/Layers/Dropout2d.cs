namespace Madaline.NN;

/// <summary>
/// Sets whole channels of images to 0 with probability p while training and scales the others by 1/(1 − p); does
/// nothing in evaluation.
/// </summary>
/// <remarks>
/// Shape: [n, channels, height, width] → the same. The mask comes from a stream of the layer's own, as
/// <see cref="Dropout"/>'s does. Source: Tompson et al. 2015, arXiv:1411.4280.
/// </remarks>
/// <param name="p">The probability of 0, in 0 to 1.</param>
/// <param name="rng">
/// Draws the seed of the layer's own stream; <see cref="Rng.Default"/> when omitted. <see cref="Rng.None"/> for a layer
/// that only evaluates: training it is an error.
/// </param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in 0 to 1.</exception>
public sealed class Dropout2d(double p = 0.5, Rng? rng = null) : ChannelDropout(p, rng)
{
    private protected override (string Op, int Rank, string Expected) Accepts =>
        ("dropout2d", 4, "[n, channels, height, width]");
}
