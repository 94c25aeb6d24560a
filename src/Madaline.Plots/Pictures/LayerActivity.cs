using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;

namespace Madaline.Plots;

/// <summary>
/// What a layer with weights gives for one image, also after the activation and the pooling behind it.
/// </summary>
/// <param name="Own">The layer's output, [1, units, …].</param>
/// <param name="Later">The outputs of activation and pooling behind it, in order.</param>
/// <param name="Dead">
/// Units whose ReLU gave 0 for every image that was tried; null where no ReLU follows.
/// </param>
/// <param name="Tried">Images that were tried.</param>
internal sealed record LayerActivity(
    LayerOutput Own, IReadOnlyList<LayerOutput> Later, IReadOnlyList<int>? Dead, int Tried)
{
    /// <summary>Images that decide which units are dead, at most.</summary>
    public const int MostTried = 256;

    private const int BatchSize = 32, MostNamed = 20;

    /// <summary>What decides how much a unit fires: the output of the activation, or the layer's own.</summary>
    public LayerOutput Fired => Later.FirstOrDefault(later => IsActivation(later.Layer)) is { Layer: not null } found
        ? found : Own;

    /// <summary>The mean of each unit's output after the activation.</summary>
    public double[] Means()
    {
        double[] values = Read(Fired.Output);
        int units = Fired.Output.Shape[1], each = values.Length / units;
        return [.. Enumerable.Range(0, units).Select(u => values.AsSpan(u * each, each).ToArray().Average())];
    }

    /// <summary>Which units are dead, in words; empty where no ReLU follows.</summary>
    public string DeadText => Dead switch
    {
        null => "",
        [] => $"no dead unit in {Tried} images",
        _ => $"dead in all of {Tried} images: {string.Join(", ", Dead.Take(MostNamed).Select(unit => $"#{unit}"))}"
            + (Dead.Count > MostNamed ? $" and {Dead.Count - MostNamed} more" : ""),
    };

    /// <summary>Sends one image through, and others to find dead units.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="samples">Raw images.</param>
    /// <param name="index">The one whose outputs are kept.</param>
    public static IReadOnlyList<LayerActivity> Of(TrainedModel model, TensorDataset samples, int index)
    {
        int tried = Math.Min(samples.Count, MostTried);
        var highest = new Dictionary<string, double[]>();
        for (int start = 0; start < tried; start += BatchSize)
        {
            foreach (var layer in Outputs(model, samples.Inputs[start..Math.Min(tried, start + BatchSize)]))
            {
                if (EndsInRelu(layer.Fired.Layer))
                    highest[layer.Own.Name] = Highest(layer.Fired.Output, highest.GetValueOrDefault(layer.Own.Name));
            }
        }

        return [.. Outputs(model, samples.Inputs[index..(index + 1)]).Select(layer => layer with
        {
            Tried = tried,
            Dead = highest.GetValueOrDefault(layer.Own.Name) is { } tops
                ? [.. Enumerable.Range(0, tops.Length).Where(unit => tops[unit] <= 0)] : null,
        })];
    }

    /// <summary>Numbers of a tensor on any device.</summary>
    public static double[] Read(Tensor x) => x.Detach().To(DType.Float64).To(Device.Cpu).ToArray<double>();

    private static List<LayerActivity> Outputs(TrainedModel model, Tensor raw)
    {
        var images = new TensorDataset(raw, Tensor.Zeros([raw.Shape[0]], DType.Int64));
        Tensor inputs = model.Prepare(images).Gather([.. Enumerable.Range(0, images.Count)]).Inputs
            .To(model.Network.Device);
        var layers = new List<LayerActivity>();
        foreach (var output in model.Network.OutputsOf(inputs, IsOfInterest))
        {
            if (HasUnits(output.Layer))
                layers.Add(new LayerActivity(output, [], null, 0));
            else if (layers.Count > 0 && Continues(layers[^1].Own.Output, output.Output))
                layers[^1] = layers[^1] with { Later = [.. layers[^1].Later, output] };
        }

        return layers;
    }

    private static bool Continues(Tensor own, Tensor later) =>
        own.Rank == later.Rank && own.Rank >= 2 && own.Shape[1] == later.Shape[1];

    private static bool IsOfInterest(Module layer) =>
        HasUnits(layer) || IsActivation(layer) || layer.Kind.EndsWith("Pool2d", StringComparison.Ordinal);

    private static bool HasUnits(Module layer) => layer is Conv2d or ConvTranspose2d or Linear;

    private static bool IsActivation(Module layer) =>
        EndsInRelu(layer) || layer is LeakyRelu or Elu or Gelu or Silu or Sigmoid or Tanh or Softplus;

    /// <summary>Whether what comes out went through a rectifier: those within blocks have no name of their
    /// own.</summary>
    private static bool EndsInRelu(Module layer) =>
        layer is Relu or Block { Activate: true } or Residual { Activate: true };

    private static double[] Highest(Tensor output, double[]? before)
    {
        double[] values = Read(output);
        int units = output.Shape[1], each = values.Length / (output.Shape[0] * units);
        double[] highest = before ?? [.. Enumerable.Repeat(double.NegativeInfinity, units)];
        for (int i = 0; i < values.Length; i++)
        {
            int unit = i / each % units;
            highest[unit] = Math.Max(highest[unit], values[i]);
        }

        return highest;
    }
}
