using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

public sealed class ColorTests
{
    /// <summary>A colour, a turn of the colour wheel, and the colour that Python's colorsys makes of it.</summary>
    public static TheoryData<double[], double, double[]> Turns => new()
    {
        { [0.8, 0.3, 0.1], 0.25, [0.25, 0.8, 0.1] },
        { [0.2, 0.9, 0.4], -0.4, [0.9, 0.2, 0.28] },
        { [0.1, 0.2, 0.7], 0.5, [0.7, 0.6, 0.1] },
        { [0.5, 0.5, 0.5], 0.3, [0.5, 0.5, 0.5] },
        { [0.6, 0.6, 0.1], 0.1, [0.3, 0.6, 0.1] },
        { [0.7, 0.2, 0.7], -0.15, [0.25, 0.2, 0.7] },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void Hue_turns_the_colour_wheel(double[] color, double turn, double[] expected)
    {
        double[] values = [.. color];
        new ColorImage(values, 3).TurnHue(turn);
        for (int c = 0; c < 3; c++)
            Assert.Equal(expected[c], values[c], 1e-12);
        new ColorImage(values, 3).TurnHue(-turn);
        for (int c = 0; c < 3; c++)
            Assert.Equal(color[c], values[c], 1e-12);
    }

    [Fact]
    public void Brightness_contrast_and_saturation_by_hand()
    {
        // Two pixels: (0.5, 0.1, 0.2) and (0.3, 0.6, 0.9); greys 0.23095 and 0.54447, their mean 0.38771.
        double[] x = [0.5, 0.3, 0.1, 0.6, 0.2, 0.9];
        AssertClose([0.75, 0.45, 0.15, 0.9, 0.3, 1], Changed(x, 3, image => image.Brighten(1.5)));
        AssertClose([0.443855, 0.343855, 0.243855, 0.493855, 0.293855, 0.643855], Changed(x, 3, image => image.Contrast(0.5)));
        AssertClose([0.76905, 0.05553, 0, 0.65553, 0.16905, 1], Changed(x, 3, image => image.Saturate(2)));
        AssertClose([0.23095, 0.54447, 0.23095, 0.54447, 0.23095, 0.54447], Changed(x, 3, image => image.Saturate(0)));
        AssertClose([0.4, 0.2, 0.5, 0.3], Changed([0.3, 0.1, 0.4, 0.2], 1, image => image.Brighten(1), image => Add(image)));
        AssertClose([0.25, 0.35], Changed([0.2, 0.4], 1, image => image.Contrast(0.5), image => image.Saturate(0), image => image.TurnHue(0.5)));

        static void Add(ColorImage image)
        {
            foreach (ref double value in image.Values)
                value += 0.1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(18)]
    public void A_pixel_becomes_the_same_whatever_stands_beside_it(int plane)
    {
        var rng = new Rng(8);
        double[] x = Tensor.Rand([3 * plane], DType.Float64, rng).ToArray<double>();
        Change[] changes = [image => image.TurnHue(0.37), image => image.Saturate(1.6), image => image.Brighten(1.2)];
        double[] together = Changed(x, 3, changes);
        for (int p = 0; p < plane; p++)
        {
            double[] alone = Changed([x[p], x[p + plane], x[p + (2 * plane)]], 3, changes);
            Assert.Equal(alone, (double[])[together[p], together[p + plane], together[p + (2 * plane)]]);
        }
    }

    [Fact]
    public void Factors_are_uniform_in_their_ranges_and_orders_differ()
    {
        Tensor x = Tensor.Full([3000, 3, 1, 1], 0.4);
        float[] bright = new ColorJitter(brightness: 0.5).Apply(x, new Rng(4)).ToArray<float>();
        double[] factors = [.. bright.Chunk(3).Select(pixel => pixel[0] / 0.4)];
        Assert.All(bright.Chunk(3), pixel => Assert.Equal(pixel[0], pixel[2]));
        Assert.InRange(factors.Min(), 0.5, 0.51);
        Assert.InRange(factors.Max(), 1.49, 1.5);
        Assert.InRange(factors.Average(), 0.985, 1.015);
        float[] strong = new ColorJitter(brightness: 3).Apply(x, new Rng(4)).ToArray<float>();
        Assert.InRange(strong.Min(), 0, 0.01);
        Assert.Equal(1, strong.Max());

        // Brightness then contrast keeps another mean than contrast then brightness, once values are cut off at 1.
        Tensor two = Tensor.From(new float[] { 0.1f, 0.9f }, [1, 1, 1, 2]).Expand(2000, 1, 1, 2);
        float[] both = new ColorJitter(brightness: 1, contrast: 1).Apply(two, new Rng(4)).ToArray<float>();
        Assert.All(both, v => Assert.InRange(v, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Pictures.DTypes), MemberType = typeof(Pictures))]
    public void Grey_is_the_weighted_sum_of_the_colours(DType dtype)
    {
        Tensor x = Tensor.From(new byte[] { 10, 200, 100, 50, 255, 0 }, [1, 3, 1, 2]).To(dtype);
        double[] expected = [(0.2989 * 10) + (0.587 * 100) + (0.114 * 255), (0.2989 * 200) + (0.587 * 50)];
        if (dtype == DType.UInt8)
            expected = [.. expected.Select(v => Math.Round(v))];
        double[] y = Pictures.Numbers(new Grayscale().Apply(x)), three = Pictures.Numbers(new Grayscale(3).Apply(x));
        for (int p = 0; p < 2; p++)
        {
            Assert.Equal(expected[p], y[p], 1e-4);
            Assert.All((int[])[0, 1, 2], c => Assert.Equal(y[p], three[(c * 2) + p]));
        }

        Assert.Equal([1, 4, 4], new Grayscale().OutputShape([3, 4, 4]).ToArray());
        Assert.Equal(Pictures.Numbers(x.Narrow(1, 0, 1)), Pictures.Numbers(new Grayscale().Apply(x.Narrow(1, 0, 1))));
    }

    [Fact]
    public void Other_than_colours_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Grayscale(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColorJitter(hue: 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColorJitter(brightness: -1));
        Assert.Contains("The images have 2 channels", Assert.Throws<TensorException>(() => new Grayscale().OutputShape([2, 4, 4])).Message);
        Assert.Contains("The images have 4 channels", Assert.Throws<TensorException>(() => new ColorJitter(1).OutputShape([4, 4, 4])).Message);
    }

    private delegate void Change(ColorImage image);

    private static double[] Changed(double[] x, int channels, params Change[] changes)
    {
        double[] values = [.. x];
        foreach (Change change in changes)
            change(new ColorImage(values, channels));
        return values;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-9);
    }
}
