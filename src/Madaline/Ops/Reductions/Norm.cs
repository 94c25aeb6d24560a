namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The p-norm of all elements: <c>(Σ|x|ᵖ)^(1/p)</c>; the largest |x| for p = ∞.</summary>
    /// <remarks>Shape: […] → []. DType: floating. Gradient: dy · sign(x) · (|x| / norm)^(p−1), 0 where the norm is 0.</remarks>
    /// <param name="p">1, 2, ∞ or any positive number; 0 counts the elements that are not 0.</param>
    public Tensor Norm(double p = 2) => Norm(p, []);

    /// <summary>The p-norm over dimensions.</summary>
    public Tensor Norm(double p, ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        RequireFloating("norm");
        if (p == 2)
            return Elementwise.Apply<RootOrZero>(Square().Sum(dimensions, keepDims));
        if (p == 1)
            return Abs().Sum(dimensions, keepDims);
        if (double.IsPositiveInfinity(p))
            return Abs().AMax(dimensions, keepDims);
        if (double.IsNegativeInfinity(p))
            return Abs().AMin(dimensions, keepDims);
        if (p == 0)
            return NotEqualTo(0).To(DType).Sum(dimensions, keepDims);
        return Abs().Pow(p).Sum(dimensions, keepDims).Pow(1 / p);
    }
}
