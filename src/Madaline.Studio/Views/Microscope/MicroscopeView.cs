using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Views.Microscope;

/// <summary>
/// The chain rule with the numbers of one sample: z, a and δ of every neuron, the four equations for one of them, and
/// what automatic differentiation and a finite difference say.
/// </summary>
internal sealed class MicroscopeView() : View("microscope", framesPerSecond: 30)
{
    /// <summary>More neurons of a layer are not drawn.</summary>
    private const int MaxNeurons = 16384;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept)
    {
        if (ChainRule.WhyNot(kept.Moment.Stage.Network) is not null)
            yield break;
        for (int sample = 0; sample < kept.Samples; sample++)
        {
            foreach (var (layer, neuron) in Selection.Telling(kept.Moment.Stage, sample))
                yield return new ViewQuestion(("sample", sample), ("layer", layer), ("neuron", neuron));
        }
    }

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        if (ChainRule.WhyNot(stage.Network) is { } problem)
            throw new ViewException($"The four equations lead through a chain of layers, and this network is none: "
                + $"{problem}.");
        var sample = Selection.OfSample(stage, arguments);
        var rule = sample.Rule(stage);
        var chosen = sample.In(rule, arguments);
        var equations = new NeuronEquations(rule, chosen, stage.Loss, stage.Rate).All().ToList();
        WriteSample(json, stage, chosen, rule, numbers);
        WriteLayers(json, rule, numbers);
        WriteChosen(json, rule, chosen, numbers);
        WriteNudge(json, rule, chosen, arguments.Number("nudge", -2, 2, 0.1));
        json.WriteStartArray("equations");
        foreach (var equation in equations)
            equation.Write(json);
        json.WriteEndArray();
    }

    private static void WriteSample(
        Utf8JsonWriter json, Stage stage, Selection chosen, ChainRule rule, List<IReadOnlyList<float>> numbers)
    {
        var model = stage.Experiment.Model;
        var part = chosen.Part;
        json.WriteNumber("step", stage.Step);
        json.WriteString("part", chosen.PartName);
        json.WriteNumber("sample", chosen.Sample);
        json.WriteNumber("samples", part.Count);
        json.WriteFormula("cost", rule.Probe.Cost.Item<float>());
        json.WriteString("loss", stage.Loss.Kind);
        if (!model.Task.HasNumbers)
        {
            int said = Said(rule), right = (int)part.Targets[chosen.Sample].Item<long>();
            json.WriteString("target", part.ClassName(right));
            json.WriteNumber("targetIndex", right);
            json.WriteString("said", part.ClassName(said));
            json.WriteStartArray("classes");
            foreach (string name in model.ClassNames)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("target", FormulaNumber.Of(part.Targets[chosen.Sample].Item<double>()).ToString());
            json.WriteString("said", FormulaNumber.Of(
                model.Predict(part.Inputs[chosen.Sample..(chosen.Sample + 1)]).Item<double>()).ToString());
        }

        Tensor raw = rule.Probe.Layers[0].Input;
        Shapes(json, "inputShape", raw.Shape);
        json.WriteBoolean("isImage", part.IsImages);
        numbers.Add(raw.ToArray<float>());
    }

    private static int Said(ChainRule rule) => (int)rule.Probe.Layers[^1].Output.Flatten().ArgMax(0).Item<long>();

    private static void WriteLayers(Utf8JsonWriter json, ChainRule rule, List<IReadOnlyList<float>> numbers)
    {
        json.WriteStartArray("layers");
        foreach (var layer in rule.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Name);
            json.WriteString("kind", layer.Call.Layer.Kind);
            json.WriteString("then", string.Join(", ", layer.Between.Select(call => call.Layer.Kind)));
            Shapes(json, "shape", layer.Call.Output.Shape);
            int shown = Math.Min(MaxNeurons, layer.Z.Count), shownA = Math.Min(MaxNeurons, layer.A.Count);
            json.WriteNumber("neurons", layer.Z.Count);
            json.WriteNumber("shown", shown);
            json.WriteNumber("shownA", shownA);
            json.WriteEndObject();
            numbers.AddRange([[.. layer.Z.Take(shown)], [.. layer.A.Take(shownA)], [.. layer.Delta.Take(shown)]]);
        }

        json.WriteEndArray();
    }

    /// <summary>The weights that lead to the neuron, and how the cost depends on them.</summary>
    private static void WriteChosen(
        Utf8JsonWriter json, ChainRule rule, Selection chosen, List<IReadOnlyList<float>> numbers)
    {
        var layer = rule.Layers[chosen.Layer];
        int perOutput = layer.Weight.Count / layer.WeightShape[0], first = layer.BiasOf(chosen.Neuron) * perOutput;
        string name = layer.Name.Length == 0 ? "weight" : $"{layer.Name}.weight";
        float[] gradient = rule.Probe.Gradients[name].ToArray<float>();
        json.WriteNumber("layer", chosen.Layer);
        json.WriteNumber("neuron", chosen.Neuron);
        json.WriteNumber("cell", chosen.Cell);
        json.WriteNumber("inputs", layer.Input.Count);
        json.WriteNumber("weight", chosen.Weight);
        json.WriteString("value", layer.Weight[chosen.Weight]
            .ToString("G7", CultureInfo.InvariantCulture).Replace('-', '−'));
        json.WriteNumber("weightInRow", chosen.Weight - first);
        json.WriteNumber("weights", perOutput);
        Shapes(json, "weightShape", layer.WeightShape);
        json.WriteString("parameter", name);
        numbers.AddRange([[.. layer.Weight.Skip(first).Take(perOutput)], gradient[first..(first + perOutput)]]);
    }

    /// <summary>What ∂C/∂w says of a change of the weight, and what it does.</summary>
    private static void WriteNudge(Utf8JsonWriter json, ChainRule rule, Selection chosen, double change)
    {
        var layer = rule.Layers[chosen.Layer];
        string name = layer.Name.Length == 0 ? "weight" : $"{layer.Name}.weight";
        double slope = rule.WeightGradient(chosen.Layer, chosen.Weight).Sum(term => term.Product);
        double said = slope * change, done = rule.CostChange(name, chosen.Weight, change);
        json.WriteStartObject("nudge");
        json.WriteNumber("by", change);
        json.WriteFormula("said", said);
        json.WriteFormula("done", done);
        json.WriteBoolean("isFar", Math.Abs(done - said) > 0.1 * Math.Abs(done));
        json.WriteEndObject();
    }

    /// <summary>A shape without the dimension of samples.</summary>
    private static void Shapes(Utf8JsonWriter json, string name, Shape shape)
    {
        json.WriteStartArray(name);
        foreach (int size in shape.AsSpan()[1..])
            json.WriteNumberValue(size);
        json.WriteEndArray();
    }
}
