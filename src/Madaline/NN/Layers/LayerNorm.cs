namespace Madaline.NN;

/// <summary>
/// Normalises the last dimensions of each sample: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
/// </summary>
/// <remarks>
/// Shape: […, shape] → the same. Weight starts as ones, bias as zeros; the variance divides by n.
/// Source: Ba et al. 2016, arXiv:1607.06450.
/// </remarks>
public sealed class LayerNorm : Module
{
    /// <summary>A layer norm with PyTorch's defaults.</summary>
    /// <param name="shape">The last sizes of the input, normalised together.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="bias">Whether there is a bias beside the weight.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException"><paramref name="shape"/> has no dimension.</exception>
    public LayerNorm(Shape shape, double eps = 1e-5, bool affine = true, bool bias = true, DType dtype = DType.Float32)
    {
        if (shape.Rank == 0)
            throw new ArgumentException("LayerNorm needs at least one dimension to normalise, such as "
                + "[64].", nameof(shape));
        (NormalizedShape, Eps) = (shape, eps);
        if (affine)
            Weight = RegisterParameter("weight", Tensor.Ones(shape, dtype));
        if (affine && bias)
            Bias = RegisterParameter("bias", Tensor.Zeros(shape, dtype));
    }

    /// <summary>A layer norm over the last dimension.</summary>
    /// <param name="features">The last size of the input.</param>
    public LayerNorm(int features) : this([features])
    {
    }

    /// <summary>The last sizes of the input, normalised together.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>The factor of each element, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>What is added to each element, or null.</summary>
    public Tensor? Bias { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(NormalizedShape).With("eps", Eps, 1e-5).With("affine", Weight is not null, true)
            .With("bias", Bias is not null, Weight is not null);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.LayerNorm(NormalizedShape, Weight, Bias, Eps);
}
