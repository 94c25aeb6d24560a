namespace Madaline.Data;

/// <summary>The middle of each image.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → [n, channels, size]. DType: UInt8 or floating, kept. Where as many rows cannot
/// be left above as below, torchvision's choice is made: half of the difference, rounded to even.
/// </remarks>
public sealed class CenterCrop : ImageTransform
{
    private readonly Size2 _size;

    /// <summary>A crop to a size.</summary>
    /// <param name="size">Height and width of the part, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public CenterCrop(Size2 size) : base("center-crop")
    {
        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(size), $"center-crop: no size. size is {size}; "
                + "expected at least 1.");
        }

        _size = size;
    }

    internal Size2 Size => _size;

    private protected override ImageSize After(ImageSize size)
    {
        if (_size.Height > size.Height || _size.Width > size.Width)
        {
            throw new TensorException(Op, $"the part is larger than the image. The image is {size.Height} × "
                + $"{size.Width}; expected at least {_size.Height} × {_size.Width}. Use a smaller size, or resize.");
        }

        return new ImageSize(size.Channels, _size.Height, _size.Width);
    }

    private protected override void Run<T>(ImageWork<T> work)
    {
        ImageSize from = work.From, to = work.To;
        int top = (int)Math.Round((from.Height - to.Height) / 2.0);
        int left = (int)Math.Round((from.Width - to.Width) / 2.0);
        for (int i = 0; i < work.Count; i++)
        {
            for (int c = 0; c < to.Channels; c++)
                Window.Copy(work.Source(i, c), work.Target(i, c), from, to, top, left, T.Zero);
        }
    }
}
