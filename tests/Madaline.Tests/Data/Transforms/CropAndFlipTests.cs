using CsCheck;
using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

public sealed class CropAndFlipTests
{
    [Theory]
    [MemberData(nameof(Pictures.DTypes), MemberType = typeof(Pictures))]
    public void A_flip_mirrors_every_row_of_every_channel(DType dtype)
    {
        Tensor x = Pictures.Counting(dtype, 2, 2, 2, 3);
        Assert.Equal(
            [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10, 15, 14, 13, 18, 17, 16, 21, 20, 19, 24, 23, 22],
            Pictures.Numbers(new RandomHorizontalFlip(1).Apply(x)));
        Assert.Equal(Pictures.Numbers(x), Pictures.Numbers(new RandomHorizontalFlip(0).Apply(x)));
        Assert.Equal(1, Pictures.Numbers(x)[0]);
    }

    [Fact]
    public void Flips_come_as_often_as_asked_and_each_for_itself()
    {
        Tensor x = Pictures.Counting(DType.Float32, 1, 1, 1, 2).Expand(4000, 1, 1, 2);
        double[] y = Pictures.Numbers(new RandomHorizontalFlip(0.3).Apply(x, new Rng(1)));
        bool[] flipped = [.. y.Chunk(2).Select(pair => pair[0] == 2)];
        Assert.InRange(flipped.Count(f => f), 1100, 1300);
        int pairs = flipped.Zip(flipped.Skip(1)).Count(two => two.First && two.Second);
        Assert.InRange(pairs, 280, 440);
    }

    [Theory]
    [MemberData(nameof(Pictures.DTypes), MemberType = typeof(Pictures))]
    public void A_crop_is_a_window_of_the_padded_image(DType dtype)
    {
        Tensor x = Pictures.Counting(dtype, 200, 2, 3, 4);
        Tensor y = new RandomCrop(padding: (1, 2), fill: 7).Apply(x, new Rng(5));
        var places = new HashSet<(int, int)>();
        for (int i = 0; i < 200; i++)
            places.Add(Place(Pictures.Image(x, i), Pictures.Image(y, i), 2, 3, 4, 3, 4, 1, 2, 7));
        Assert.Equal(15, places.Count);
    }

    [Fact]
    public void Any_size_and_padding_gives_a_window() => Gen.Select(
        Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 12], Gen.Int[1, 12], Gen.ULong).Sample((h, w, ph, pw, sh, sw, seed) =>
        {
            var (height, width) = (Math.Min(sh, h + (2 * ph)), Math.Min(sw, w + (2 * pw)));
            Tensor x = Pictures.Counting(DType.Float32, 3, 2, h, w);
            Tensor y = new RandomCrop((height, width), (ph, pw), 99).Apply(x, new Rng(seed));
            Assert.Equal([3, 2, height, width], y.Shape.ToArray());
            for (int i = 0; i < 3; i++)
                Place(Pictures.Image(x, i), Pictures.Image(y, i), 2, h, w, height, width, ph, pw, 99);
        }, iter: 300);

    [Fact]
    public void Every_place_is_equally_likely()
    {
        Tensor x = Pictures.Counting(DType.UInt8, 1, 1, 3, 3).Expand(9000, 1, 3, 3);
        double[] corner = Pictures.Numbers(new RandomCrop(1).Apply(x, new Rng(2)));
        Assert.All(corner.GroupBy(v => v), place => Assert.InRange(place.Count(), 880, 1120));
        Assert.Equal(9, corner.Distinct().Count());
    }

    [Fact]
    public void The_centre_is_where_torchvision_takes_it()
    {
        // Half of the difference, rounded to even: (5 − 2) / 2 = 1.5 → 2; (4 − 3) / 2 = 0.5 → 0.
        Tensor x = Pictures.Counting(DType.Float32, 1, 1, 5, 4);
        Assert.Equal([9, 10, 11, 13, 14, 15], Pictures.Numbers(new CenterCrop((2, 3)).Apply(x)));
        Assert.Equal(Pictures.Numbers(x), Pictures.Numbers(new CenterCrop((5, 4)).Apply(x)));
    }

    [Fact]
    public void Evaluation_takes_the_centre_of_what_training_crops()
    {
        Transform steps = new RandomCrop(2, 1).Then(new RandomHorizontalFlip()).Then(new ToFloat());
        Tensor x = Pictures.Counting(DType.UInt8, 1, 1, 4, 4);
        Assert.Equal([6 / 255f, 7 / 255f, 10 / 255f, 11 / 255f], steps.InEvaluation!.Apply(x).ToArray<float>());
        Assert.Null(new RandomCrop(padding: 4).Then(new RandomHorizontalFlip()).InEvaluation);
        Assert.Equal([3, 2, 2], steps.OutputShape([3, 4, 4]).ToArray());
    }

    [Fact]
    public void The_impossible_is_refused_with_sizes_and_remedy()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop((0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(padding: (1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CenterCrop(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomHorizontalFlip(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomHorizontalFlip(double.NaN));
        Assert.Equal("random-crop: the part is larger than the image. The image is 4 × 4 with a padding of 1; expected at "
            + "least 8 × 8. Use a smaller size or more padding.",
            Assert.Throws<TensorException>(() => new RandomCrop(8, 1).OutputShape([3, 4, 4])).Message);
        Assert.Contains("center-crop: the part is larger", Refused(new CenterCrop((2, 9)), Tensor.Zeros([1, 1, 4, 4])));
        Assert.Contains("flip: needs images. inputs is Float32 [2, 4]", Refused(new RandomHorizontalFlip(), Tensor.Zeros([2, 4])));
        Assert.Contains("Int64 [1, 1, 2, 2]", Refused(new RandomHorizontalFlip(), Tensor.Zeros([1, 1, 2, 2], DType.Int64)));
        Assert.Contains("flip: needs images. A sample is [7]", Assert.Throws<TensorException>(
            () => new RandomHorizontalFlip().OutputShape([7])).Message);
    }

    [Fact]
    public void Batches_of_none_and_images_without_channels_are_fine()
    {
        foreach (int[] shape in (int[][])[[0, 3, 4, 4], [2, 0, 4, 4]])
        {
            Assert.Equal(shape, new RandomCrop(padding: 1).Apply(Tensor.Zeros(shape)).Shape.ToArray());
            Assert.Equal(shape, new RandomHorizontalFlip().Apply(Tensor.Zeros(shape)).Shape.ToArray());
        }
    }

    private static string Refused(Transform transform, Tensor x) =>
        Assert.Throws<TensorException>(() => transform.Apply(x)).Message;

    /// <summary>Finds the one place whose window of the padded image is what came out.</summary>
    private static (int Top, int Left) Place(
        double[] x, double[] y, int channels, int h, int w, int height, int width, int ph, int pw, double fill)
    {
        for (int top = -ph; top <= h + ph - height; top++)
        {
            for (int left = -pw; left <= w + pw - width; left++)
            {
                if (IsWindow(top, left))
                    return (top, left);
            }
        }

        Assert.Fail("no window of the padded image");
        return default;

        bool IsWindow(int top, int left)
        {
            for (int k = 0; k < y.Length; k++)
            {
                int c = k / (height * width), row = top + (k / width % height), column = left + (k % width);
                bool isInside = row >= 0 && row < h && column >= 0 && column < w;
                if (y[k] != (isInside ? x[(((c * h) + row) * w) + column] : fill))
                    return false;
            }

            return y.Length == channels * height * width;
        }
    }
}
