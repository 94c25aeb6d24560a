namespace Madaline.Plots;

/// <summary>Pixels in memory: red, green and blue, row by row.</summary>
public sealed class Picture
{
    private readonly byte[] _pixels;

    private Picture(int width, int height)
    {
        (Width, Height) = (width, height);
        _pixels = new byte[3 * width * height];
    }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>The colour of a pixel.</summary>
    /// <param name="x">Column, from the left.</param>
    /// <param name="y">Row, from the top.</param>
    public Colour this[int x, int y]
    {
        get
        {
            int at = 3 * ((y * Width) + x);
            return new Colour(_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }

        private set
        {
            int at = 3 * ((y * Width) + x);
            (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = (value.R, value.G, value.B);
        }
    }

    /// <summary>A picture as data sets hold it.</summary>
    /// <param name="image">
    /// [h, w], [1, h, w] or [3, h, w]; of bytes, or of numbers from 0 to 1. Of other numbers of channels the mean.
    /// </param>
    /// <exception cref="TensorException">It has another rank.</exception>
    public static Picture OfImage(Tensor image)
    {
        var (values, channels, height, width) = Read(image, "picture");
        double scale = image.DType == DType.UInt8 ? 1 : 255;
        return Of(width, height, (x, y) =>
        {
            int at = (y * width) + x, plane = width * height;
            if (channels == 3)
                return new Colour(Byte(values[at] * scale), Byte(values[at + plane] * scale),
                    Byte(values[at + (2 * plane)] * scale));
            double sum = 0;
            for (int c = 0; c < channels; c++)
                sum += values[at + (c * plane)];
            byte grey = Byte(sum / channels * scale);
            return new Colour(grey, grey, grey);
        });
    }

    /// <summary>Weights of one unit: zero is the middle, ±<paramref name="limit"/> the ends.</summary>
    /// <param name="weights">[h, w] or [1, h, w]: blue below zero, vermilion above. [3, h, w]: red, green and blue
    /// with grey as zero. Of other numbers of channels the mean.</param>
    /// <param name="limit">The largest absolute weight shown.</param>
    public static Picture OfWeights(Tensor weights, double limit)
    {
        var (values, channels, height, width) = Read(weights, "weights");
        double scale = limit > 0 ? 1 / limit : 0;
        return Of(width, height, (x, y) =>
        {
            int at = (y * width) + x, plane = width * height;
            byte Of(int c) => Byte(127.5 + (127.5 * scale * values[at + (c * plane)]));
            if (channels == 3)
                return new Colour(Of(0), Of(1), Of(2));
            double sum = 0;
            for (int c = 0; c < channels; c++)
                sum += values[at + (c * plane)];
            return Palette.Signed(sum / channels * scale);
        });
    }

    /// <summary>A kernel by channel: one square an input channel, all with zero as white.</summary>
    /// <param name="weights">[channels, h, w]: blue below zero, vermilion above. Up to four channels stand side by
    /// side, more fill a square.</param>
    /// <param name="limit">The largest absolute weight shown.</param>
    public static Picture OfKernel(Tensor weights, double limit)
    {
        var (values, channels, height, width) = Read(weights, "weights");
        double scale = limit > 0 ? 1 / limit : 0;
        int columns = channels <= 4 ? channels : (int)Math.Ceiling(Math.Sqrt(channels));
        int rows = (channels + columns - 1) / columns;
        return Of((columns * (width + 1)) - 1, (rows * (height + 1)) - 1, (x, y) =>
        {
            int channel = (y / (height + 1) * columns) + (x / (width + 1));
            (x, y) = (x % (width + 1), y % (height + 1));
            return x == width || y == height || channel >= channels ? Palette.Pale
                : Palette.Signed(values[(((channel * height) + y) * width) + x] * scale);
        });
    }

    /// <summary>One feature map: black is its lowest value, white its highest.</summary>
    /// <param name="map">[h, w].</param>
    public static Picture OfMap(Tensor map)
    {
        var (values, _, _, _) = Read(map, "map");
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return OfMap(map, low, high);
    }

    /// <summary>One feature map on a scale that it may share with others.</summary>
    /// <param name="map">[h, w].</param>
    /// <param name="low">What is black.</param>
    /// <param name="high">What is white.</param>
    public static Picture OfMap(Tensor map, double low, double high)
    {
        var (values, _, height, width) = Read(map, "map");
        double span = high - low;
        return Of(width, height, (x, y) =>
        {
            byte grey = Byte(span > 0 ? 255 * (values[(y * width) + x] - low) / span : 0);
            return new Colour(grey, grey, grey);
        });
    }

    /// <summary>The picture made smaller by averaging areas, so that it fits; itself when it does.</summary>
    /// <param name="width">Most columns.</param>
    /// <param name="height">Most rows.</param>
    public Picture Within(int width, int height)
    {
        double factor = Math.Max((double)Width / width, (double)Height / height);
        return factor <= 1 ? this : Of(Math.Max(1, (int)(Width / factor)), Math.Max(1, (int)(Height / factor)),
            (x, y) => AreaMean(x * factor, (x + 1) * factor, y * factor, (y + 1) * factor));
    }

    /// <summary>The picture with every pixel as a square of several, so that it is about as wide or high.</summary>
    internal Picture Enlarged(int size)
    {
        int factor = Math.Max(1, size / Math.Max(1, Math.Max(Width, Height)));
        return factor == 1 ? this : Of(factor * Width, factor * Height, (x, y) => this[x / factor, y / factor]);
    }

    internal static Picture Of(int width, int height, Func<int, int, Colour> colourOf)
    {
        var picture = new Picture(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                picture[x, y] = colourOf(x, y);
        }

        return picture;
    }

    private Colour AreaMean(double left, double right, double top, double bottom)
    {
        double red = 0, green = 0, blue = 0, area = 0;
        for (int y = (int)top; y < Math.Min(Height, bottom); y++)
        {
            double tall = Math.Min(y + 1, bottom) - Math.Max(y, top);
            for (int x = (int)left; x < Math.Min(Width, right); x++)
            {
                double weight = tall * (Math.Min(x + 1, right) - Math.Max(x, left));
                Colour colour = this[x, y];
                (red, green) = (red + (weight * colour.R), green + (weight * colour.G));
                (blue, area) = (blue + (weight * colour.B), area + weight);
            }
        }

        return area == 0 ? default : new Colour(Byte(red / area), Byte(green / area), Byte(blue / area));
    }

    private static (double[] Values, int Channels, int Height, int Width) Read(Tensor x, string what)
    {
        if (x.Rank is not (2 or 3))
        {
            throw new TensorException(what, "it is no picture. "
                + $"x is {x.Shape}; expected [h, w] or [channels, h, w]. Take one of the batch.");
        }

        double[] values = x.Detach().To(DType.Float64).To(Device.Cpu).ToArray<double>();
        return (values, x.Rank == 2 ? 1 : x.Shape[0], x.Shape[x.Rank - 2], x.Shape[x.Rank - 1]);
    }

    private static byte Byte(double value) =>
        double.IsNaN(value) ? (byte)0 : (byte)Math.Round(Math.Clamp(value, 0, 255));

    /// <summary>Its size.</summary>
    public override string ToString() => $"Picture {Width} × {Height}";
}
