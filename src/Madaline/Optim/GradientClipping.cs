using Madaline.Autograd;

namespace Madaline.Optim;

/// <summary>Keeps gradients from being too large, in place, between backward and the optimizer's step.</summary>
public static class GradientClipping
{
    /// <summary>
    /// Shortens all gradients together where their joint norm exceeds a bound: <c>g ← g ·
    /// min(1, max / (norm + 10⁻⁶))</c>.
    /// </summary>
    /// <remarks>
    /// As PyTorch's <c>clip_grad_norm_</c>; a norm of NaN makes every gradient NaN, so look at what is returned now and
    /// then. Norm and factor stay on the device: only reading the norm waits for it.
    /// </remarks>
    /// <param name="parameters">Those without a gradient are left out.</param>
    /// <param name="maxNorm">At least 0.</param>
    /// <param name="normType">Above 0; 2 for the Euclidean norm, infinity for the largest magnitude.</param>
    /// <returns>The norm before clipping, Float64 []; 0 without gradients.</returns>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public static Tensor ByNorm(IEnumerable<Tensor> parameters, double maxNorm, double normType = 2)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxNorm >= 0))
            throw Hyperparameter.Refused("clip_by_norm", "max_norm", maxNorm, "at least 0", "Use 1.");
        if (!(normType > 0))
            throw Hyperparameter.Refused("clip_by_norm", "norm_type", normType, "above 0",
                "Use 2, 1 or double.PositiveInfinity.");
        using var scope = new Unrecorded();
        var gradients = Gradients("clip_by_norm", parameters);
        if (gradients.Count == 0)
            return Tensor.Zeros(Shape.Scalar, DType.Float64);
        Tensor total = TotalNorm(gradients, normType);

        // Times 1 changes no bit, and whether it is 1 is not known here.
        Tensor factor = (maxNorm / (total + 1e-6)).Minimum(1.0);
        foreach (var gradient in gradients)
            gradient.MulInPlace(factor.To(gradient.DType));
        return total;
    }

    /// <summary>Keeps every element of every gradient between −max and max.</summary>
    /// <remarks>As PyTorch's <c>clip_grad_value_</c>. NaN stays NaN.</remarks>
    /// <param name="parameters">Those without a gradient are left out.</param>
    /// <param name="maxValue">At least 0.</param>
    /// <exception cref="TensorException">The bound is out of range.</exception>
    public static void ByValue(IEnumerable<Tensor> parameters, double maxValue)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxValue >= 0))
            throw Hyperparameter.Refused("clip_by_value", "max_value", maxValue, "at least 0", "Use 1.");
        using var scope = new Unrecorded();
        foreach (var gradient in Gradients("clip_by_value", parameters))
        {
            gradient.BeginInPlace("clip_by_value");
            gradient.Device.Unary(new Clamp(-maxValue, maxValue), gradient, gradient);
        }
    }

    /// <summary>The norm of the gradients' norms.</summary>
    private static Tensor TotalNorm(List<Tensor> gradients, double normType)
    {
        var norms = new Tensor[gradients.Count];
        for (int i = 0; i < norms.Length; i++)
        {
            Tensor gradient = gradients[i], norm = gradient.Elements == 0
                ? Tensor.Zeros(Shape.Scalar, gradient.DType, gradient.Device)
                : gradient.Norm(normType);
            norms[i] = norm.To(DType.Float64);
        }

        return Tensor.Stack(norms).Norm(normType);
    }

    private static List<Tensor> Gradients(string op, IEnumerable<Tensor> parameters)
    {
        var gradients = new List<Tensor>();
        foreach (var parameter in parameters)
        {
            if (parameter.Gradient is not { } gradient)
                continue;
            gradient.RequireAlive(op);
            gradients.Add(gradient);
        }

        return gradients;
    }
}
