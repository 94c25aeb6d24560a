using System.Security.Cryptography;

namespace Madaline.Datasets.Tests;

public sealed class DigitsTests
{
    [Fact]
    public void The_same_seed_gives_these_very_bytes()
    {
        var (images, labels) = Digits.Generate(100, 1, "train");

        Assert.Equal("df90abfe1bb4c85ab79a4c2b5576c1a1edef38c6b908f13f9dc6d7d1b8fb236f", Convert.ToHexStringLower(SHA256.HashData(images)));
        Assert.Equal("f689b544bd7b4d087f60aa4b5ba6adcf5759c873aa29bf892c17f5f9481102fe", Convert.ToHexStringLower(SHA256.HashData(labels)));
    }

    [Fact]
    public void A_picture_does_not_depend_on_how_many_are_drawn()
    {
        var (few, fewLabels) = Digits.Generate(13, 5, "train");
        var (many, manyLabels) = Digits.Generate(57, 5, "train");

        Assert.Equal(few, many[..few.Length]);
        Assert.Equal(fewLabels, manyLabels[..fewLabels.Length]);
    }

    [Fact]
    public void Another_seed_and_another_split_give_other_pictures()
    {
        byte[] first = Digits.Generate(20, 1, "train").Images;

        Assert.NotEqual(first, Digits.Generate(20, 2, "train").Images);
        Assert.NotEqual(first, Digits.Generate(20, 1, "test").Images);
    }

    [Fact]
    public void Every_ten_pictures_hold_each_digit_once_in_an_order_that_changes()
    {
        byte[] labels = Digits.Generate(100, 3, "train").Labels;
        byte[][] tens = [.. labels.Chunk(10)];

        foreach (byte[] ten in tens)
            Assert.Equal(Enumerable.Range(0, 10), ten.Order().Select(label => (int)label));
        Assert.NotEqual(tens[0], tens[1]);
    }

    [Fact]
    public void No_pictures_are_asked_for_and_none_are_drawn()
    {
        var (images, labels) = Digits.Generate(0, 1, "train");

        Assert.Empty(images);
        Assert.Empty(labels);
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Generate(-1, 1, "train"));

    [Fact]
    public void Ink_covers_about_as_much_of_the_paper_as_in_MNIST()
    {
        var (images, labels) = Digits.Generate(1000, 1, "train");
        double mean = images.Average(pixel => pixel / 255.0);
        double[] ofDigit = [.. Enumerable.Range(0, 10).Select(digit => MeanInk(images, labels, digit))];

        Assert.InRange(mean, 0.11, 0.16); // MNIST: 0.131
        Assert.InRange(ofDigit[1], 0.06, 0.10); // MNIST: 0.078, the least of all
        Assert.Equal(1, Array.IndexOf(ofDigit, ofDigit.Min()));
        Assert.InRange(images.Count(pixel => pixel == 0) / (double)images.Length, 0.7, 0.9);
        Assert.InRange(images.Count(pixel => pixel == 255) / (double)images.Length, 0.05, 0.15);
    }

    [Fact]
    public void Every_picture_has_its_centre_of_mass_in_the_middle_to_a_pixel()
    {
        byte[] images = Digits.Generate(1000, 2, "train").Images;

        foreach (byte[] image in images.Chunk(Digits.PixelCount))
        {
            double mass = image.Sum(pixel => pixel);
            double x = image.Select((pixel, i) => pixel * (i % Digits.Side)).Sum() / mass;
            double y = image.Select((pixel, i) => pixel * (i / Digits.Side)).Sum() / mass;
            Assert.InRange(x, 13.4, 14.6);
            Assert.InRange(y, 13.4, 14.6);
        }
    }

    [Fact]
    public void Every_digit_fills_its_box()
    {
        byte[] images = Digits.Generate(1000, 4, "train").Images;

        foreach (byte[] image in images.Chunk(Digits.PixelCount))
        {
            int[] inked = [.. Enumerable.Range(0, image.Length).Where(i => image[i] >= 128)];
            int width = inked.Max(i => i % Digits.Side) - inked.Min(i => i % Digits.Side) + 1;
            int height = inked.Max(i => i / Digits.Side) - inked.Min(i => i / Digits.Side) + 1;
            Assert.InRange(Math.Max(width, height), 18, 22);
        }
    }

    [Fact]
    public void Digits_are_told_apart_by_the_nearest_class_mean()
    {
        var (train, trainLabels) = Digits.Generate(2000, 1, "train");
        var (test, testLabels) = Digits.Generate(1000, 1, "test");
        var classifier = new NearestMean(Rows(train), trainLabels, Digits.ClassCount);

        Assert.InRange(classifier.Accuracy(Rows(test), testLabels), 0.6, 1);
    }

    private static double[][] Rows(byte[] images) =>
        [.. images.Chunk(Digits.PixelCount).Select(image => Array.ConvertAll(image, pixel => pixel / 255.0))];

    private static double MeanInk(byte[] images, byte[] labels, int digit) =>
        Rows(images).Where((_, i) => labels[i] == digit).Average(image => image.Average());
}
