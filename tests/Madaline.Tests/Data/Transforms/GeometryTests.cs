using System.Text.Json;
using Madaline.Data;
using Madaline.Tests.NN;

namespace Madaline.Tests.Data.Transforms;

/// <summary>Resizing and affine maps against PyTorch's interpolate, affine_grid and grid_sample, and by hand.</summary>
public sealed class GeometryTests
{
    private static readonly JsonElement[] Goldens = GoldenJson.Cases("transforms.json");

    [Fact]
    public void Resizing_agrees_with_PyTorch()
    {
        foreach (JsonElement golden in Of("resize"))
        {
            int[] size = [.. golden.GetProperty("size").EnumerateArray().Select(e => e.GetInt32())];
            var resize = new Resize((size[0], size[1]), golden.GetProperty("antialias").GetBoolean());
            Tensor x = GoldenJson.Tensor(golden.GetProperty("input"));
            GoldenJson.AssertClose(GoldenJson.Tensor(golden.GetProperty("output")), resize.Apply(x), golden.ToString()[..60]);
        }
    }

    [Fact]
    public void An_affine_map_agrees_with_PyTorch()
    {
        foreach (JsonElement golden in Of("affine"))
        {
            Tensor x = GoldenJson.Tensor(golden.GetProperty("input"));
            double[] shift = Pair(golden, "translate"), shear = Pair(golden, "shear");
            var size = new ImageSize(x.Shape[1], x.Shape[2], x.Shape[3]);
            var map = AffineMap.Undo(size, golden.GetProperty("degrees").GetDouble(), shift[0], shift[1],
                golden.GetProperty("scale").GetDouble(), shear[0], shear[1]);
            var mode = Enum.Parse<Interpolation>(golden.GetProperty("mode").GetString()!, ignoreCase: true);
            double[] from = x.ToArray<double>(), to = new double[from.Length];
            for (int i = 0; i < x.Shape[0]; i++)
            {
                map.Apply<double>(from.AsSpan(i * size.Elements, size.Elements), to.AsSpan(i * size.Elements, size.Elements), size,
                    mode, golden.GetProperty("fill").GetDouble());
            }

            GoldenJson.AssertClose(GoldenJson.Tensor(golden.GetProperty("output")), Tensor.Wrap(to, x.Shape), golden.ToString()[..90]);
        }

        static double[] Pair(JsonElement golden, string name) =>
            [.. golden.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
    }

    [Fact]
    public void A_quarter_turn_goes_clockwise_and_a_shift_goes_right_and_down()
    {
        byte[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3], Map(90, 0, 0, 1));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Map(180, 0, 0, 1));
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 4, 5], Map(0, 1, 1, 1));
        Assert.Equal([0, 0, 0, 0, 5, 0, 0, 0, 0], Map(0, 0, 0, 1.0 / 3));

        byte[] Map(double degrees, double right, double down, double scale)
        {
            var y = new byte[9];
            var size = new ImageSize(1, 3, 3);
            AffineMap.Undo(size, degrees, right, down, scale).Apply<byte>(x, y, size, Interpolation.Nearest, 0);
            return y;
        }
    }

    [Fact]
    public void Bytes_are_rounded_and_stay_in_range()
    {
        Tensor bytes = Pictures.Noise(DType.UInt8, 3, 2, 3, 7, 6), numbers = bytes.To(DType.Float64);
        foreach (Transform transform in (Transform[])[new Resize((5, 9)), new Resize((3, 3), antialias: false), new Grayscale(),
            new RandomRotation(40, Interpolation.Bilinear, 255)])
        {
            double[] exact = transform.Apply(numbers, new Rng(1)).ToArray<double>();
            byte[] rounded = transform.Apply(bytes, new Rng(1)).ToArray<byte>();
            Assert.Equal(exact.Select(v => (byte)Math.Round(v)), rounded);
        }
    }

    [Fact]
    public void Angles_shifts_and_scales_are_uniform_in_their_ranges()
    {
        // One bright pixel right of the centre shows where it went.
        Tensor x = Tensor.Zeros([1, 1, 61, 61]);
        x[0, 0, 30, 50] = Tensor.FromScalar(1f);
        double[] angles = [.. Found(new RandomRotation(60), x).Select(at => Math.Atan2(at.Y, at.X) * 180 / Math.PI)];
        Assert.InRange(angles.Min(), -61.5, -55);
        Assert.InRange(angles.Max(), 55, 61.5);
        Assert.InRange(angles.Count(a => a < -20) / (double)angles.Length, 0.28, 0.39);
        var shifts = Found(new RandomAffine(translate: 0.1), x);
        Assert.All(shifts, at => Assert.True(Math.Abs(at.X - 20) <= 6 && Math.Abs(at.Y) <= 6, $"{at}"));
        Assert.Equal(13, shifts.Select(at => at.X).Distinct().Count());
        Assert.Equal(13, shifts.Select(at => at.Y).Distinct().Count());

        static List<(int X, int Y)> Found(Transform transform, Tensor x)
        {
            float[] y = transform.Apply(x.Expand(1000, 1, 61, 61), new Rng(9)).ToArray<float>();
            return [.. Enumerable.Range(0, y.Length).Where(i => y[i] > 0).Select(i => ((i % 61) - 30, (i / 61 % 61) - 30))];
        }
    }

    [Fact]
    public void Nothing_asked_for_changes_nothing()
    {
        Tensor x = Pictures.Noise(DType.Float32, 3, 2, 3, 7, 6);
        foreach (Transform transform in (Transform[])[new RandomAffine(), new RandomRotation(0, Interpolation.Bilinear), new Resize((7, 6)), new ColorJitter()])
            Assert.Equal(x.ToArray<float>(), transform.Apply(x).ToArray<float>());
    }

    [Fact]
    public void The_impossible_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(181));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(translate: 1.5));
        Assert.Contains("scaleMax is out of range. It is 0.5; expected 0.8", Assert.Throws<ArgumentOutOfRangeException>(
            () => new RandomAffine(scaleMin: 0.8, scaleMax: 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomAffine(shear: 90));
        Assert.Throws<TensorException>(() => new Resize(3).Apply(Tensor.Zeros([1, 1, 0, 4])));
    }

    private static IEnumerable<JsonElement> Of(string op)
    {
        JsonElement[] found = [.. Goldens.Where(golden => golden.GetProperty("op").GetString() == op)];
        Assert.True(found.Length >= 30);
        return found;
    }
}
