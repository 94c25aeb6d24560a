using Madaline.Images;
using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Images;

public sealed class FiltersTests
{
    private static readonly float[,] Small = { { 1, 2, 3, 4 }, { 2, 4, 6, 8 }, { 0, 1, 5, 9 } };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, Tensor> All { get; } = new()
    {
        ["sobel-x"] = Filters.SobelX,
        ["sobel-y"] = Filters.SobelY,
        ["prewitt-x"] = Filters.PrewittX,
        ["prewitt-y"] = Filters.PrewittY,
        ["laplacian"] = Filters.Laplacian,
        ["sharpen"] = Filters.Sharpen,
        ["emboss"] = Filters.Emboss,
        ["kirsch"] = Filters.Kirsch(Compass.SouthWest),
        ["blur-3"] = Filters.GaussianBlur(),
        ["blur-5"] = Filters.GaussianBlur(5, 1.5),
        ["even"] = Tensor.From(new float[,] { { 1, 2, 3, 4 }, { -1, 0, 2, 5 } }),
        ["one"] = Tensor.From(new float[,] { { 2 } }),
    };

    [Fact]
    public void Values_by_hand()
    {
        Tensor x = Tensor.From(Small);
        AssertNumbers([[5, 10, 10, 5], [6, 15, 18, 9], [5, 19, 28, 14]], Filters.Apply(x, Filters.SobelX));
        AssertNumbers([[2, 2, 3, 3], [-1, -5, -4, -5], [3, 6, 1, -5]], Filters.Apply(x, Filters.Laplacian));
        AssertNumbers([[15, 26]], Filters.Apply(x, Filters.Emboss, Border.None));
        AssertNumbers([[1, 2, 3, 9], [5, 9, 10, 21], [-3, -4, 9, 32]], Filters.Apply(x, Filters.Sharpen, Border.Zero));
    }

    [Fact]
    public void Kirsch_points_where_it_says()
    {
        AssertNumbers([[5, 5, 5], [-3, 0, -3], [-3, -3, -3]], Filters.Kirsch(Compass.North));
        AssertNumbers([[5, 5, -3], [5, 0, -3], [-3, -3, -3]], Filters.Kirsch(Compass.NorthWest));
        AssertNumbers([[5, -3, -3], [5, 0, -3], [5, -3, -3]], Filters.Kirsch(Compass.West));
        AssertNumbers([[-3, -3, -3], [5, 0, -3], [5, 5, -3]], Filters.Kirsch(Compass.SouthWest));
        AssertNumbers([[-3, -3, -3], [-3, 0, -3], [5, 5, 5]], Filters.Kirsch(Compass.South));
        AssertNumbers([[-3, -3, -3], [-3, 0, 5], [-3, 5, 5]], Filters.Kirsch(Compass.SouthEast));
        AssertNumbers([[-3, -3, 5], [-3, 0, 5], [-3, -3, 5]], Filters.Kirsch(Compass.East));
        AssertNumbers([[-3, 5, 5], [-3, 0, 5], [-3, -3, -3]], Filters.Kirsch(Compass.NorthEast));
    }

    [Fact]
    public void Kirsch_edges_are_the_largest_of_the_eight()
    {
        Tensor x = Tensor.Rand([2, 3, 6, 5], rng: new Rng(1));
        Tensor[] each = [.. Enum.GetValues<Compass>().Select(direction => Filters.Apply(x, Filters.Kirsch(direction)))];
        float[] edges = Filters.KirschEdges(x).ToArray<float>();
        for (int i = 0; i < edges.Length; i++)
            Assert.Equal(each.Max(e => e.ToArray<float>()[i]), edges[i]);
        Assert.All(edges, v => Assert.True(v >= 0));
        // A step from 0 to 10: on either side of it, 3 · 5 · 10 or all but the 3 · 3 darker ones.
        Tensor step = Tensor.From(new float[,] { { 0, 0, 10, 10 }, { 0, 0, 10, 10 }, { 0, 0, 10, 10 } });
        AssertNumbers([[0, 150, 90, 0], [0, 150, 90, 0], [0, 150, 90, 0]], Filters.KirschEdges(step));
    }

    [Fact]
    public void Kirsch_edges_of_bytes_are_those_of_the_same_numbers()
    {
        byte[] noise = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 37))];
        noise[30] = 255;
        Tensor bytes = Tensor.From(noise, [3, 4, 5]), edges = Filters.KirschEdges(bytes);
        Assert.Equal((DType.Float32, "[3, 4, 5]"), (edges.DType, edges.Shape.ToString()));
        Assert.Equal(Filters.KirschEdges(bytes.To(DType.Float32)).ToArray<float>(), edges.ToArray<float>());
        Tensor steepest = Filters.KirschEdges(Tensor.From(new byte[,] { { 255, 255, 255 }, { 0, 0, 0 }, { 0, 0, 0 } }));
        Assert.Equal(3825, steepest.Max().Item<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_filter_is_the_sum_of_products_on_every_device(string name)
    {
        Tensor filter = All[name];
        foreach (Border border in Enum.GetValues<Border>())
        {
            Tensor x = Tensor.Rand([2, 6, 7], DType.Float64, rng: new Rng(2));
            Tensor y = Filters.Apply(x, filter, border);
            double[] expected = Naive(x, filter, border);
            foreach (Device device in (Device[])[Device.Cpu, ReferenceDevice.Instance, new DeferredDevice()])
            {
                double[] found = Filters.Apply(x.To(device), filter, border).ToArray<double>();
                Assert.Equal(expected.Length, found.Length);
                for (int i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], found[i], 1e-9);
            }

            Assert.Equal(border == Border.None ? [2, 7 - filter.Shape[0], 8 - filter.Shape[1]] : [2, 6, 7], y.Shape.ToArray());
        }
    }

    [Fact]
    public void Bytes_stay_bytes_rounded_and_cut_off()
    {
        Tensor x = Tensor.From(new byte[,] { { 10, 200 }, { 30, 255 } });
        Tensor y = Filters.Apply(x, Filters.SobelX);
        Assert.Equal((DType.UInt8, "[2, 2]"), (y.DType, y.Shape.ToString()));
        Assert.Equal([255, 255, 255, 255], y.ToArray<byte>());
        Assert.Equal([0, 0, 0, 0], Filters.Apply(x, Filters.SobelX * -1).ToArray<byte>());
        byte[] noise = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 37))];
        Tensor bytes = Tensor.From(noise, [3, 4, 5]);
        double[] exact = Filters.Apply(bytes.To(DType.Float64), Filters.GaussianBlur(3)).ToArray<double>();
        Assert.Equal(exact.Select(v => (byte)Math.Round(v)), Filters.Apply(bytes, Filters.GaussianBlur(3)).ToArray<byte>());
    }

    [Fact]
    public void Every_channel_and_image_is_filtered_by_itself()
    {
        Tensor x = Tensor.Rand([2, 3, 5, 4], rng: new Rng(3)), y = Filters.Apply(x, Filters.Emboss);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(y.Select(0, i).ToArray<float>(), Filters.Apply(x.Select(0, i), Filters.Emboss).ToArray<float>());
            for (int c = 0; c < 3; c++)
            {
                Tensor one = Filters.Apply(x.Select(0, i).Select(0, c), Filters.Emboss);
                Assert.Equal(y.Select(0, i).Select(0, c).ToArray<float>(), one.ToArray<float>());
            }
        }
    }

    [Fact]
    public void A_blur_adds_up_to_1_is_symmetric_and_keeps_flat_images()
    {
        float[] three = Filters.GaussianBlur(3, 1).ToArray<float>();
        // e^−½ = 0.60653: the middle of a line of three is 1 / 2.21306 = 0.45186.
        Assert.Equal(0.45186 * 0.45186, three[4], 1e-5);
        Assert.Equal(0.45186 * 0.27407, three[1], 1e-5);
        foreach (int size in (int[])[1, 3, 5, 9])
        {
            float[] weights = Filters.GaussianBlur(size).ToArray<float>();
            Assert.Equal(1, weights.Sum(), 1e-5);
            Assert.Equal(weights, weights.Reverse());
            Assert.All(Filters.Apply(Tensor.Full([6, 6], 0.3), Filters.GaussianBlur(size)).ToArray<float>(), v => Assert.Equal(0.3f, v, 1e-6f));
        }

        Assert.Equal([1f], Filters.GaussianBlur(1).ToArray<float>());
        Assert.Equal(1, Filters.GaussianBlur(3, 1e-3).ToArray<float>()[4]);
    }

    [Fact]
    public void Filters_have_gradients()
    {
        Tensor x = Tensor.Rand([1, 4, 4], rng: new Rng(4)).WithGrad();
        Filters.Apply(x, Filters.Sharpen).Sum().Backward();
        // Away from the edges every pixel counts 5 − 4 = 1 in all.
        Assert.Equal(1, x.Grad![0, 1, 1].Item<float>(), 1e-6);
    }

    [Fact]
    public void What_is_no_image_or_no_filter_is_refused()
    {
        Refuse("image is Float32 [4]", () => Filters.Apply(Tensor.Zeros([4]), Filters.SobelX));
        Refuse("image is Int64 [4, 4]", () => Filters.Apply(Tensor.Zeros([4, 4], DType.Int64), Filters.SobelX));
        Refuse("filter is [3]", () => Filters.Apply(Tensor.Zeros([4, 4]), Tensor.Ones([3])));
        Refuse("image is [2, 4], filter is [3, 3]", () => Filters.Apply(Tensor.Zeros([2, 4]), Filters.SobelX, Border.None));
        Refuse("image is [0, 4]", () => Filters.KirschEdges(Tensor.Zeros([0, 4])));
        Assert.Equal([1, 1], Filters.Apply(Tensor.Zeros([1, 1]), Filters.GaussianBlur(5)).Shape.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Filters.GaussianBlur(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Filters.GaussianBlur(3, 0));

        static void Refuse(string message, Func<object> action) =>
            Assert.Contains(message, Assert.Throws<TensorException>(action).Message);
    }

    private static void AssertNumbers(float[][] expected, Tensor actual)
    {
        Assert.Equal([expected.Length, expected[0].Length], actual.Shape.ToArray());
        Assert.Equal(expected.SelectMany(row => row), actual.ToArray<float>());
    }

    /// <summary>The definition, over [channels, height, width].</summary>
    private static double[] Naive(Tensor image, Tensor filter, Border border)
    {
        double[] x = image.ToArray<double>();
        float[] w = filter.ToArray<float>();
        int channels = image.Shape[0], height = image.Shape[1], width = image.Shape[2], kh = filter.Shape[0], kw = filter.Shape[1];
        bool none = border == Border.None;
        int top = none ? 0 : (kh - 1) / 2, left = none ? 0 : (kw - 1) / 2;
        var y = new List<double>();
        for (int c = 0; c < channels; c++)
        {
            for (int i = -top; i < (none ? height - kh + 1 : height - top); i++)
            {
                for (int j = -left; j < (none ? width - kw + 1 : width - left); j++)
                    y.Add(Enumerable.Range(0, kh * kw).Sum(k => w[k] * At(c, i + (k / kw), j + (k % kw))));
            }
        }

        return [.. y];

        double At(int c, int i, int j)
        {
            int row = Math.Clamp(i, 0, height - 1), column = Math.Clamp(j, 0, width - 1);
            return border == Border.Zero && (row != i || column != j) ? 0 : x[(((c * height) + row) * width) + column];
        }
    }
}
