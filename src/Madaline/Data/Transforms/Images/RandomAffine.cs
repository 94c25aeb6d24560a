namespace Madaline.Data;

/// <summary>Each image turned, shifted, scaled and sheared at random around its centre.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → the same. DType: UInt8 or floating, kept. The angle, the scale and the
/// shear are uniform in their ranges, the shift is an integer of pixels: torchvision's meaning and
/// defaults. Skipped in evaluation.
/// </remarks>
public sealed class RandomAffine : ImageTransform
{
    private readonly double _degrees, _translate, _scaleMin, _scaleMax, _shear, _fill;
    private readonly Interpolation _interpolation;

    /// <summary>What may happen to an image.</summary>
    /// <param name="degrees">Turned by up to this many degrees, either way; 0 to 180.</param>
    /// <param name="translate">Shifted by up to this share of height and width, either way; 0 to 1.</param>
    /// <param name="scaleMin">The smallest scale, above 0.</param>
    /// <param name="scaleMax">The largest scale.</param>
    /// <param name="shear">Sheared along the rows by up to this many degrees, either way; 0 to 89.</param>
    /// <param name="interpolation">How values between pixels are found.</param>
    /// <param name="fill">What comes from outside the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public RandomAffine(
        double degrees = 0, double translate = 0, double scaleMin = 1, double scaleMax = 1, double shear = 0,
        Interpolation interpolation = Interpolation.Nearest, double fill = 0) : base("affine", draws: true)
    {
        RequireRange("affine", nameof(degrees), degrees, 0, 180);
        RequireRange("affine", nameof(translate), translate, 0, 1);
        RequireRange("affine", nameof(scaleMin), scaleMin, 1e-3, 1e3);
        RequireRange("affine", nameof(scaleMax), scaleMax, scaleMin, 1e3);
        RequireRange("affine", nameof(shear), shear, 0, 89);
        (_degrees, _translate, _scaleMin, _scaleMax, _shear) = (degrees, translate, scaleMin, scaleMax, shear);
        (_interpolation, _fill) = (interpolation, fill);
    }

    private protected override void Run<T>(ImageWork<T> work)
    {
        ImageSize size = work.From;
        double mostX = _translate * size.Width, mostY = _translate * size.Height;
        for (int i = 0; i < work.Count; i++)
        {
            SampleStream stream = work.Stream(i);
            double angle = stream.NextUniform(-_degrees, _degrees);
            double x = Math.Round(stream.NextUniform(-mostX, mostX)), y = Math.Round(stream.NextUniform(-mostY, mostY));
            double scale = stream.NextUniform(_scaleMin, _scaleMax), shear = stream.NextUniform(-_shear, _shear);
            AffineMap.Undo(size, angle, x, y, scale, shear)
                .Apply(work.Source(i), work.Target(i), size, _interpolation, _fill);
        }
    }
}
