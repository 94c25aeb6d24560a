namespace Madaline.Data;

/// <summary>Each image mirrored left to right with a probability.</summary>
/// <remarks>Shape: [n, channels, height, width] → the same. DType: UInt8 or floating, kept. Skipped in
/// evaluation.</remarks>
/// <param name="p">The probability, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is no probability.</exception>
public sealed class RandomHorizontalFlip(double p = 0.5) : ImageTransform("flip", draws: true)
{
    private readonly double _p = RequireChance("flip", p);

    private protected override void Run<T>(ImageWork<T> work)
    {
        work.X.CopyTo(work.Y);
        int width = work.To.Width;
        for (int i = 0; i < work.Count; i++)
        {
            if (!work.Stream(i).NextChance(_p))
                continue;
            Span<T> image = work.Target(i);
            for (int start = 0; start < image.Length; start += width)
                image.Slice(start, width).Reverse();
        }
    }
}
