using Madaline.Ops;

namespace Madaline.NN;

/// <summary>Quadratic cost of the textbooks: <c>½ ‖y − a‖²</c> for each sample, averaged over the samples.</summary>
/// <remarks>
/// Shape: output [n, k, …]; target the same, or class indices [n], which become one-hot; → [], or [n] unreduced.
/// Gradient: (a − y) / n. PyTorch's <see cref="MseLoss"/> divides by all n · k elements and has no ½.
/// Source: Nielsen, Neural Networks and Deep Learning, chapter 1.
/// </remarks>
/// <param name="reduction">Over the samples.</param>
public sealed class QuadraticLoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        if (output.Rank < 2)
        {
            throw new TensorException(Kind, $"the output has no dimension for the samples. output is "
                + $"{output.Shape}; expected [n, k]. "
                + "Use Unsqueeze(0) for a single sample, Unsqueeze(1) for single numbers.");
        }

        Tensor wanted = IsClasses(output, target) ? OneHot(output, target) : Matching(output, target);
        Tensor each = Elementwise.Apply<HalfSquare>(output, wanted);
        if (Reduction == LossReduction.None)
        {
            Tensor rows = each.Flatten(1);
            return Transient.After(each, Transient.After(rows, rows.Sum(1)));
        }

        Tensor sum = Transient.After(each, each.Sum());
        return Reduction == LossReduction.Sum ? sum : sum / (double)output.Shape[0];
    }

    private static bool IsClasses(Tensor output, Tensor target) =>
        !target.DType.IsFloating() && target.DType != DType.Bool && output.Rank == 2 && target.Rank == 1
        && output.Shape[1] > 1 && target.Shape[0] == output.Shape[0];

    private Tensor OneHot(Tensor output, Tensor target)
    {
        int classes = output.Shape[1];
        Tensor indices = ClassTargets.Of(Kind, target, classes).Indices;
        return indices.Unsqueeze(1).EqualTo(Tensor.Arange(classes, device: output.Device)).To(output.DType);
    }
}
