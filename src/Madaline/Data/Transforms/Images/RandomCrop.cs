using Madaline.Tensors;

namespace Madaline.Data;

/// <summary>A part of each image at a random place, after padding it: objects are learned wherever they lie.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → [n, channels, size]. DType: UInt8 or floating, kept. Every place is equally
/// likely. In evaluation nothing is done when the size stays, else the centre is taken.
/// </remarks>
public sealed class RandomCrop : ImageTransform
{
    private readonly Size2? _size;
    private readonly Size2 _padding;
    private readonly double _fill;

    /// <summary>A crop; torchvision's <c>RandomCrop(32, padding=4)</c> is <c>new RandomCrop(padding: 4)</c>.</summary>
    /// <param name="size">Height and width of the part; those of the image when omitted.</param>
    /// <param name="padding">Rows above and below, columns left and right; none when omitted.</param>
    /// <param name="fill">What the padding holds: 0 is black before a normalisation.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sizes below 1, a negative padding, or neither given.</exception>
    public RandomCrop(Size2? size = null, Size2? padding = null, double fill = 0) : base("random-crop", draws: true)
    {
        if (size is { Height: < 1 } or { Width: < 1 } || padding is { Height: < 0 } or { Width: < 0 }
            || (size is null && padding is null))
        {
            throw new ArgumentOutOfRangeException(nameof(size), "random-crop: there is nothing to crop to. size is "
                + $"{size?.ToString() ?? "omitted"}, padding is {padding?.ToString() ?? "omitted"}; expected a size of "
                + "at least 1, a padding of at least 0, or both.");
        }

        (_size, _padding, _fill) = (size, padding ?? 0, fill);
    }

    /// <inheritdoc/>
    public override Transform? InEvaluation => _size is { } size ? new CenterCrop(size) : null;

    private protected override ImageSize After(ImageSize size)
    {
        Size2 part = _size ?? new Size2(size.Height, size.Width);
        int height = Sizes.Of(Op, size.Height + (2L * _padding.Height), "The padded height");
        int width = Sizes.Of(Op, size.Width + (2L * _padding.Width), "The padded width");
        if (part.Height > height || part.Width > width)
        {
            throw new TensorException(Op, $"the part is larger than the image. The image is {size.Height} × "
                + $"{size.Width} with a padding of {_padding}; expected at least {part.Height} × {part.Width}. Use a "
                + "smaller size or more padding.");
        }

        return new ImageSize(size.Channels, part.Height, part.Width);
    }

    private protected override void Run<T>(ImageWork<T> work)
    {
        T fill = T.CreateSaturating(_fill);
        ImageSize from = work.From, to = work.To;
        for (int i = 0; i < work.Count; i++)
        {
            SampleStream stream = work.Stream(i);
            int top = stream.NextInt32(from.Height + (2 * _padding.Height) - to.Height + 1) - _padding.Height;
            int left = stream.NextInt32(from.Width + (2 * _padding.Width) - to.Width + 1) - _padding.Width;
            for (int c = 0; c < to.Channels; c++)
                Window.Copy(work.Source(i, c), work.Target(i, c), from, to, top, left, fill);
        }
    }
}
