namespace Madaline.Datasets.Images;

/// <summary>Brings images to another size.</summary>
public static class ImageScaling
{
    /// <summary>Bilinear interpolation, which averages over the pixels that a smaller one covers.</summary>
    /// <remarks>
    /// Pixel centres lie at halves; the weight falls linearly over one pixel of the coarser of the two images, rows
    /// before columns. Shape: [channels, height, width] → [channels, size]. DType: UInt8, rounded to the nearest.
    /// </remarks>
    /// <param name="image">UInt8 [channels, height, width].</param>
    /// <param name="size">The new height and width, at least 1.</param>
    /// <exception cref="TensorException">No UInt8 image, or no size.</exception>
    public static Tensor Resize(Tensor image, Size2 size)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.DType != DType.UInt8 || image.Rank != 3 || image.Elements == 0 || size.Height < 1 || size.Width < 1)
        {
            throw new TensorException("resize", $"the image or size does not suit. image is {image.DType} "
                + $"{image.Shape}, size is {size}; expected UInt8 [channels, height, width] and at least 1 × 1.");
        }

        int channels = image.Shape[0], height = image.Shape[1], width = image.Shape[2];
        if ((height, width) == (size.Height, size.Width)) return image;
        byte[] source = image.ToArray<byte>();
        var result = new byte[channels * size.Height * size.Width];
        Taps rows = new(height, size.Height), columns = new(width, size.Width);
        var line = new double[width];
        for (int y = 0; y < channels * size.Height; y++)
        {
            var plane = source.AsSpan(y / size.Height * height * width, height * width);
            rows.Mix(plane, y % size.Height, line);
            for (int x = 0; x < size.Width; x++)
                result[y * size.Width + x] = (byte)(columns.Sum(line, x) + 0.5);
        }

        return Tensor.Wrap(result, [channels, size.Height, size.Width]);
    }

    /// <summary>For each pixel along one side, the source pixels that it is made of and their weights.</summary>
    private sealed class Taps
    {
        private readonly int[] _first;
        private readonly double[][] _weights;

        public Taps(int source, int target)
        {
            double scale = (double)source / target, reach = Math.Max(scale, 1);
            _first = new int[target];
            _weights = new double[target][];
            for (int i = 0; i < target; i++)
            {
                double centre = (i + 0.5) * scale;
                int from = Math.Max(0, (int)(centre - reach)), to = Math.Min(source, (int)Math.Ceiling(centre + reach));
                var weights = new double[to - from];
                double sum = 0;
                for (int k = from; k < to; k++)
                    sum += weights[k - from] = Math.Max(0, 1 - Math.Abs(k + 0.5 - centre) / reach);
                for (int k = 0; k < weights.Length; k++) weights[k] /= sum;
                (_first[i], _weights[i]) = (from, weights);
            }
        }

        public void Mix(ReadOnlySpan<byte> plane, int target, Span<double> line)
        {
            line.Clear();
            for (int k = 0; k < _weights[target].Length; k++)
            {
                var row = plane.Slice((_first[target] + k) * line.Length, line.Length);
                double weight = _weights[target][k];
                for (int x = 0; x < line.Length; x++) line[x] += weight * row[x];
            }
        }

        public double Sum(ReadOnlySpan<double> line, int target)
        {
            double sum = 0;
            for (int k = 0; k < _weights[target].Length; k++) sum += _weights[target][k] * line[_first[target] + k];
            return sum;
        }
    }
}
