namespace Madaline.Optim;

/// <summary>Adam: <c>m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − lr · m̂ / (√v̂ + ε)</c>.</summary>
/// <remarks>
/// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ) with t the steps of that parameter; weight decay adds λ·θ to the gradient.
/// AMSGrad uses the largest v so far. As PyTorch's <c>Adam</c>. State: <c>exp_avg</c>, <c>exp_avg_sq</c>,
/// <c>max_exp_avg_sq</c>.
/// Source: Kingma and Ba 2014, arXiv:1412.6980; AMSGrad: Reddi et al. 2018, arXiv:1904.09237.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly AdamStep _step;

    /// <summary>For one list of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="beta1">Memory of the gradient, in [0, 1).</param>
    /// <param name="beta2">Memory of its square, in [0, 1).</param>
    /// <param name="eps">Keeps the division finite; at least 0.</param>
    /// <param name="weightDecay">λ, at least 0, added to the gradient as λ·θ.</param>
    /// <param name="amsgrad">Divides by the largest average square so far.</param>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Adam(IEnumerable<Tensor> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : this([new ParameterGroup(parameters)], lr, beta1, beta2, eps, weightDecay, amsgrad)
    {
    }

    /// <summary>For groups of parameters; the numbers, as above, hold for groups that do not name their own.</summary>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Adam(IEnumerable<ParameterGroup> groups, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : base("adam", groups, new OptimizerDefaults(lr, weightDecay, beta1, MomentumIsShare: true)) =>
        _step = new AdamStep(Kind, beta2, eps, amsgrad, decoupled: false);

    internal override ReadOnlySpan<string> StateNames => AdamStep.StateNames;

    internal override ReadOnlySpan<(string Name, double Value)> Settings => _step.Settings;

    private protected override void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates) =>
        _step.Update(entry, gradient, updates);
}
