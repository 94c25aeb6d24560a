using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Live;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Maps;

/// <summary>The maps of a layer of a convolutional network for one sample, and its kernels, while it trains.</summary>
internal sealed class MapsView() : View("maps", framesPerSecond: 15)
{
    private const int MaxMaps = 64, MaxKernels = 256, MaxKeptLayers = 12, MaxStates = 8, MaxStrip = 8;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept)
    {
        var stage = kept.Moment.Stage;
        if (!stage.Data.Train.IsImages)
            yield break;
        int samples = kept.IsLast ? kept.Samples : 1, layers = MapsOf(stage, 0).Length;
        for (int sample = 0; sample < samples; sample++)
        {
            for (int layer = 0; layer < Math.Min(MaxKeptLayers, layers); layer++)
                yield return new ViewQuestion(("sample", sample), ("layer", layer));
        }
    }

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        SamplePictures.Require(stage.Data.Train);
        int sample = arguments.Integer("sample", stage.Data.Train.Count);
        LayerProbe[] layers = MapsOf(stage, sample);
        if (layers.Length == 0)
            throw new ViewException("This network has no convolution, so no maps. Start the studio with a recipe that "
                + "has one, such as mnist-cnn or shapes-cnn.");
        int chosen = arguments.Integer("layer", layers.Length);
        LayerProbe layer = layers[chosen];
        json.WriteNumber("step", stage.Step);
        json.WriteNumber("sample", sample);
        json.WriteNumber("samples", stage.Data.Train.Count);
        json.WriteNumber("layer", chosen);
        json.WriteStartArray("layers");
        foreach (var one in layers)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            json.WriteString("kind", one.Layer.Kind);
            json.WriteString("shape", string.Join(" × ", one.Output.Shape.AsSpan()[1..].ToArray()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        SamplePictures.Write(json, stage.Data.Train, stage.Experiment.Model, [sample], numbers);
        WriteMaps(json, layer, numbers);
        WriteKernels(json, layer.Layer, numbers);
        WriteStrip(json, layer, moment, numbers);
    }

    /// <summary>The first kernels at some steps of the training: how they came about.</summary>
    private static void WriteStrip(
        Utf8JsonWriter json, LayerProbe layer, Moment moment, List<IReadOnlyList<float>> numbers)
    {
        string name = layer.Name.Length == 0 ? "weight" : $"{layer.Name}.weight";
        var states = layer.Layer is NN.Conv2d ? moment.Session.Copies(MaxStates)
            .Where(state => state.Step < moment.Stage.Step && state.Weights.ContainsKey(name)).ToList() : [];
        json.WriteStartArray("strip");
        foreach (var (step, weights) in states)
        {
            json.WriteNumberValue(step);
            Tensor kernels = weights[name];
            int kept = Math.Min(MaxStrip, kernels.Shape[0] * kernels.Shape[1]);
            numbers.Add(kernels.Reshape(-1, kernels.Shape[2] * kernels.Shape[3])[..kept].ToArray<float>());
        }

        json.WriteEndArray();
        json.WriteNumber("stripKernels", states.Count == 0 ? 0
            : Math.Min(MaxStrip, states[0].Weights[name].Shape[0] * states[0].Weights[name].Shape[1]));
    }

    /// <summary>The layers whose outputs are maps.</summary>
    private static LayerProbe[] MapsOf(Stage stage, int sample)
    {
        var (input, target) = stage.Sample(stage.Data.Train, sample);
        return [.. Probe.Of(stage.Network, stage.Loss, input, target).Layers.Where(layer => layer.Output.Rank == 4)];
    }

    private static void WriteMaps(Utf8JsonWriter json, LayerProbe layer, List<IReadOnlyList<float>> numbers)
    {
        int maps = layer.Output.Shape[1], shown = Math.Min(MaxMaps, maps);
        json.WriteNumber("maps", maps);
        json.WriteNumber("shown", shown);
        json.WriteNumber("mapHeight", layer.Output.Shape[2]);
        json.WriteNumber("mapWidth", layer.Output.Shape[3]);
        json.WriteBoolean("isRectified", layer.Layer is Relu);
        numbers.Add(layer.Output[0, ..shown].ToArray<float>());
    }

    /// <summary>Kernels as they are: of colour pictures one a channel.</summary>
    private static void WriteKernels(Utf8JsonWriter json, Module layer, List<IReadOnlyList<float>> numbers)
    {
        if (layer is not NN.Conv2d convolution)
        {
            json.WriteNumber("kernels", 0);
            return;
        }

        Shape shape = convolution.Weight.Shape;
        int kernels = Math.Min(MaxKernels, shape[0] * shape[1]);
        json.WriteNumber("kernels", kernels);
        json.WriteNumber("allKernels", shape[0] * shape[1]);
        json.WriteNumber("inputs", shape[1]);
        json.WriteNumber("kernelHeight", shape[2]);
        json.WriteNumber("kernelWidth", shape[3]);
        numbers.Add(convolution.Weight.Detach().Reshape(-1, shape[2] * shape[3])[..kernels].ToArray<float>());
    }
}
