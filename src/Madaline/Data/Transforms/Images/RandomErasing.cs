namespace Madaline.Data;

/// <summary>A rectangle of each image painted over with a probability: no single part must decide.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → the same. DType: UInt8 or floating, kept. The area is uniform in its range,
/// the ratio of height to width is so in its logarithm; a rectangle that does not fit is drawn again, ten times at
/// most. Skipped in evaluation. Source: Zhong et al. 2017, arXiv:1708.04896; defaults are torchvision's.
/// </remarks>
public sealed class RandomErasing : ImageTransform
{
    private const int Attempts = 10;

    private readonly double _p, _areaMin, _areaMax, _ratioMin, _ratioMax, _value;

    /// <summary>An erasure.</summary>
    /// <param name="p">The probability, 0 to 1.</param>
    /// <param name="areaMin">The smallest share of the image, 0 to 1.</param>
    /// <param name="areaMax">The largest share of the image.</param>
    /// <param name="ratioMin">The smallest ratio of height to width, above 0.</param>
    /// <param name="ratioMax">The largest ratio of height to width.</param>
    /// <param name="value">What is painted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RandomErasing(
        double p = 0.5, double areaMin = 0.02, double areaMax = 0.33, double ratioMin = 0.3, double ratioMax = 3.3,
        double value = 0) : base("random-erasing", draws: true)
    {
        _p = RequireChance("random-erasing", p);
        RequireRange("random-erasing", nameof(areaMin), areaMin, 0, 1);
        RequireRange("random-erasing", nameof(areaMax), areaMax, areaMin, 1);
        RequireRange("random-erasing", nameof(ratioMin), ratioMin, 1e-3, 1e3);
        RequireRange("random-erasing", nameof(ratioMax), ratioMax, ratioMin, 1e3);
        (_areaMin, _areaMax, _value) = (areaMin, areaMax, value);
        (_ratioMin, _ratioMax) = (PortableMath.Log(ratioMin), PortableMath.Log(ratioMax));
    }

    private protected override void Run<T>(ImageWork<T> work)
    {
        work.X.CopyTo(work.Y);
        T value = T.CreateSaturating(_value);
        for (int i = 0; i < work.Count; i++)
        {
            SampleStream stream = work.Stream(i);
            if (!stream.NextChance(_p) || Choose(ref stream, work.To) is not { } box)
                continue;
            for (int c = 0; c < work.To.Channels; c++)
            {
                Span<T> channel = work.Target(i, c);
                for (int row = box.Top; row < box.Top + box.Height; row++)
                    channel.Slice((row * work.To.Width) + box.Left, box.Width).Fill(value);
            }
        }
    }

    private PixelBox? Choose(ref SampleStream stream, ImageSize size)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = size.Plane * stream.NextUniform(_areaMin, _areaMax);
            double ratio = PortableMath.Exp(stream.NextUniform(_ratioMin, _ratioMax));
            double height = Math.Round(Math.Sqrt(area * ratio)), width = Math.Round(Math.Sqrt(area / ratio));
            if (height < size.Height && width < size.Width)
            {
                int top = stream.NextInt32(size.Height - (int)height + 1);
                int left = stream.NextInt32(size.Width - (int)width + 1);
                return new PixelBox(top, left, (int)height, (int)width);
            }
        }

        return null;
    }
}
