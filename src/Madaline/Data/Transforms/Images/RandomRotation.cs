namespace Madaline.Data;

/// <summary>Each image turned by a random angle around its centre.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → the same; corners that leave it are cut. DType: UInt8 or
/// floating, kept. Skipped in evaluation.
/// </remarks>
public sealed class RandomRotation : ImageTransform
{
    private readonly double _degrees, _fill;
    private readonly Interpolation _interpolation;

    /// <summary>A rotation.</summary>
    /// <param name="degrees">By up to this many degrees, either way, all equally likely; 0 to 180.</param>
    /// <param name="interpolation">How values between pixels are found.</param>
    /// <param name="fill">What comes from outside the image.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is not in 0 to 180.</exception>
    public RandomRotation(double degrees, Interpolation interpolation = Interpolation.Nearest, double fill = 0)
        : base("rotation", draws: true)
    {
        RequireRange("rotation", nameof(degrees), degrees, 0, 180);
        (_degrees, _interpolation, _fill) = (degrees, interpolation, fill);
    }

    private protected override void Run<T>(ImageWork<T> work)
    {
        for (int i = 0; i < work.Count; i++)
        {
            SampleStream stream = work.Stream(i);
            AffineMap.Undo(work.From, stream.NextUniform(-_degrees, _degrees), 0, 0, 1)
                .Apply(work.Source(i), work.Target(i), work.From, _interpolation, _fill);
        }
    }
}
