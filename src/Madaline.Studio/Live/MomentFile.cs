using System.Globalization;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;

namespace Madaline.Studio.Live;

/// <summary>All tensors of a moment in one file.</summary>
internal static class MomentFile
{
    /// <summary>
    /// Every tensor behind what is shown: weights, and of one sample its input and target, z, a and δ of every layer
    /// and all gradients, as safetensors.
    /// </summary>
    /// <param name="stage">The network that is shown.</param>
    /// <param name="isTest">Whether the sample is of the test part.</param>
    /// <param name="sample">Which sample; brought to the nearest there is.</param>
    public static byte[] Of(Stage stage, bool isTest, int sample)
    {
        TensorDataset part = isTest && stage.Data.Test.Count > 0 ? stage.Data.Test : stage.Data.Train;
        int index = Math.Clamp(sample, 0, part.Count - 1);
        var (input, target) = stage.Sample(part, index);
        Probe probe = Probe.Of(stage.Network, stage.Loss, input, target);
        var tensors = new OrderedDictionary<string, Tensor> { ["input"] = input, ["target"] = target };
        foreach (var (name, weight) in stage.Network.StateDict())
            tensors.Add($"weights.{name}", weight);
        for (int i = 0; i < probe.Layers.Count; i++)
        {
            var layer = probe.Layers[i];
            tensors.Add($"layers.{i}.{layer.Layer.Kind}.input", layer.Input);
            tensors.Add($"layers.{i}.{layer.Layer.Kind}.output", layer.Output);
            if (layer.OutputGradient is { } gradient)
                tensors.Add($"layers.{i}.{layer.Layer.Kind}.delta", gradient);
        }

        foreach (var (name, gradient) in probe.Gradients)
            tensors.Add($"gradients.{name}", gradient);
        tensors.Add("cost", probe.Cost);
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, About(stage, part, index));
        return stream.ToArray();
    }

    private static Dictionary<string, string> About(Stage stage, TensorDataset part, int index)
    {
        var recipe = stage.Experiment.Model.Recipe;
        return new Dictionary<string, string>
        {
            ["recipe"] = recipe.Name,
            ["seed"] = recipe.Seed.ToString(CultureInfo.InvariantCulture),
            ["step"] = stage.Step.ToString(CultureInfo.InvariantCulture),
            ["part"] = ReferenceEquals(part, stage.Data.Train) ? "train" : "test",
            ["sample"] = index.ToString(CultureInfo.InvariantCulture),
            ["loss"] = stage.Loss.Kind,
        };
    }
}
