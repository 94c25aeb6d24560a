namespace Madaline.Data;

/// <summary>Colours to grey: <c>y = 0.2989 · red + 0.587 · green + 0.114 · blue</c>.</summary>
/// <remarks>
/// Shape: [n, 3, height, width] → [n, channels, height, width]. DType: UInt8 (rounded) or floating, kept. Images of one
/// channel are grey already.
/// </remarks>
public sealed class Grayscale : ImageTransform
{
    private readonly int _channels;

    /// <summary>Grey images.</summary>
    /// <param name="channels">1, or 3 for a network that expects colours: all three are the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">Neither 1 nor 3.</exception>
    public Grayscale(int channels = 1) : base("grayscale") => _channels = channels is 1 or 3
        ? channels
        : throw new ArgumentOutOfRangeException(nameof(channels), $"grayscale: channels is {channels}; "
            + "expected 1 or 3.");

    internal int Channels => _channels;

    private protected override ImageSize After(ImageSize size) => size.Channels is 1 or 3
        ? size with { Channels = _channels }
        : throw new TensorException(Op, $"these are no colours. The images have {size.Channels} channels; expected 3 "
            + "for red, green and blue, or 1. Leave the transform out.");

    private protected override void Run<T>(ImageWork<T> work)
    {
        for (int i = 0; i < work.Count; i++)
        {
            Span<T> grey = work.Target(i, 0);
            if (work.From.Channels == 1)
            {
                work.Source(i, 0).CopyTo(grey);
            }
            else
            {
                ReadOnlySpan<T> red = work.Source(i, 0), green = work.Source(i, 1), blue = work.Source(i, 2);
                for (int p = 0; p < grey.Length; p++)
                {
                    grey[p] = Pixel.Write<T>((Pixel.Red * Pixel.Read(red[p])) + (Pixel.Green * Pixel.Read(green[p]))
                        + (Pixel.Blue * Pixel.Read(blue[p])));
                }
            }

            for (int c = 1; c < work.To.Channels; c++)
                grey.CopyTo(work.Target(i, c));
        }
    }
}
