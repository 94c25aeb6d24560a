using System.Globalization;
using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Plots;

/// <summary>What can be seen of a trained network: its first weights, what its convolutions make of an image, and
/// where it is sure and wrong.</summary>
public static class NetworkPictures
{
    private const int UnitsInRow = 16, ImageWidth = 192;

    /// <summary>The first layer's weights as pictures: kernels of a convolution, or the units of a fully connected
    /// layer over an image.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="most">Units shown at most.</param>
    /// <param name="samples">Raw images that tell which units are dead; null to leave that out.</param>
    /// <returns>
    /// Null where the first weights are neither. Kernels of colour images stand over their red, green and blue parts.
    /// </returns>
    public static Gallery? FirstLayer(TrainedModel model, int most = 64, TensorDataset? samples = null)
    {
        var (name, layer) = model.Network.NamedModules().FirstOrDefault(m => m.Module is Conv2d or Linear);
        Shape input = model.Pipeline.Transform.OutputShape(model.InputShape);
        Tensor? weight = layer switch
        {
            Conv2d convolution => convolution.Weight,
            Linear linear when input.Rank is 2 or 3 && linear.Inputs == input.Elements =>
                linear.Weight.Reshape([linear.Outputs, .. input.AsSpan()]),
            _ => null,
        };
        if (weight is null)
            return null;
        weight = weight.Detach().To(Device.Cpu);
        int units = weight.Shape[0], shown = Math.Min(most, units);
        weight = weight[..shown];
        double limit = Limit(weight);
        bool isColour = weight.Rank == 4 && weight.Shape[1] == 3;
        string count = shown < units ? $"the first {shown} of {units}" : $"all {units}";
        string what = layer is Conv2d ? $"kernels of {weight.Shape[2]}×{weight.Shape[3]}" : "units";
        string key = isColour ? "in colour grey is 0, by channel as the scale below shows"
            : "blue below 0, white 0, orange above, as the scale below shows";
        var activity = samples is null || samples.Count == 0 ? null
            : LayerActivity.Of(model, samples, 0).FirstOrDefault(found => ReferenceEquals(found.Own.Layer, layer));
        string heading = key;
        if (activity is { DeadText.Length: > 0 })
            heading += $"; {activity.DeadText}";
        int[][] rows = isColour ? [.. Enumerable.Range(0, shown).Chunk(UnitsInRow)] : [[.. Enumerable.Range(0, shown)]];
        return new Gallery($"First layer ({name}, {layer!.Kind}): {count} {what}",
        [
            .. rows.Select((chunk, i) => Section(weight, limit, chunk, activity, isColour, i == 0 ? heading : "")),
            Scale(limit),
        ]);
    }

    /// <summary>What the colours stand for, with numbers: whoever takes two for one sees which end is which.</summary>
    private static GallerySection Scale(double limit) => new("scale of the weights",
        [.. ((double[])[-1, -0.5, 0, 0.5, 1]).Select(share => new Tile(
            Picture.OfWeights(Tensor.Full([4, 4], share * limit), limit), Signed(share * limit)))])
    {
        PictureWidth = 28,
    };

    private static string Signed(double value) =>
        value == 0 ? "0" : $"{(value < 0 ? "−" : "+")}{Number(Math.Abs(value))}";

    private static GallerySection Section(
        Tensor weight, double limit, int[] units, LayerActivity? activity, bool isColour, string heading)
    {
        IEnumerable<Tile> own = units.Select(unit => activity?.Dead?.Contains(unit) == true
            ? new Tile(Picture.OfWeights(weight[unit], limit), $"#{unit}", "dead") { Highlighted = 1 }
            : new Tile(Picture.OfWeights(weight[unit], limit), $"#{unit}"));
        if (!isColour)
            return new GallerySection(heading, [.. own]);
        var parts = Enumerable.Range(0, 3).SelectMany(channel =>
            units.Select(unit => new Tile(Picture.OfWeights(weight[unit, channel], limit))));
        return new GallerySection(heading, [.. own, .. parts]) { RowNames = ["colour", "red", "green", "blue"] };
    }

    /// <summary>
    /// What every convolution makes of one image: its kernels, its maps, and those after activation and pooling; which
    /// map has the highest mean, and which units are 0 for every image.
    /// </summary>
    /// <param name="model">A trained network.</param>
    /// <param name="samples">Raw images; up to 256 of them tell which units are dead.</param>
    /// <param name="index">The image whose maps are shown.</param>
    /// <param name="caption">Lines about the image.</param>
    /// <param name="most">Maps of a layer shown at most.</param>
    /// <returns>The image, then sections for each convolution; null for a network without one.</returns>
    public static Gallery? FeatureMaps(
        TrainedModel model, TensorDataset samples, int index, IReadOnlyList<string> caption, int most = 32)
    {
        LayerActivity[] layers = [.. LayerActivity.Of(model, samples, index)
            .Where(layer => layer.Own.Layer is Conv2d or ConvTranspose2d)];
        if (layers.Length == 0)
            return null;
        return new Gallery("Feature maps: each from its lowest (black) to its highest (white), after activation and "
            + "pooling on one scale a row",
        [
            new GallerySection("", [new Tile(Picture.OfImage(samples.Inputs[index]), caption)])
            {
                PictureWidth = ImageWidth,
            },
            .. layers.SelectMany(layer => FeatureMapRows.Of(layer, most, Limit)),
        ]);
    }

    /// <summary>
    /// The test images that the network got wrong and was surest about, with the probabilities of what it said and of
    /// what is true.
    /// </summary>
    /// <param name="model">A trained network.</param>
    /// <param name="samples">What it was evaluated on: images.</param>
    /// <param name="evaluation">Its answers for them.</param>
    /// <param name="most">Images shown at most.</param>
    /// <returns>Null when nothing was wrong.</returns>
    public static Gallery? Mistakes(TrainedModel model, TensorDataset samples, Evaluation evaluation, int most = 40)
    {
        int[] wrong = [.. Enumerable.Range(0, evaluation.Answers.Count)
            .Where(i => evaluation.Answers[i] is { Target: >= 0, IsRight: false })];
        if (wrong.Length == 0)
            return null;
        var sure = Probabilities(model, samples, evaluation, wrong);
        int[] order = [.. Enumerable.Range(0, wrong.Length).OrderByDescending(i => sure[i].Said).Take(most)];
        return new Gallery(
            $"Wrong and sure of it: {order.Length} of {wrong.Length} mistakes on {samples.Count} test images",
            [.. order.Select(i => TileOf(samples, evaluation, wrong[i], sure[i]))])
        {
            Description = Description(evaluation, wrong[order[0]], sure[order[0]], wrong.Length),
        };
    }

    /// <summary>The probabilities that the network gave to what it said and to what is true.</summary>
    private static (double Said, double True)[] Probabilities(
        TrainedModel model, TensorDataset samples, Evaluation evaluation, int[] wrong)
    {
        const int batch = 256;
        var sure = new (double, double)[wrong.Length];
        for (int start = 0; start < wrong.Length; start += batch)
        {
            int[] indices = wrong[start..Math.Min(wrong.Length, start + batch)];
            float[] all = model.Predict(samples.Take(indices).Inputs).To(DType.Float32).To(Device.Cpu).ToArray<float>();
            int classes = all.Length / indices.Length;
            for (int i = 0; i < indices.Length; i++)
            {
                var (truth, said) = evaluation.Answers[indices[i]];
                sure[start + i] = (all[(i * classes) + said], all[(i * classes) + truth]);
            }
        }

        return sure;
    }

    private static Tile TileOf(
        TensorDataset samples, Evaluation evaluation, int index, (double Said, double True) probability)
    {
        var (truth, said) = evaluation.Answers[index];
        return new Tile(Picture.OfImage(samples.Inputs[index]),
            $"said {evaluation.ClassNames[said]}: {Percent(probability.Said)}",
            $"is {evaluation.ClassNames[truth]}: {Percent(probability.True)}", $"#{index}")
        {
            Highlighted = 0,
        };
    }

    private static string Description(
        Evaluation evaluation, int index, (double Said, double True) probability, int mistakes)
    {
        var (truth, said) = evaluation.Answers[index];
        return $"{mistakes} of {evaluation.Evaluated} images were answered wrong; surest of all, with "
            + $"{Percent(probability.Said)}, image {index} was called \"{evaluation.ClassNames[said]}\", and it is "
            + $"\"{evaluation.ClassNames[truth]}\" ({Percent(probability.True)}).";
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A scale for all units, from which a few outliers may stand out.</summary>
    private static double Limit(Tensor weights)
    {
        double[] sizes = weights.Abs().To(DType.Float64).ToArray<double>();
        Array.Sort(sizes);
        return sizes.Length == 0 ? 0 : sizes[Math.Min(sizes.Length - 1, (int)(sizes.Length * 0.998))];
    }

    private static string Number(double value) => value.ToString("0.00#", CultureInfo.InvariantCulture);
}
