using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Tensors;

/// <summary>What was recorded of a chain: its operations as data, with values and gradients of the last.</summary>
internal static class TapePart
{
    /// <summary>The step of a finite difference: in double precision half of the digits are left.</summary>
    private const double Nudge = 1e-4;

    /// <summary>Records a chain, goes backward, and writes it.</summary>
    public static void Write(
        TensorChain chain, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        Tensor start = TensorBlock.Starts[chain.Start].Clone().WithGrad();
        IReadOnlyList<ChainStep> steps = [.. chain.Steps.Take(chain.Values.Count - 1)];
        Tensor[] values = [];
        // A tensor without dimensions is one number already; others are added up.
        var trace = Trace.Of(x =>
        {
            values = [.. TensorChain.Of(chain.Start, steps, x[0]).Values];
            return values = values[^1].Rank == 0 ? values : [.. values, values[^1].Sum()];
        }, start);
        var made = new Dictionary<TracedTensor, Tensor>();
        Backward(trace, values, made);
        json.WriteFormula("total", values[^1].Item<float>());
        json.WriteBoolean("adds", values.Length > chain.Values.Count);
        json.WriteStartArray("nodes");
        foreach (TracedTensor input in trace.Inputs)
            WriteNode(json, null, input, values[0], numbers);
        foreach (Operation operation in trace.Operations)
            WriteNode(json, operation, operation.Outputs[0], made.GetValueOrDefault(operation.Outputs[0]), numbers);
        json.WriteEndArray();
        WriteWitness(json, chain.Start, steps, start, arguments.Integer("cell", start.Elements));
    }

    /// <summary>Goes backward from the last value, keeping all gradients; finds the tensors of the trace.</summary>
    private static void Backward(Trace trace, Tensor[] values, Dictionary<TracedTensor, Tensor> made)
    {
        foreach (Tensor value in values)
            value.RetainGrad();
        values[^1].Backward();
        foreach (var (traced, value) in trace.Outputs.Zip(values))
            made[traced] = value;
    }

    private static void WriteNode(Utf8JsonWriter json, Operation? operation, TracedTensor output, Tensor? value,
        List<IReadOnlyList<float>> numbers)
    {
        json.WriteStartObject();
        json.WriteString("op", operation?.Name ?? "input");
        json.WriteString("name", output.Name);
        json.WriteString("attributes", operation?.Attributes.ToString() ?? "");
        MemoryPart.Write(json, "shape", output.Shape);
        json.WriteStartArray("inputs");
        foreach (TracedTensor? input in operation?.Inputs ?? [])
        {
            json.WriteStartObject();
            json.WriteString("name", input?.Name ?? "none");
            json.WriteString("constant", input is { Kind: TracedKind.Constant, Value: { } constant }
                ? string.Join(", ", constant.Flatten().To(DType.Float64).ToArray<double>().Select(Text)) : "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("known", value is not null);
        json.WriteBoolean("graded", value?.Grad is not null);
        json.WriteEndObject();
        if (value is not null)
            numbers.Add(value.Detach().ToArray<float>());
        if (value?.Grad is { } gradient)
            numbers.Add(gradient.ToArray<float>());
    }

    private static string Text(double value) => FormulaNumber.Of(value).ToString();

    /// <summary>The gradient of one element of the start, by autograd and by a finite difference of the sum.</summary>
    private static void WriteWitness(
        Utf8JsonWriter json, string name, IReadOnlyList<ChainStep> steps, Tensor start, int cell)
    {
        double plus = Total(Nudge), minus = Total(-Nudge);
        json.WriteNumber("cell", cell);
        MemoryPart.Write(json, "position", TensorChain.Position(start.Shape, cell));
        json.WriteFormula("autograd", start.Grad!.Flatten()[cell].Item<float>());
        json.WriteFormulas("difference",
        [
            Formula.Fraction(Formula.Number(Math.Round(plus - minus, 12)),
                Formula.Row(Formula.Integer(2), Formula.Sign("·"), Formula.Number(Nudge))),
            Formula.Behind("=", Formula.Number(Math.Round((plus - minus) / (2 * Nudge), 6))),
        ]);

        double Total(double by)
        {
            double[] numbers = start.Detach().To(DType.Float64).ToArray<double>();
            numbers[cell] += by;
            Tensor moved = Tensor.Wrap(numbers).Reshape(start.Shape.AsSpan());
            return TensorChain.Of(name, steps, moved).Values[^1].Sum().Item<double>();
        }
    }
}
