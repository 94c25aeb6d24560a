namespace Madaline.NN;

/// <summary>The means of a number of windows of about equal size, whatever the length of the line.</summary>
/// <remarks>Shape: [c, l] or [n, c, l] → the same with <paramref name="outputSize"/> for the last size.</remarks>
/// <param name="outputSize">How many outputs, at least 0.</param>
public sealed class AdaptiveAvgPool1d(int outputSize) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(outputSize);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveAvgPool1d(outputSize);
}

/// <summary>The means of a number of windows of about equal size, whatever the size of the image.</summary>
/// <remarks>
/// Shape: [c, h, w] or [n, c, h, w] → the same with <paramref name="outputSize"/> for the last sizes.
/// </remarks>
/// <param name="outputSize">Rows and columns of the output, at least 0.</param>
public sealed class AdaptiveAvgPool2d(Size2 outputSize) : Module
{
    internal override bool KeepsNothing => true;

    internal Size2 OutputSize => outputSize;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(outputSize);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d(outputSize);
}

/// <summary>The largest elements of a number of windows of about equal size, whatever the length of the line.</summary>
/// <remarks>Shape: [c, l] or [n, c, l] → the same with <paramref name="outputSize"/> for the last size.</remarks>
/// <param name="outputSize">How many outputs, at least 0.</param>
public sealed class AdaptiveMaxPool1d(int outputSize) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(outputSize);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveMaxPool1d(outputSize);
}

/// <summary>The largest elements of a number of windows of about equal size, whatever the size of the image.</summary>
/// <remarks>
/// Shape: [c, h, w] or [n, c, h, w] → the same with <paramref name="outputSize"/> for the last sizes.
/// </remarks>
/// <param name="outputSize">Rows and columns of the output, at least 0.</param>
public sealed class AdaptiveMaxPool2d(Size2 outputSize) : Module
{
    internal override bool KeepsNothing => true;

    internal Size2 OutputSize => outputSize;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(outputSize);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AdaptiveMaxPool2d(outputSize);
}
