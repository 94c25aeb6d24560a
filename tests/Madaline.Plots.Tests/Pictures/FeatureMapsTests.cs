using Madaline.NN;
using Madaline.Recipes;

namespace Madaline.Plots.Tests.Pictures;

public sealed class FeatureMapsTests
{
    private const string Convolution = """
        { "type": "conv", "channels": 4, "kernel": 3 }, { "type": "relu" }, { "type": "max-pool", "kernel": 2 },
        { "type": "flatten" }, { "type": "linear", "outputs": "classes" }
        """;

    [Fact]
    public void Maps_stand_below_their_kernel_and_above_what_activation_and_pooling_make_of_them()
    {
        var (model, samples) = Given.Trained(Convolution);
        var section = NetworkPictures.FeatureMaps(model, samples, 3, ["image 3"])!.Sections[1];
        Assert.Equal(["kernel", "0 Conv2d", "1 Relu", "2 MaxPool2d"], section.RowNames);
        Assert.Equal(16, section.Tiles.Count);
        Assert.Equal([3, 6, 6, 3], section.Tiles.Where((_, i) => i % 4 == 0).Select(tile => tile.Picture.Width));
        Assert.Equal(["#0", "#1", "#2", "#3"], section.Tiles.TakeLast(4).Select(tile => tile.Captions[0]));
        Assert.Contains("4 maps of 6×6", section.Heading);
    }

    [Fact]
    public void The_map_that_fires_most_and_dead_units_are_named()
    {
        var (model, samples) = Given.Trained(Convolution);
        Set(model, [-100, 0.5f, 100, -100]);
        var section = NetworkPictures.FeatureMaps(model, samples, 0, [])!.Sections[1];
        Assert.Contains("#2 has the highest mean", section.Heading);
        Assert.Contains("dead in all of 60 images: #0, #3", section.Heading);
        Assert.Equal("dead,,highest mean,dead", string.Join(',', section.Tiles.TakeLast(4)
            .Select(tile => tile.Captions.ElementAtOrDefault(1))));
        Assert.Equal((1, null), (section.Tiles[^2].Highlighted, section.Tiles[^3].Highlighted));
    }

    [Fact]
    public void Of_many_maps_the_first_are_shown_and_the_one_that_fires_most()
    {
        var (model, samples) = Given.Trained(Convolution);
        Set(model, [1, 1, 1, 100]);
        var section = NetworkPictures.FeatureMaps(model, samples, 0, [], most: 2)!.Sections[1];
        Assert.Contains("2 of 4 maps", section.Heading);
        Assert.Equal(["#0", "#3"], section.Tiles.TakeLast(2).Select(tile => tile.Captions[0]));
    }

    [Fact]
    public void Maps_after_the_activation_share_a_scale()
    {
        var (model, samples) = Given.Trained(Convolution);
        Set(model, [-100, 1, 100, 1]);
        Tile[] relu = [.. NetworkPictures.FeatureMaps(model, samples, 0, [])!.Sections[1].Tiles.Skip(8).Take(4)];
        Assert.Equal(0, Brightest(relu[0].Picture));
        Assert.Equal(255, Brightest(relu[2].Picture));
        Assert.InRange(Brightest(relu[1].Picture), 0, 10);
    }

    [Fact]
    public void Kernels_of_colour_images_are_drawn_by_channel()
    {
        var (model, samples) = Given.Trained(Convolution, channels: 3);
        Assert.Equal("kernel: red, green, blue",
            NetworkPictures.FeatureMaps(model, samples, 0, [])!.Sections[1].RowNames[0]);
        var section = NetworkPictures.FirstLayer(model)!.Sections[0];
        Assert.Equal(["colour", "red", "green", "blue"], section.RowNames);
        Tensor weight = model.Network.NamedModules().Select(m => m.Module).OfType<Conv2d>().First().Weight;
        for (int y = 0; y < 3; y++)
        {
            // Orange above zero, blue below.
            var green = section.Tiles[8].Picture[1, y];
            Assert.Equal(weight[0, 1, y, 1].Item<float>() > 0, green.R > green.B);
        }
    }

    [Fact]
    public void Dead_units_of_a_fully_connected_layer_are_named()
    {
        var (model, samples) = Given.Trained("""
            { "type": "flatten" }, { "type": "linear", "outputs": 5 }, { "type": "relu" },
            { "type": "linear", "outputs": "classes" }
            """);
        var layer = model.Network.NamedModules().Select(m => m.Module).OfType<Linear>().First();
        NoGrad.Run(() => layer.Bias!.CopyFrom(Tensor.From([1f, -100f, 1f, 1f, -100f])));
        var section = NetworkPictures.FirstLayer(model, samples: samples)!.Sections[0];
        Assert.Contains("dead in all of 60 images: #1, #4", section.Heading);
        Assert.Equal(["#1", "dead"], section.Tiles[1].Captions);
        Assert.Equal(["#2"], section.Tiles[2].Captions);
    }

    [Fact]
    public void The_rectifier_within_a_block_counts()
    {
        var (model, samples) = Given.Trained("""
            { "type": "block", "channels": 4, "norm": false }, { "type": "max-pool", "kernel": 2 },
            { "type": "flatten" }, { "type": "linear", "outputs": "classes" }
            """);
        Set(model, [-100, 1, 1, 100]);
        var section = NetworkPictures.FeatureMaps(model, samples, 0, [])!.Sections[1];
        Assert.Equal(["kernel", "0.conv Conv2d", "0 Block, after ReLU", "1 MaxPool2d"], section.RowNames);
        Assert.Contains("#3 has the highest mean", section.Heading);
        Assert.Contains("dead in all of 60 images: #0", section.Heading);
    }

    /// <summary>The four biases of the convolution; its weights become small.</summary>
    private static void Set(TrainedModel model, float[] bias)
    {
        var layer = model.Network.NamedModules().Select(m => m.Module).OfType<Conv2d>().First();
        NoGrad.Run(() => layer.Weight.CopyFrom(layer.Weight * 0.1));
        NoGrad.Run(() => layer.Bias!.CopyFrom(Tensor.From(bias)));
    }

    private static int Brightest(Picture picture) => Enumerable.Range(0, picture.Width * picture.Height)
        .Max(i => picture[i % picture.Width, i / picture.Width].R);
}
