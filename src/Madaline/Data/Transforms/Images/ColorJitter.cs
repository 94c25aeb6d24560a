using System.Buffers;
using System.Globalization;

namespace Madaline.Data;

/// <summary>Brightness, contrast, saturation and hue of each image changed at random, in random order.</summary>
/// <remarks>
/// Shape: [n, 3 or 1, height, width] → the same. DType: UInt8, or floating in 0 … 1, kept; results stay in that range,
/// so it comes before a normalisation. Brightness multiplies; contrast blends with the mean grey, saturation with the
/// grey image; hue turns the colour wheel: torchvision's meaning, but bytes are rounded once, at the end. Grey images
/// keep saturation and hue. Skipped in evaluation.
/// </remarks>
public sealed class ColorJitter : ImageTransform
{
    private readonly double _brightness, _contrast, _saturation, _hue;

    /// <summary>How far each may go; 0 leaves it.</summary>
    /// <param name="brightness">The factor is uniform in max(0, 1 − brightness) to 1 + brightness; at least 0.</param>
    /// <param name="contrast">The same for contrast.</param>
    /// <param name="saturation">The same for saturation.</param>
    /// <param name="hue">The turn is uniform in −hue to hue, in whole turns of the colour wheel; 0 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public ColorJitter(double brightness = 0, double contrast = 0, double saturation = 0, double hue = 0)
        : base("color-jitter", draws: true)
    {
        RequireRange("color-jitter", nameof(brightness), brightness, 0, 100);
        RequireRange("color-jitter", nameof(contrast), contrast, 0, 100);
        RequireRange("color-jitter", nameof(saturation), saturation, 0, 100);
        RequireRange("color-jitter", nameof(hue), hue, 0, 0.5);
        (_brightness, _contrast, _saturation, _hue) = (brightness, contrast, saturation, hue);
    }

    private protected override ImageSize After(ImageSize size) => size.Channels is 1 or 3
        ? size
        : throw new TensorException(Op, string.Create(CultureInfo.InvariantCulture, $"these are no colours. The images "
            + $"have {size.Channels} channels; expected 3 for red, green and blue, or 1. Leave the transform out."));

    private protected override void Run<T>(ImageWork<T> work)
    {
        int count = work.From.Elements;
        double white = Pixel.White<T>();
        double[] lent = ArrayPool<double>.Shared.Rent(count);
        Span<int> order = stackalloc int[4];
        for (int i = 0; i < work.Count; i++)
        {
            var image = new ColorImage(lent.AsSpan(0, count), work.From.Channels);
            ReadOnlySpan<T> source = work.Source(i);
            for (int k = 0; k < count; k++)
                image.Values[k] = Pixel.Read(source[k]) / white;
            Change(image, work.Stream(i), order);
            Span<T> target = work.Target(i);
            for (int k = 0; k < count; k++)
                target[k] = Pixel.Write<T>(image.Values[k] * white);
        }

        ArrayPool<double>.Shared.Return(lent);
    }

    private void Change(ColorImage image, SampleStream stream, Span<int> order)
    {
        double brightness = Factor(ref stream, _brightness), contrast = Factor(ref stream, _contrast);
        double saturation = Factor(ref stream, _saturation), hue = stream.NextUniform(-_hue, _hue);
        for (int k = 0; k < order.Length; k++)
        {
            int j = stream.NextInt32(k + 1);
            (order[k], order[j]) = (order[j], k);
        }

        foreach (int step in order)
        {
            switch (step)
            {
                case 0 when _brightness > 0: image.Brighten(brightness); break;
                case 1 when _contrast > 0: image.Contrast(contrast); break;
                case 2 when _saturation > 0: image.Saturate(saturation); break;
                case 3 when _hue > 0: image.TurnHue(hue); break;
            }
        }
    }

    private static double Factor(ref SampleStream stream, double most) =>
        stream.NextUniform(Math.Max(0, 1 - most), 1 + most);
}
