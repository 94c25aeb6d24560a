namespace Madaline.NN;

/// <summary>Channels to blocks of pixels: an image of more pixels and fewer channels.</summary>
/// <remarks>Shape: […, c·r², h, w] → […, c, h·r, w·r]. Source: Shi et al. 2016, arXiv:1609.05158.</remarks>
/// <param name="factor">r, at least 1.</param>
public sealed class PixelShuffle(int factor) : Module
{
    internal override bool KeepsNothing => true;

    internal int Factor => factor;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(factor);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.PixelShuffle(factor);
}

/// <summary>Blocks of pixels to channels: undoes <see cref="PixelShuffle"/>.</summary>
/// <remarks>Shape: […, c, h·r, w·r] → […, c·r², h, w].</remarks>
/// <param name="factor">r, at least 1.</param>
public sealed class PixelUnshuffle(int factor) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(factor);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.PixelUnshuffle(factor);
}
