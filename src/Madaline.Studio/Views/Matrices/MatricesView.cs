using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;
using Madaline.Studio.Views.Microscope;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Views.Matrices;

/// <summary>
/// A linear layer as matrices, forward a = σ(W a + b) and backward δ = (Wᵀ δ) ⊙ σ′(z), and one row of the product term
/// by term.
/// </summary>
internal sealed class MatricesView() : View("matrices", framesPerSecond: 20)
{
    /// <summary>Larger matrices are drawn up to here.</summary>
    private const int MaxRows = 256, MaxColumns = 1024, MaxKept = 32;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept)
    {
        var stage = kept.Moment.Stage;
        if (ChainRule.WhyNot(stage.Network) is not null)
            yield break;
        var linear = stage.Network.NamedModules().Select(module => module.Module).Where(NeuronLayer.IsOne).Index()
            .Where(layer => layer.Item is NN.Linear);
        foreach (var (layer, module) in linear)
        {
            Shape shape = ((NN.Linear)module).Weight.Shape;
            for (int row = 0; row < Math.Min(MaxKept, shape[0]); row++)
                yield return new ViewQuestion(("way", "forward"), ("layer", layer), ("row", row));
            for (int column = 0; column < Math.Min(MaxKept, shape[1]) && layer > 0; column++)
                yield return new ViewQuestion(("way", "backward"), ("layer", layer), ("column", column));
        }
    }

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        if (ChainRule.WhyNot(stage.Network) is { } problem)
            throw new ViewException($"Matrices follow one another in a chain of layers, and this network is none: "
                + $"{problem}.");
        var sample = Selection.OfSample(stage, arguments);
        var rule = sample.Rule(stage);
        int[] linear = [.. rule.Layers.Index().Where(layer => IsMatrix(layer.Item)).Select(layer => layer.Index)];
        if (linear.Length == 0)
            throw new ViewException("This network has no linear layer. A convolution is a matrix, too, but a sparse "
                + "one with few numbers: see Kernel lab.");
        int wanted = arguments.Integer("layer", rule.Layers.Count, linear[0]);
        var product = new MatrixProduct(rule, linear.MinBy(layer => Math.Abs(layer - wanted)));
        bool isBackward = arguments.Text("way") == "backward" && product.WhyNotBackward is null;
        int row = arguments.Integer("row", product.Rows), column = arguments.Integer("column", product.Columns);
        WriteSample(json, stage, sample, rule, linear);
        json.WriteNumber("layer", product.Layer);
        json.WriteString("way", isBackward ? "backward" : "forward");
        if (product.WhyNotBackward is { } reason)
            json.WriteString("noBackward", reason);
        WriteSize(json, product, row, column);
        if (isBackward)
            MatrixFormulas.WriteBackward(json, product, column);
        else
            MatrixFormulas.WriteForward(json, product, row);
        WriteNumbers(product, isBackward, numbers);
    }

    private static bool IsMatrix(NeuronLayer layer) =>
        layer.WeightShape.Rank == 2 && layer.Input.Count == layer.WeightShape[1];

    private static void WriteSample(
        Utf8JsonWriter json, Stage stage, Selection sample, ChainRule rule, IEnumerable<int> layers)
    {
        json.WriteNumber("step", stage.Step);
        json.WriteString("part", sample.PartName);
        json.WriteNumber("sample", sample.Sample);
        json.WriteNumber("samples", sample.Part.Count);
        if (!stage.Experiment.Model.Task.HasNumbers)
            json.WriteString("target", sample.Part.ClassName((int)sample.Part.Targets[sample.Sample].Item<long>()));
        json.WriteStartArray("layers");
        foreach (int layer in layers)
        {
            Shape shape = rule.Layers[layer].WeightShape;
            json.WriteStartObject();
            json.WriteNumber("index", layer);
            json.WriteString("text", $"{layer + 1}: {shape[1]} → {shape[0]}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSize(Utf8JsonWriter json, MatrixProduct product, int row, int column)
    {
        json.WriteNumber("rows", product.Rows);
        json.WriteNumber("columns", product.Columns);
        json.WriteNumber("shownRows", Math.Min(MaxRows, product.Rows));
        json.WriteNumber("shownColumns", Math.Min(MaxColumns, product.Columns));
        json.WriteNumber("row", row);
        json.WriteNumber("column", column);
    }

    /// <summary>The matrix, then what is multiplied, added to it or by it, and comes out.</summary>
    private static void WriteNumbers(MatrixProduct product, bool isBackward, List<IReadOnlyList<float>> numbers)
    {
        int rows = Math.Min(MaxRows, product.Rows), columns = Math.Min(MaxColumns, product.Columns);
        float[] shown = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                shown[(row * columns) + column] = product.Weight(row, column);
        }

        numbers.Add(shown);
        if (isBackward)
        {
            numbers.AddRange([
                [.. product.Delta.Take(rows)], [.. product.SlopesBefore.Take(columns)],
                [.. product.DeltaBefore.Take(columns)],
            ]);
            return;
        }

        numbers.AddRange([
            [.. product.Input.Take(columns)], [.. product.Bias.Take(rows)], [.. product.Z.Take(rows)],
            [.. product.A.Take(rows)],
        ]);
    }
}
