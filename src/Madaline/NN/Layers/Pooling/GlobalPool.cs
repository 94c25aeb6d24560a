namespace Madaline.NN;

/// <summary>The mean of each channel of a line.</summary>
/// <remarks>Shape: [n, c, l] → [n, c], [c, l] → [c].</remarks>
public sealed class GlobalAvgPool1d : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.GlobalAvgPool1d();
}

/// <summary>The mean of each channel of an image.</summary>
/// <remarks>Shape: [n, c, h, w] → [n, c], [c, h, w] → [c].</remarks>
public sealed class GlobalAvgPool2d : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.GlobalAvgPool2d();
}

/// <summary>The largest element of each channel of a line.</summary>
/// <remarks>Shape: [n, c, l] → [n, c], [c, l] → [c].</remarks>
public sealed class GlobalMaxPool1d : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.GlobalMaxPool1d();
}

/// <summary>The largest element of each channel of an image.</summary>
/// <remarks>Shape: [n, c, h, w] → [n, c], [c, h, w] → [c].</remarks>
public sealed class GlobalMaxPool2d : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.GlobalMaxPool2d();
}
