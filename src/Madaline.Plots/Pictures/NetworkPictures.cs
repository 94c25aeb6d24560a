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
    /// <summary>The first layer's weights as pictures: kernels of a convolution, or the units of a fully connected
    /// layer over an image.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="most">Units shown at most.</param>
    /// <returns>Null where the first weights are neither.</returns>
    public static Gallery? FirstLayer(TrainedModel model, int most = 64)
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
        string key = isColour ? "grey is 0" : "blue below 0, white 0, orange above";
        return new Gallery(
            $"First layer ({name}, {layer!.Kind}): {count} {what}; {key}; scale ±{Number(limit)}",
            [.. Enumerable.Range(0, shown).Select(i => new Tile(Picture.OfWeights(weight[i], limit)))]);
    }

    /// <summary>What every convolution makes of one image.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="image">One raw input [1, …].</param>
    /// <param name="caption">Lines about the image.</param>
    /// <param name="most">Maps of a layer shown at most.</param>
    /// <returns>The image, then a section for each convolution; null for a network without one.</returns>
    public static Gallery? FeatureMaps(TrainedModel model, Tensor image, IReadOnlyList<string> caption, int most = 32)
    {
        Tensor nothing = Tensor.Zeros([1], DType.Int64);
        Tensor input = model.Prepare(new TensorDataset(image, nothing)).Gather([0]).Inputs.To(model.Network.Device);
        var outputs = model.Network.OutputsOf(input, layer => layer is Conv2d or ConvTranspose2d);
        if (outputs.Count == 0)
            return null;
        var sections = new List<GallerySection> { new("", [new Tile(Picture.OfImage(image[0]), caption)]) };
        foreach (var (name, layer, output) in outputs)
        {
            int maps = output.Shape[1], shown = Math.Min(maps, most);
            string count = shown < maps ? $"{shown} of {maps}" : $"{maps}";
            sections.Add(new GallerySection(
                $"{name} ({layer.Kind}): {count} maps of {output.Shape[2]}×{output.Shape[3]}",
                [.. Enumerable.Range(0, shown).Select(i => new Tile(Picture.OfMap(output[0, i])))]));
        }

        return new Gallery("Feature maps: outputs of the convolutions, each from its lowest (black) to its highest "
            + "(white)", sections);
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
            [.. order.Select(i => TileOf(samples, evaluation, wrong[i], sure[i]))]);
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
