using System.Globalization;
using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Plots.Tests.Pictures;

public sealed class MistakesTests
{
    [Fact]
    public void Mistakes_tell_what_was_said_and_what_is_true_with_their_probabilities()
    {
        var (model, samples) = Given.Trained(Given.Plain);
        var evaluation = model.Evaluate(samples);
        var gallery = NetworkPictures.Mistakes(model, samples, evaluation, most: 5)!;
        var tiles = gallery.Sections[0].Tiles;
        Assert.Equal(5, tiles.Count);
        Assert.All(tiles, tile => Check(tile, model, samples));
    }

    private static void Check(Tile tile, TrainedModel model, TensorDataset samples)
    {
        Assert.Equal((0, 3), (tile.Highlighted, tile.Captions.Count));
        int index = int.Parse(tile.Captions[2][1..], CultureInfo.InvariantCulture);
        float[] all = model.Predict(samples.Take([index]).Inputs).ToArray<float>();
        int said = Array.IndexOf(all, all.Max()), truth = (int)samples.Targets.ToArray<long>()[index];
        Assert.NotEqual(said, truth);
        Assert.Equal(Text("said", said), tile.Captions[0]);
        Assert.Equal(Text("is", truth), tile.Captions[1]);

        string Text(string word, int c) => string.Create(CultureInfo.InvariantCulture,
            $"{word} {samples.ClassNames[c]}: {100 * all[c]:0.0}%");
    }
}
