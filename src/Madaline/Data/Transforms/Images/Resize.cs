using System.Buffers;
using System.Numerics;
using Madaline.Tensors;

namespace Madaline.Data;

/// <summary>Images of another size, by bilinear interpolation.</summary>
/// <remarks>
/// Shape: [n, channels, height, width] → [n, channels, size]. DType: UInt8 (rounded) or floating, kept; sums are
/// double. Agrees with PyTorch's <c>interpolate(mode="bilinear", align_corners=False)</c>, with and without
/// <c>antialias</c>; antialiasing is torchvision's default. Unlike there, one number makes a square.
/// </remarks>
public sealed class Resize : ImageTransform
{
    private readonly Size2 _size;
    private readonly bool _antialias;

    /// <summary>A new size.</summary>
    /// <param name="size">Height and width afterwards, at least 1.</param>
    /// <param name="antialias">Whether shrinking averages over all pixels covered.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public Resize(Size2 size, bool antialias = true) : base("resize")
    {
        if (size.Height < 1 || size.Width < 1)
            throw new ArgumentOutOfRangeException(nameof(size), $"resize: no size. size is {size}; "
                + "expected at least 1.");
        (_size, _antialias) = (size, antialias);
    }

    internal Size2 Size => _size;

    internal bool Antialias => _antialias;

    private protected override ImageSize After(ImageSize size) => size.Plane > 0
        ? new ImageSize(size.Channels, _size.Height, _size.Width)
        : throw new TensorException(Op, $"there is nothing to stretch. The image is {size.Height} × {size.Width}; "
            + "expected at least 1 × 1.");

    private protected override void Run<T>(ImageWork<T> work)
    {
        ResizeTaps rows = ResizeTaps.Of(work.From.Height, work.To.Height, _antialias);
        ResizeTaps columns = ResizeTaps.Of(work.From.Width, work.To.Width, _antialias);
        double[] between = ArrayPool<double>.Shared.Rent(Sizes.Product(Op, work.From.Height, work.To.Width));
        for (int i = 0; i < work.Count; i++)
        {
            for (int c = 0; c < work.To.Channels; c++)
            {
                AlongRows(work.Source(i, c), between, columns, work.From.Width);
                AlongColumns(between, work.Target(i, c), rows, work.To.Width);
            }
        }

        ArrayPool<double>.Shared.Return(between);
    }

    private static void AlongRows<T>(ReadOnlySpan<T> x, Span<double> y, ResizeTaps taps, int width)
        where T : unmanaged, INumber<T>
    {
        int newWidth = taps.First.Length;
        for (int start = 0, to = 0; start < x.Length; start += width, to += newWidth)
        {
            for (int j = 0; j < newWidth; j++)
            {
                ReadOnlySpan<T> pixels = x.Slice(start + taps.First[j], taps.Count[j]);
                ReadOnlySpan<double> weights = taps.Weights.AsSpan(j * taps.Most, pixels.Length);
                double sum = 0;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * Pixel.Read(pixels[k]);
                y[to + j] = sum;
            }
        }
    }

    private static void AlongColumns<T>(ReadOnlySpan<double> x, Span<T> y, ResizeTaps taps, int width)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < taps.First.Length; i++)
        {
            ReadOnlySpan<double> weights = taps.Weights.AsSpan(i * taps.Most, taps.Count[i]);
            for (int j = 0; j < width; j++)
            {
                double sum = 0;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * x[((taps.First[i] + k) * width) + j];
                y[(i * width) + j] = Pixel.Write<T>(sum);
            }
        }
    }
}
