namespace Madaline.Data;

/// <summary>
/// A rectangle of each image replaced by that of another; targets are mixed by their shares of the area.
/// </summary>
/// <remarks>
/// Shape: [n, channels, height, width]. DType: UInt8 or floating, kept. The rectangle's share is 1 − λ, λ from
/// Beta(alpha, alpha), around a random middle, cut at the edges; the same for the whole batch. Source: Yun et al. 2019,
/// arXiv:1905.04899.
/// </remarks>
/// <param name="classes">How many classes there are.</param>
/// <param name="alpha">Small: nearly all or nothing; 1: every share equally likely. Above 0 to 1000.</param>
/// <param name="p">How often a batch is mixed at all, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
public sealed class CutMix(int classes, double alpha = 1, double p = 1) : BatchMixing("cutmix", classes, alpha, p)
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape.Rank == 3 ? inputShape
        : throw new TensorException("cutmix", $"needs images. A sample is {inputShape}; "
            + "expected [channels, height, width]. Use mixup.");

    private protected override void Require(Tensor x) => ImageTransform.RequireImages("cutmix", x);

    private protected override double Mix<T>(
        ReadOnlySpan<T> x, Span<T> y, Shape shape, int[] partners, double weight, Rng rng)
    {
        x.CopyTo(y);
        if (y.IsEmpty)
            return weight;
        PixelBox box = Choose(shape[2], shape[3], weight, rng);
        int image = x.Length / partners.Length, plane = shape[2] * shape[3];
        for (int i = 0; i < partners.Length; i++)
        {
            for (int start = 0; start < image; start += plane)
            {
                for (int row = box.Top; row < box.Top + box.Height; row++)
                {
                    int at = start + (row * shape[3]) + box.Left;
                    x.Slice((partners[i] * image) + at, box.Width).CopyTo(y[((i * image) + at)..]);
                }
            }
        }

        return 1 - ((double)box.Height * box.Width / plane);
    }

    private static PixelBox Choose(int height, int width, double weight, Rng rng)
    {
        int column = rng.NextInt32(width), row = rng.NextInt32(height);
        double half = 0.5 * Math.Sqrt(1 - weight);
        int halfWidth = (int)(half * width), halfHeight = (int)(half * height);
        int left = Math.Max(0, column - halfWidth), right = Math.Min(width, column + halfWidth);
        int top = Math.Max(0, row - halfHeight), bottom = Math.Min(height, row + halfHeight);
        return new PixelBox(top, left, bottom - top, right - left);
    }
}
