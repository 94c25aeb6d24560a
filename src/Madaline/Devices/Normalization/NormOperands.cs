namespace Madaline.Devices.Normalization;

/// <summary>What every form of normalisation is given: <c>y = (x − mean) · inverse · weight + bias</c>.</summary>
/// <param name="Layout">How the contiguous <paramref name="X"/> is seen.</param>
/// <param name="X">The input.</param>
/// <param name="Mean">One for each part.</param>
/// <param name="Inverse">One over the deviation of each part.</param>
/// <param name="Weight">One factor for each channel, or null.</param>
/// <param name="Bias">One summand for each channel, or null.</param>
/// <param name="Relu">Whether <c>max(y, 0)</c> follows.</param>
/// <param name="Added">What is added to y before that, of its shape, or null.</param>
internal readonly record struct NormOperands(
    NormLayout Layout, Tensor X, Tensor Mean, Tensor Inverse, Tensor? Weight, Tensor? Bias, bool Relu,
    Tensor? Added = null);

/// <summary>
/// Where the gradients of a normalisation go; null for those that nobody wants.
/// </summary>
/// <param name="Given">
/// The statistics were given, so that they do not depend on x and <c>dx = dy · inverse · weight</c>.
/// </param>
/// <param name="Dx">By the input.</param>
/// <param name="Weight">By the weight.</param>
/// <param name="Bias">By the bias.</param>
/// <param name="Y">Where something was added: the output, which shows where ReLU let through.</param>
/// <param name="Masked">Where something was added: by that, dy where ReLU let through.</param>
/// <remarks>Dx, or Masked where there is one, may be dy itself; Dx may be Masked.</remarks>
internal readonly record struct NormGradients(
    bool Given, Tensor? Dx, Tensor? Weight, Tensor? Bias, Tensor? Y = null, Tensor? Masked = null);
