using System.Security.Cryptography;
using Madaline.Tests;

namespace Madaline.Datasets.Tests;

public sealed class ShapesTests
{
    [Fact]
    public void The_same_seed_gives_these_very_bytes()
    {
        var (images, labels) = Shapes.Generate(100, 1, "train");

        Assert.Equal("2181fd06e41d1b8459c0417b3a014481cc3ddac1160890ec7e0650db3d3ebe2c", Convert.ToHexStringLower(SHA256.HashData(images)));
        Assert.Equal("72494f156d9bb9c3197b79b2e9877907124bb847a0a09eba89cb8502a7c512f0", Convert.ToHexStringLower(SHA256.HashData(labels)));
    }

    [Fact]
    public void A_picture_does_not_depend_on_how_many_are_drawn()
    {
        var (few, fewLabels) = Shapes.Generate(13, 5, "train");
        var (many, manyLabels) = Shapes.Generate(57, 5, "train");

        Assert.Equal(few, many[..few.Length]);
        Assert.Equal(fewLabels, manyLabels[..fewLabels.Length]);
    }

    [Fact]
    public void Another_seed_and_another_split_give_other_pictures()
    {
        byte[] first = Shapes.Generate(20, 1, "train").Images;

        Assert.NotEqual(first, Shapes.Generate(20, 2, "train").Images);
        Assert.NotEqual(first, Shapes.Generate(20, 1, "test").Images);
    }

    [Fact]
    public void Every_ten_pictures_hold_each_class_once_in_an_order_that_changes()
    {
        byte[][] tens = [.. Shapes.Generate(100, 3, "train").Labels.Chunk(10)];

        foreach (byte[] ten in tens)
            Assert.Equal(Enumerable.Range(0, 10), ten.Order().Select(label => (int)label));
        Assert.NotEqual(tens[0], tens[1]);
        Assert.Equal(10, Shapes.ClassNames.Distinct().Count());
    }

    [Fact]
    public void None_are_drawn_where_none_are_asked_for_and_a_negative_count_is_refused()
    {
        Assert.Empty(Shapes.Generate(0, 1, "train").Images);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Generate(-1, 1, "train"));
    }

    [Fact]
    public void Mean_brightness_tells_little_of_the_class()
    {
        var (images, labels) = Shapes.Generate(4000, 1, "train");
        for (int shape = 0; shape < 10; shape++)
        {
            double mean = Enumerable.Range(0, labels.Length).Where(i => labels[i] == shape)
                .Average(i => images.AsSpan(i * Shapes.PixelCount, Shapes.PixelCount).ToArray().Average(p => p));
            Assert.InRange(mean, 82, 122);
        }
    }

    [Fact]
    public void Every_outline_has_an_inside_and_an_outside_and_stays_in_its_circle()
    {
        for (int shape = 0; shape < 10; shape++)
        {
            int inside = 0;
            for (int i = 0; i < 10_000; i++)
            {
                double x = (i % 100 - 49.5) / 40, y = (i / 100 - 49.5) / 40;
                bool isInside = ShapeOutlines.Distance(shape, x, y) < 0;
                inside += isInside ? 1 : 0;
                Assert.False(isInside && x * x + y * y > 1.08, $"{Shapes.ClassNames[shape]} reaches ({x}, {y})");
            }

            Assert.InRange(inside, 1000, 4500);
        }
    }

    [Fact]
    public void Two_thousand_pictures_take_little_time() => OwnProcess.Run(() =>
    {
        double seconds = OwnProcess.CpuSeconds(() => Shapes.Generate(2000, 1, "train"));
        Assert.True(seconds < 20, $"2,000 pictures took {seconds} s");
    });
}
