namespace Madaline.NN;

/// <summary>Images in another size: each place takes the nearest element or mixes those around it.</summary>
/// <remarks>
/// Shape: [n, c, h, w] → [n, c, ⌊h · scale⌋, ⌊w · scale⌋], or the size given; see <see cref="Tensor.Upsample"/>.
/// </remarks>
/// <param name="size">The new height and width; either this or the scale.</param>
/// <param name="scaleFactor">How many times as high and wide, above 0.</param>
/// <param name="mode">Nearest or bilinear.</param>
/// <param name="alignCorners">Whether the corners stay where they are; bilinear only.</param>
public sealed class Upsample(
    Size2? size = null, double? scaleFactor = null, UpsampleMode mode = UpsampleMode.Nearest,
    bool alignCorners = false) : Module
{
    internal override bool KeepsNothing => true;

    internal (Size2? Size, double? Scale, UpsampleMode Mode, bool AlignCorners) Target =>
        (size, scaleFactor, mode, alignCorners);

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of().With("size", size, null).With("scaleFactor", scaleFactor, null)
            .With("mode", mode, UpsampleMode.Nearest).With("alignCorners", alignCorners, false);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Upsample(size, scaleFactor, mode, alignCorners);
}
