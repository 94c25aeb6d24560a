namespace Madaline.NN;

/// <summary>Affine map: <c>y = x · Wᵀ + b</c>.</summary>
/// <remarks>
/// Shape: […, inputs] → […, outputs]; weight [outputs, inputs], bias [outputs].
/// Initialised as PyTorch does: weight, then bias, uniform in ±1/√inputs.
/// </remarks>
public sealed class Linear : Module
{
    /// <summary>An affine map from <paramref name="inputs"/> numbers to <paramref name="outputs"/>.</summary>
    /// <param name="inputs">The input's last size, at least 1.</param>
    /// <param name="outputs">The output's last size, at least 1.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <param name="rng">Draws the initial values; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Linear(int inputs, int outputs, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        double bound = 1 / Math.Sqrt(inputs);
        Weight = RegisterParameter("weight", Tensor.Uniform([outputs, inputs], -bound, bound, dtype, rng));
        if (bias)
            Bias = RegisterParameter("bias", Tensor.Uniform([outputs], -bound, bound, dtype, rng));
    }

    /// <summary>W, [outputs, inputs].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [outputs], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The input's last size.</summary>
    public int Inputs => Weight.Shape[1];

    /// <summary>The output's last size.</summary>
    public int Outputs => Weight.Shape[0];

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Inputs, Outputs).With("bias", Bias is not null, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Linear(Weight, Bias);
}
