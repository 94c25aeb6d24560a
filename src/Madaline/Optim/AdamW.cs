namespace Madaline.Optim;

/// <summary>
/// Adam with decoupled weight decay: <c>θ ← (1 − lr·λ)·θ</c> before Adam's step, whose averages do not see it.
/// </summary>
/// <remarks>
/// As PyTorch's <c>AdamW</c>. State: <c>exp_avg</c>, <c>exp_avg_sq</c>, <c>max_exp_avg_sq</c>.
/// Source: Loshchilov and Hutter 2019, arXiv:1711.05101.
/// </remarks>
public sealed class AdamW : Optimizer
{
    private readonly AdamStep _step;

    /// <summary>For one list of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="beta1">Memory of the gradient, in [0, 1).</param>
    /// <param name="beta2">Memory of its square, in [0, 1).</param>
    /// <param name="eps">Keeps the division finite; at least 0.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="amsgrad">Divides by the largest average square so far.</param>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public AdamW(IEnumerable<Tensor> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weightDecay = 1e-2, bool amsgrad = false)
        : this([new ParameterGroup(parameters)], lr, beta1, beta2, eps, weightDecay, amsgrad)
    {
    }

    /// <summary>For groups of parameters; the numbers, as above, hold for groups that do not name their own.</summary>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weightDecay = 1e-2, bool amsgrad = false)
        : base("adamw", groups, new OptimizerDefaults(lr, weightDecay, beta1, MomentumIsShare: true)) =>
        _step = new AdamStep(Kind, beta2, eps, amsgrad, decoupled: true);

    internal override ReadOnlySpan<string> StateNames => AdamStep.StateNames;

    internal override ReadOnlySpan<(string Name, double Value)> Settings => _step.Settings;

    private protected override void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates) =>
        _step.Update(entry, gradient, updates);
}
