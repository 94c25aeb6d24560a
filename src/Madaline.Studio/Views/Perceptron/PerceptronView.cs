using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Perceptron;

/// <summary>
/// A neuron with a threshold and two inputs: its line in the plane, its sum for each point, and Rosenblatt's rule
/// change by change.
/// </summary>
internal sealed class PerceptronView() : View("perceptron", framesPerSecond: 30)
{
    /// <summary>The number of changes after which the rule is given up.</summary>
    private const int MostChanges = 200;

    /// <summary>The plot goes from −Margin to 1 + Margin.</summary>
    private const double Margin = 0.6;

    private static readonly double[][] Corners = [[0, 0], [0, 1], [1, 0], [1, 1]];

    private static readonly Dictionary<string, int[]> Tasks = new()
    {
        ["and"] = [0, 0, 0, 1],
        ["or"] = [0, 1, 1, 1],
        ["nand"] = [1, 1, 1, 0],
        ["xor"] = [0, 1, 1, 0],
    };

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        string task = Tasks.ContainsKey(arguments.Text("task")) ? arguments.Text("task") : "and";
        int[] answers = Tasks[task];
        double rate = arguments.Number("rate", 0.01, 10, 1);
        var start = (W1: arguments.Number("w1", -5, 5, 0), W2: arguments.Number("w2", -5, 5, 0),
            B: arguments.Number("b", -5, 5, 0));
        var changes = Changes(start, answers, rate);
        int shown = arguments.Integer("changes", changes.Count);
        var now = changes[shown];
        json.WriteString("task", task);
        json.WriteNumber("rate", rate);
        json.WriteNumber("w1", start.W1);
        json.WriteNumber("w2", start.W2);
        json.WriteNumber("b", start.B);
        json.WriteNumber("changes", shown);
        json.WriteNumber("all", changes.Count - 1);
        json.WriteBoolean("ends", changes.Count <= MostChanges);
        json.WriteNumber("margin", Margin);
        WriteWeights(json, now);
        WritePoints(json, now.Neuron, answers);
        WriteChange(json, shown > 0 ? changes[shown - 1] : null, now, answers, rate);
        WriteLine(json, now.Neuron);
    }

    private static List<Change> Changes((double W1, double W2, double B) start, int[] answers, double rate)
    {
        var neuron = new Training.Perceptron([start.W1, start.W2], start.B);
        List<Change> changes = [new(new([start.W1, start.W2], start.B), -1)];
        // Points are taken in turn, again and again; after four right answers in a row nothing will change any more.
        for (int i = 0, right = 0; right < Corners.Length && changes.Count <= MostChanges; i = (i + 1) % Corners.Length)
        {
            if (!neuron.Learn(Corners[i], answers[i], rate))
            {
                right++;
                continue;
            }

            right = 0;
            changes.Add(new(new(neuron.Weights, neuron.Bias), i));
        }

        return changes;
    }

    private static void WriteWeights(Utf8JsonWriter json, Change now)
    {
        json.WriteFormulas("weights", now.Neuron.Weights.Append(now.Neuron.Bias).Select(Formula.Number));
    }

    private static void WritePoints(Utf8JsonWriter json, Training.Perceptron neuron, int[] answers)
    {
        int wrong = 0;
        json.WriteStartArray("points");
        for (int i = 0; i < Corners.Length; i++)
        {
            double[] x = Corners[i];
            double sum = neuron.Sum(x);
            int said = neuron.Answer(x);
            wrong += said == answers[i] ? 0 : 1;
            json.WriteStartObject();
            json.WriteNumber("x1", x[0]);
            json.WriteNumber("x2", x[1]);
            json.WriteNumber("right", answers[i]);
            json.WriteNumber("said", said);
            json.WritePropertyName("sum");
            Formula.Row(Product(neuron.Weights[0], x[0]), Formula.Sign("+"), Product(neuron.Weights[1], x[1]),
                Formula.Sign("+"), Formula.Factor(neuron.Bias), Formula.Sign("="), Formula.Number(sum),
                Formula.Sign(sum > 0 ? ">" : "≤"), Formula.Integer(0)).Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("wrong", wrong);
    }

    private static Formula Product(double w, double x) =>
        Formula.Row(Formula.Factor(w), Formula.Sign("·"), Formula.Number(x));

    /// <summary>The rule with its numbers: what the last change did to each weight.</summary>
    private static void WriteChange(Utf8JsonWriter json, Change? before, Change now, int[] answers, double rate)
    {
        if (before is null)
            return;
        double[] x = Corners[now.Point];
        int error = answers[now.Point] - before.Neuron.Answer(x);
        double[] old = [.. before.Neuron.Weights, before.Neuron.Bias], inputs = [.. x, 1];
        string[] names = ["w₁", "w₂", "b"];
        json.WriteNumber("point", now.Point);
        json.WriteStartArray("change");
        for (int k = 0; k < old.Length; k++)
        {
            Formula.Row(Formula.Name(names[k]), Formula.Sign("←"), Formula.Number(old[k]), Formula.Sign("+"),
                Formula.Number(rate), Formula.Sign("·"), Formula.Factor(error), Formula.Sign("·"),
                Formula.Number(inputs[k]), Formula.Sign("="),
                Formula.Number(old[k] + (rate * error * inputs[k]))).Write(json);
        }

        json.WriteEndArray();
    }

    /// <summary>Where w · x + b = 0 crosses the plot; nothing where it does not.</summary>
    private static void WriteLine(Utf8JsonWriter json, Training.Perceptron neuron)
    {
        json.WriteStartArray("line");
        foreach (double value in PlaneLine.Ends(
            neuron.Weights[0], neuron.Weights[1], neuron.Bias, -Margin, 1 + Margin))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>The weights after a change, and the point that caused it; −1 at the start.</summary>
    private sealed record Change(Training.Perceptron Neuron, int Point);
}
