namespace Madaline.Data;

/// <summary>
/// Each sample blended with another: <c>y = λ · x + (1 − λ) · x[partner]</c>, and the targets likewise.
/// </summary>
/// <remarks>
/// DType: floating, kept. λ is drawn from Beta(alpha, alpha), once a batch.
/// Source: Zhang et al. 2017, arXiv:1710.09412.
/// </remarks>
/// <param name="classes">How many classes there are.</param>
/// <param name="alpha">Small: nearly one sample; 1: every weight equally likely. Above 0 to 1000.</param>
/// <param name="p">How often a batch is mixed at all, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
public sealed class MixUp(int classes, double alpha = 1, double p = 1) : BatchMixing("mixup", classes, alpha, p)
{
    private protected override void Require(Tensor x)
    {
        if (x.Rank < 1 || x.DType is not (DType.Float32 or DType.Float64) || x.Device is not CpuDevice)
        {
            throw new TensorException("mixup", $"needs floating numbers in the processor's memory. inputs is {x.DType} "
                + $"{x.Shape} on {x.Device.Name}; expected Float32 or Float64 [n, …] on cpu. Use ToFloat before it "
                + "(to-float in recipes).");
        }
    }

    private protected override double Mix<T>(
        ReadOnlySpan<T> x, Span<T> y, Shape shape, int[] partners, double weight, Rng rng)
    {
        int size = x.Length / partners.Length;
        T own = T.CreateTruncating(weight), rest = T.One - own;
        for (int i = 0; i < partners.Length; i++)
        {
            ReadOnlySpan<T> a = x.Slice(i * size, size), b = x.Slice(partners[i] * size, size);
            Span<T> target = y.Slice(i * size, size);
            for (int k = 0; k < target.Length; k++)
                target[k] = (own * a[k]) + (rest * b[k]);
        }

        return weight;
    }
}
