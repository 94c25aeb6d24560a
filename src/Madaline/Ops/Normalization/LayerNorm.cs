using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Normalises the last dimensions of each sample: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
    /// </summary>
    /// <remarks>
    /// Shape: […, shape] → the same; weight and bias have <paramref name="shape"/>. DType: floating. The variance
    /// divides by n. Gradient: as <see cref="BatchNorm(Tensor?, Tensor?, Tensor?, Tensor?, bool, double, double)"/>'s
    /// while training, with means over the sample. Source: Ba et al. 2016, arXiv:1607.06450.
    /// </remarks>
    /// <param name="shape">The last sizes of the tensor, normalised together.</param>
    /// <param name="weight">A factor for each element, or null.</param>
    /// <param name="bias">A summand for each element, or null.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="TensorException">The last sizes differ, or weight or bias do not fit.</exception>
    public Tensor LayerNorm(Shape shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string Op = "layer_norm";
        Normalization.Require(Op, this);
        int skipped = Rank - shape.Rank;
        if (shape.Rank == 0 || skipped < 0 || !Shape.AsSpan()[skipped..].SequenceEqual(shape.AsSpan()))
        {
            string expected = shape.Rank == 0 ? "sizes to normalise" : $"[*, {string.Join(", ", shape)}]";
            throw new TensorException(Op, $"the input's last sizes differ. input is {Shape}; expected {expected}. "
                + "Build the layer with those sizes.");
        }

        Normalization.Require(Op, this, "weight", weight, shape);
        Normalization.Require(Op, this, "bias", bias, shape);
        int rows = shape.Elements == 0 ? 0 : Elements / shape.Elements;
        var found = Normalization.Run(Op, NormLayout.OverRows(rows, shape.Elements), this, weight, bias, eps);
        if (Tracing.IsOpen)
            Tracing.Add(Op, [this, weight, bias], [found.Y], ("normalized_shape", shape), ("eps", eps));
        found.Variance.Release();
        return found.Y;
    }
}
