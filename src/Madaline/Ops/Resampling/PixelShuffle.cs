using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Channels to blocks of pixels: an image of more pixels and fewer channels.</summary>
    /// <remarks>
    /// Shape: […, c·r², h, w] → […, c, h·r, w·r]. Gradient: the way back.
    /// Source: Shi et al. 2016, arXiv:1609.05158.
    /// </remarks>
    /// <param name="factor">r, at least 1.</param>
    /// <exception cref="TensorException">The channels are no multiple of r².</exception>
    public Tensor PixelShuffle(int factor)
    {
        RequirePixels("pixel_shuffle", factor);
        long square = (long)factor * factor;
        if (Shape[-3] % square != 0)
            throw new TensorException("pixel_shuffle", $"the channels do not make up whole blocks. input is {Shape}, "
                + $"factor is {factor}; expected channels that are a multiple of {square}.");
        int[] leading = [.. Shape.AsSpan()[..^3]];
        int r = factor, channels = (int)(Shape[-3] / square), height = Shape[-2], width = Shape[-1], d = leading.Length;
        int rows = Sizes.Product("pixel_shuffle", height, r), columns = Sizes.Product("pixel_shuffle", width, r);
        Shape shape = Shape.Of("pixel_shuffle", [.. leading, channels, rows, columns]);
        Sizes.RequireRoom("pixel_shuffle", shape, DType);
        int[] order = [.. Enumerable.Range(0, d + 1), d + 3, d + 1, d + 4, d + 2];
        return Reshape([.. leading, channels, r, r, height, width]).Permute(order)
            .Reshape(shape.AsSpan());
    }

    /// <summary>Blocks of pixels to channels: undoes <see cref="PixelShuffle"/>.</summary>
    /// <remarks>Shape: […, c, h·r, w·r] → […, c·r², h, w]. Gradient: the way back.</remarks>
    /// <param name="factor">r, at least 1.</param>
    /// <exception cref="TensorException">Height or width is no multiple of r.</exception>
    public Tensor PixelUnshuffle(int factor)
    {
        RequirePixels("pixel_unshuffle", factor);
        if (Shape[-2] % factor != 0 || Shape[-1] % factor != 0)
            throw new TensorException("pixel_unshuffle", $"the pixels do not make up whole blocks. input is {Shape}, "
                + $"factor is {factor}; expected height and width that are multiples of {factor}. Pad or crop first.");
        int[] leading = [.. Shape.AsSpan()[..^3]];
        int r = factor, channels = Shape[-3], height = Shape[-2] / r, width = Shape[-1] / r, d = leading.Length;
        int[] order = [.. Enumerable.Range(0, d + 1), d + 2, d + 4, d + 1, d + 3];
        int parts = Sizes.Product("pixel_unshuffle", channels, r, r);
        Shape shape = Shape.Of("pixel_unshuffle", [.. leading, parts, height, width]);
        Sizes.RequireRoom("pixel_unshuffle", shape, DType);
        return Reshape([.. leading, channels, height, r, width, r]).Permute(order)
            .Reshape(shape.AsSpan());
    }

    private void RequirePixels(string op, int factor)
    {
        RequireAlive(op);
        if (Rank < 3 || factor < 1)
            throw new TensorException(op, $"needs channels of images and a factor of at least 1. input is {Shape}, "
                + $"factor is {factor}; expected [*, channels, height, width].");
    }
}
