namespace Madaline.Images;

/// <summary>Fixed filters of image processing: what a convolution does with fixed weights.</summary>
/// <remarks>
/// A filter is a matrix of weights, Float32 [height, width]. It lies on the image as it is printed, not turned around,
/// as in <see cref="Tensor.Conv2d"/>: each result is the sum of the products of pixels and weights. Any matrix of your
/// own can be applied as well.
/// </remarks>
public static class Filters
{
    /// <summary>Sobel: how much brighter it gets from left to right.</summary>
    public static Tensor SobelX => Matrix([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]);

    /// <summary>Sobel: how much brighter it gets from top to bottom.</summary>
    public static Tensor SobelY => Matrix([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]);

    /// <summary>Prewitt: how much brighter it gets from left to right, all rows counting the same.</summary>
    public static Tensor PrewittX => Matrix([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]);

    /// <summary>Prewitt: how much brighter it gets from top to bottom, all columns counting the same.</summary>
    public static Tensor PrewittY => Matrix([[-1, -1, -1], [0, 0, 0], [1, 1, 1]]);

    /// <summary>Laplace: how much the four neighbours are brighter than the pixel.</summary>
    public static Tensor Laplacian => Matrix([[0, 1, 0], [1, -4, 1], [0, 1, 0]]);

    /// <summary>Sharpens: the pixel, and how much it differs from its four neighbours.</summary>
    public static Tensor Sharpen => Matrix([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);

    /// <summary>Emboss: the image as if lit from the upper left.</summary>
    public static Tensor Emboss => Matrix([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]);

    /// <summary>Kirsch: how much brighter it is towards a direction than elsewhere around.</summary>
    /// <remarks>Three neighbours count 5, the other five −3. Source: R. Kirsch, 1971.</remarks>
    public static Tensor Kirsch(Compass direction)
    {
        // The eight neighbours against the clock, from the upper right corner; North begins with all of the upper row.
        ReadOnlySpan<int> ring = [2, 1, 0, 3, 6, 7, 8, 5];
        var weights = new float[9];
        for (int k = 0; k < ring.Length; k++)
            weights[ring[(k + (int)direction) % 8]] = k < 3 ? 5 : -3;
        return Tensor.Wrap(weights, [3, 3]);
    }

    /// <summary>Gaussian blur: each pixel becomes a mean of those around, near ones counting more.</summary>
    /// <param name="size">Rows and columns of the filter, odd.</param>
    /// <param name="sigma">The deviation in pixels, above 0; 0.3 · ((size − 1) / 2 − 1) + 0.8 when omitted, as OpenCV
    /// has it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or not in 1 to 1001, or sigma is not above
    /// 0.</exception>
    public static Tensor GaussianBlur(int size = 3, double? sigma = null)
    {
        double width = sigma ?? (0.3 * (((size - 1) * 0.5) - 1)) + 0.8;
        if (size is < 1 or > 1001 || size % 2 == 0 || !(width > 0 && double.IsFinite(width)))
        {
            throw new ArgumentOutOfRangeException(nameof(size), string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"gaussian-blur: no blur. size is {size}, sigma is "
                + $"{width}; expected an odd size from 1 to 1001 and a sigma above 0."));
        }

        var line = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            double distance = (i - (size / 2)) / width;
            sum += line[i] = PortableMath.Exp(-0.5 * distance * distance);
        }

        var weights = new float[size * size];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(line[i / size] / sum * (line[i % size] / sum));
        return Tensor.Wrap(weights, [size, size]);
    }

    /// <summary>Applies a filter to every channel of every image, each by itself.</summary>
    /// <remarks>
    /// Shape: [height, width], [channels, height, width] or [n, channels, height, width] → the same, or smaller with
    /// <see cref="Border.None"/>. DType: floating, kept, values of any size and sign; UInt8, kept, rounded to the
    /// nearest and cut off at 0 and 255: right for a blur, while a filter with negative weights, such as Sobel, gives
    /// numbers that no byte holds. Convert first there: <c>image.To(DType.Float32)</c>. Gradient: of floating images,
    /// as of any convolution.
    /// </remarks>
    /// <param name="image">The image or images.</param>
    /// <param name="filter">Weights [height, width].</param>
    /// <param name="border">What lies beyond the edges. The pixel that a filter of even size belongs to is the one left
    /// of and above its middle.</param>
    /// <exception cref="TensorException">No image, no matrix, or a filter larger than the image with
    /// <see cref="Border.None"/>.</exception>
    public static Tensor Apply(Tensor image, Tensor filter, Border border = Border.Replicate)
    {
        Require(image, filter, border);
        Tensor x = Planes(image, filter.Shape[0], filter.Shape[1], border);
        Tensor y = Filtered(x, filter);
        return Like(image, y);
    }

    /// <summary>Edges in any direction: the largest of the eight <see cref="Kirsch"/> filters at each pixel.</summary>
    /// <remarks>
    /// Shape: as <see cref="Apply"/>. DType: floating, kept; UInt8 gives Float32, since edges go up to 15 times the
    /// largest pixel, 3825, where bytes end at 255. The eight add up to 0, so the largest is below 0 by rounding at
    /// most. Divide by the maximum to see them as an image.
    /// </remarks>
    /// <param name="image">The image or images.</param>
    /// <param name="border">What lies beyond the edges.</param>
    /// <exception cref="TensorException">No image.</exception>
    public static Tensor KirschEdges(Tensor image, Border border = Border.Replicate)
    {
        Tensor north = Kirsch(Compass.North);
        Require(image, north, border);
        Tensor x = Planes(image, 3, 3, border), most = Filtered(x, north);
        for (var direction = Compass.NorthWest; direction <= Compass.NorthEast; direction++)
            most = most.Maximum(Filtered(x, Kirsch(direction)));
        return Sized(image, most);
    }

    /// <summary>Every channel as an image of its own, floating, with its border: [planes, 1, height, width].</summary>
    private static Tensor Planes(Tensor image, int rows, int columns, Border border)
    {
        int height = image.Shape[-2], width = image.Shape[-1];
        int planes = image.Rank == 2 ? 1 : image.Rank == 3 ? image.Shape[0] : image.Shape[0] * image.Shape[1];
        Tensor x = image.To(image.DType == DType.UInt8 ? DType.Float32 : image.DType).Reshape(planes, 1, height, width);
        if (border == Border.None)
            return x;
        int top = (rows - 1) / 2, left = (columns - 1) / 2;
        ReadOnlySpan<int> around = [left, columns - 1 - left, top, rows - 1 - top];
        return border == Border.Zero ? x.Pad(around) : x.Pad(around, PadMode.Replicate);
    }

    private static Tensor Filtered(Tensor planes, Tensor filter) =>
        planes.Conv2d(filter.To(planes.DType).To(planes.Device).Reshape(1, 1, filter.Shape[0], filter.Shape[1]));

    private static Tensor Sized(Tensor image, Tensor planes)
    {
        int[] sizes = [.. image.Shape.ToArray()[..^2], planes.Shape[2], planes.Shape[3]];
        return planes.Reshape(sizes);
    }

    private static Tensor Like(Tensor image, Tensor planes)
    {
        Tensor y = Sized(image, planes);
        return image.DType == DType.UInt8 ? y.Round().Clamp(0, 255).To(DType.UInt8) : y;
    }

    private static void Require(Tensor image, Tensor filter, Border border)
    {
        if (image.Rank is < 2 or > 4 || (image.DType != DType.UInt8 && !image.DType.IsFloating()))
        {
            throw new TensorException("filter", $"needs an image. image is {image.DType} {image.Shape}; expected "
                + "UInt8, Float32 or Float64 [height, width], [channels, height, width] or [n, channels, height, "
                + "width]. Reshape or convert it.");
        }

        if (filter.Rank != 2 || filter.Elements == 0)
        {
            throw new TensorException("filter", $"needs a matrix of weights. filter is {filter.Shape}; expected "
                + "[height, width], at least [1, 1].");
        }

        bool isEmpty = image.Shape[-2] == 0 || image.Shape[-1] == 0;
        bool isSmaller = image.Shape[-2] < filter.Shape[0] || image.Shape[-1] < filter.Shape[1];
        if (isEmpty || (border == Border.None && isSmaller))
        {
            throw new TensorException("filter", $"the image is smaller than the filter. image is {image.Shape}, filter "
                + $"is {filter.Shape}; expected an image at least as large. Use a smaller filter, "
                + "or Border.Replicate.");
        }
    }

    private static Tensor Matrix(float[][] rows) => Tensor.From(rows);
}
