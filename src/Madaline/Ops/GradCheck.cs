namespace Madaline;

/// <summary>Compares gradients from backward with central differences.</summary>
public static class GradCheck
{
    /// <summary>Checks a function of one tensor; see the other overload.</summary>
    public static void Run(Func<Tensor, Tensor> function, Tensor input, double eps = 1e-6, double atol = 1e-5,
        double rtol = 1e-3) =>
        Run(x => function(x[0]), [input], eps, atol, rtol);

    /// <summary>
    /// Checks the gradient of a function by every element of every input with RequiresGrad (all of them when none has).
    /// </summary>
    /// <param name="function">Called many times; must give the same result for the same inputs.</param>
    /// <param name="inputs">Float64 leaves.</param>
    /// <param name="eps">The step of the central difference.</param>
    /// <param name="atol">Absolute tolerance.</param>
    /// <param name="rtol">Tolerance relative to the numeric gradient.</param>
    /// <exception cref="TensorException">Inputs are not Float64, or a gradient disagrees: the message names input and
    /// element.</exception>
    /// <remarks>
    /// The output is weighted with fixed numbers and summed, so that one backward checks all of its elements.
    /// </remarks>
    public static void Run(
        Func<Tensor[], Tensor> function, Tensor[] inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3)
    {
        var leaves = inputs.Select(x => Leaf(x, inputs)).ToArray();
        Tensor y = function(leaves);
        Tensor weights = Tensor.Uniform(y.Shape, 0.5, 1.5, DType.Float64, new Rng(17)).To(y.Device);
        if (y.RequiresGrad)
            (y * weights).Sum().Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            if (leaves[i].RequiresGrad)
                Compare(function, leaves, i, weights, eps, atol, rtol);
        }
    }

    private static Tensor Leaf(Tensor x, Tensor[] inputs)
    {
        bool wanted = x.DType.IsFloating() && (x.RequiresGrad || !inputs.Any(other => other.RequiresGrad));
        if (wanted && x.DType != DType.Float64)
            throw new TensorException("gradcheck", $"needs double precision. Input is {x.DType} {x.Shape}; "
                + "expected Float64. Use To(DType.Float64).");
        Tensor leaf = x.Detach().Clone();
        leaf.RequiresGrad = wanted;
        return leaf;
    }

    private static void Compare(
        Func<Tensor[], Tensor> function, Tensor[] leaves, int input, Tensor weights, double eps, double atol,
        double rtol)
    {
        Tensor x = leaves[input];
        double[] analytic = x.Grad?.ToArray<double>() ?? new double[x.Elements];
        double[] values = x.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            double numeric = (Shifted(i, eps) - Shifted(i, -eps)) / (2 * eps);
            if (!(Math.Abs(analytic[i] - numeric) <= atol + (rtol * Math.Abs(numeric))))
            {
                throw new TensorException("gradcheck", "backward and central differences disagree. "
                    + $"Input {input} {x.Shape}, element {i}: "
                    + $"backward gives {analytic[i]:G9}, differences give {numeric:G9}. "
                    + "Look at the derivative of the function.");
            }
        }

        double Shifted(int element, double step)
        {
            using var scope = new NoGrad();
            var moved = (double[])values.Clone();
            moved[element] += step;
            var arguments = (Tensor[])leaves.Clone();
            arguments[input] = Tensor.From<double>(moved, x.Shape).To(x.Device);
            return (function(arguments) * weights).Sum().Item<double>();
        }
    }
}
