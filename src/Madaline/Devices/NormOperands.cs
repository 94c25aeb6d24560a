using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>What every form of normalisation is given: <c>y = (x − mean) · inverse · weight + bias</c>.</summary>
/// <param name="Layout">How the contiguous <paramref name="X"/> is seen.</param>
/// <param name="X">The input.</param>
/// <param name="Mean">One for each part.</param>
/// <param name="Inverse">One over the deviation of each part.</param>
/// <param name="Weight">One factor for each channel, or null.</param>
/// <param name="Bias">One summand for each channel, or null.</param>
/// <param name="Epilogue">What follows.</param>
/// <param name="Added">What the epilogue adds, of y's shape, or null.</param>
internal readonly record struct NormOperands(
    NormLayout Layout, Tensor X, Tensor Mean, Tensor Inverse, Tensor? Weight, Tensor? Bias,
    Epilogue Epilogue = Epilogue.None, Tensor? Added = null) : IOperands
{
    /// <summary>Whether <c>max(y, 0)</c> comes last.</summary>
    public bool Relu => Epilogue != Epilogue.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        visitor.Visit(X, Mean, Inverse);
        visitor.Visit(Weight, Bias, Added);
    }
}

/// <summary>
/// What moves toward the statistics of each batch: running = (1 − momentum) · running + momentum · found, the variance
/// divided by n − 1.
/// </summary>
/// <param name="Mean">One for each channel, contiguous.</param>
/// <param name="Variance">One for each channel, contiguous.</param>
/// <param name="Batches">How many batches were seen, Int64 [], to which one is added; or null.</param>
/// <param name="Momentum">How far they move, 0 to 1.</param>
internal readonly record struct RunningStatistics(Tensor Mean, Tensor Variance, Tensor? Batches, double Momentum)
{
    /// <summary>How the mean moves.</summary>
    public MoveRule MeanRule => new(1 - Momentum, Momentum);

    /// <summary>How the variance moves.</summary>
    /// <param name="count">How many numbers share one.</param>
    public MoveRule VarianceRule(int count) => new(1 - Momentum, Momentum * ((double)count / (count - 1)));
}

/// <summary>A normalisation that finds its statistics.</summary>
/// <param name="Norm">The operands; mean and inverse are written.</param>
/// <param name="Eps">Added to the variance.</param>
/// <param name="Variance">Takes the variance of each part, divided by n.</param>
/// <param name="Y">The output.</param>
/// <param name="Running">What moves, where a mean spans the samples; or null.</param>
internal readonly record struct NormForwardOperands(
    NormOperands Norm, double Eps, Tensor Variance, Tensor Y, RunningStatistics? Running) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        Norm.Visit(visitor);
        visitor.Visit(Variance, Y);
        visitor.Visit(Running?.Mean, Running?.Variance, Running?.Batches);
    }
}

/// <summary>A normalisation by given statistics.</summary>
/// <param name="Norm">The operands.</param>
/// <param name="Y">The output.</param>
internal readonly record struct NormByOperands(NormOperands Norm, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        Norm.Visit(visitor);
        visitor.Visit(Y);
    }
}

/// <summary>Where the gradients of a normalisation go; null for those that are not asked for.</summary>
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

/// <summary>The gradients of a normalisation from that of its output.</summary>
internal readonly record struct NormGradientOperands(NormOperands Norm, Tensor Dy, NormGradients To) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        Norm.Visit(visitor);
        visitor.Visit(Dy, To.Dx, To.Weight);
        visitor.Visit(To.Bias, To.Y, To.Masked);
    }
}
