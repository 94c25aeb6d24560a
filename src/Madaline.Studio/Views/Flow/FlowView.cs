using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Flow;

/// <summary>How strongly the cost pulls at each layer, and which units do not answer to it.</summary>
internal sealed class FlowView() : View("flow", framesPerSecond: 10)
{
    private const int Samples = 64;

    /// <summary>A slope below this part of the greatest one counts as none.</summary>
    private const double Flat = 0.04;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => [new()];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        int count = Math.Min(Samples, stage.Data.Train.Count);
        var (inputs, targets) = stage.Batch(stage.Data.Train[..count]);
        Probe probe = Probe.Of(stage.Network, stage.Loss, inputs, targets);
        json.WriteNumber("step", stage.Step);
        json.WriteNumber("samples", count);
        json.WriteStartArray("layers");
        var sizes = new List<float>();
        for (int i = 0; i < probe.Layers.Count; i++)
        {
            var layer = probe.Layers[i];
            if (layer.OutputGradient is not { } delta || layer.Layer.ParameterCount == 0)
                continue;
            double size = Math.Sqrt(delta.Detach().Square().Mean().Item<float>()) * count;
            sizes.Add((float)size);
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Layer.Kind);
            json.WriteFormula("size", size);
            WriteUnits(json, probe.Layers.Skip(i + 1).FirstOrDefault());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("count", sizes.Count);
        numbers.Add(sizes);
    }

    /// <summary>Of the activation behind a layer: how many of its units are dead or saturated.</summary>
    private static void WriteUnits(Utf8JsonWriter json, LayerProbe? next)
    {
        if (next is null || Units.Of(next.Layer) is not { } kind)
            return;
        int units = next.Output.Elements / next.Output.Shape[0], idle = kind.Count(next.Output);
        json.WriteString("then", next.Layer.Kind);
        json.WriteString("what", kind.What);
        json.WriteNumber("units", units);
        json.WriteNumber("idle", idle);
    }

    /// <summary>Which units of an activation do not answer to a change.</summary>
    /// <param name="What">What they are called.</param>
    /// <param name="IsIdle">Whether an output is one from which nothing flows back.</param>
    private sealed record Units(string What, Func<float, bool> IsIdle)
    {
        private static readonly Dictionary<Type, Units> Known = new()
        {
            [typeof(Relu)] = new("dead: 0 for every sample", a => a == 0),
            [typeof(NN.Sigmoid)] = new("saturated: flat for every sample", a => a * (1 - a) < Flat * 0.25),
            [typeof(Tanh)] = new("saturated: flat for every sample", a => 1 - (a * a) < Flat),
        };

        public static Units? Of(Module layer) => Known.GetValueOrDefault(layer.GetType());

        /// <summary>How many are idle for all samples of a batch.</summary>
        public int Count(Tensor output)
        {
            float[] all = output.ToArray<float>();
            int samples = output.Shape[0], units = all.Length / samples, idle = 0;
            for (int unit = 0; unit < units; unit++)
            {
                bool isIdle = true;
                for (int sample = 0; sample < samples && isIdle; sample++)
                    isIdle = IsIdle(all[(sample * units) + unit]);
                idle += isIdle ? 1 : 0;
            }

            return idle;
        }
    }
}
