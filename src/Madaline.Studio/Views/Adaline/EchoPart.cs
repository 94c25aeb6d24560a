using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Training;

namespace Madaline.Studio.Views.Adaline;

/// <summary>The echo canceller at one sample: curves, taps, and the LMS rule with its numbers.</summary>
internal static class EchoPart
{
    private const int MostTaps = 48, Near = 240;

    /// <summary>What is asked for.</summary>
    public static EchoChoice ChoiceOf(ViewArguments arguments) => new(
        arguments.Integer("voice", 100, 1), Math.Max(1, arguments.Integer("taps", MostTaps + 1, 32)),
        arguments.Number("rate", 0, 2, 0.02), arguments.Number("noise", 0, 0.5, 0.005));

    /// <summary>Writes it.</summary>
    public static void Write(
        EchoRun run, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        EchoChoice choice = run.Choice;
        int time = arguments.Integer("time", EchoSignal.Length, 4590);
        json.WriteNumber("voice", choice.Seed);
        json.WriteNumber("taps", choice.Taps);
        json.WriteNumber("rate", choice.Rate);
        json.WriteNumber("noise", choice.Noise);
        json.WriteNumber("time", time);
        json.WriteNumber("length", EchoSignal.Length);
        json.WriteNumber("bin", EchoSignal.Bin);
        json.WriteFormula("seconds", (double)time / EchoSignal.Rate);
        WriteZone(json, run);
        json.WriteNumber("done", run.Done);
        WriteCurves(json, run, time, numbers);
        // Once it has run away there is no filter any more.
        var filter = run.At(Math.Min(time, Math.Min(run.Done, EchoSignal.Length - 1)));
        numbers.Add([.. filter.Taps.Select(tap => (float)tap)]);
        numbers.Add([.. Enumerable.Range(0, Math.Max(choice.Taps, EchoSignal.Path.Count))
            .Select(i => (float)EchoRun.PathAt(i))]);
        json.WriteNumber("path", Math.Max(choice.Taps, EchoSignal.Path.Count));
        if (time < run.Done)
            WriteRule(json, filter, run.Before[time], choice.Rate);
    }

    private static void WriteZone(Utf8JsonWriter json, EchoRun run)
    {
        var (name, text) = run.Zone();
        json.WriteString("zone", name);
        json.WriteString("zoneText", text);
        json.WriteFormulas("safe",
        [
            Formula.Row(Formula.Name("μ"), Formula.Sign("≤"), Formula.Fraction(
                Formula.Integer(1), Formula.Row(Formula.Text("largest\u00a0"), Formula.Name("‖x‖²")))),
            Formula.Behind("=", Formula.Fraction(Formula.Integer(1), Formula.Number(run.LargestSquare))),
            Formula.Behind("=", Formula.Number(1 / run.LargestSquare)),
        ]);
        json.WriteNumber("safeRate", 1 / run.LargestSquare);
        double power = run.Power;
        json.WriteFormula("mean", Formula.Row(Formula.Fraction(Formula.Integer(1), Formula.Row(
            Formula.Integer(run.Choice.Taps), Formula.Sign("·"), Formula.Number(power))), Formula.Sign("="),
            Formula.Number(1 / (run.Choice.Taps * power))));
    }

    private static void WriteCurves(Utf8JsonWriter json, EchoRun run, int time, List<IReadOnlyList<float>> numbers)
    {
        int bins = EchoSignal.Length / EchoSignal.Bin;
        int from = Math.Clamp(time - (Near / 2), 0, EchoSignal.Length - Near);
        json.WriteNumber("bins", bins);
        json.WriteNumber("from", from);
        json.WriteNumber("near", Near);
        double loudest = run.Before.Max(Math.Abs);
        json.WriteNumber("loudest", loudest);
        numbers.Add(Loudness(run.Before));
        numbers.Add(Loudness(run.After));
        numbers.Add([.. Enumerable.Range(0, bins).Select(bin => (float)run.Reduction[bin * EchoSignal.Bin])]);
        numbers.Add([.. run.Before.Skip(from).Take(Near).Select(value => (float)value)]);
        numbers.Add([.. run.After.Skip(from).Take(Near).Select(value => (float)value)]);
        json.WriteFormula("before", run.Before[time]);
        json.WriteFormula("after",
            double.IsNaN(run.After[time]) ? Formula.Text("–") : Formula.Number(run.After[time]));
        json.WriteString("reduction", double.IsNaN(run.Reduction[time]) ? "–"
            : run.Reduction[time].ToString("F1", CultureInfo.InvariantCulture).Replace('-', '−'));
    }

    /// <summary>The largest size in each bin.</summary>
    private static float[] Loudness(double[] signal) => [.. signal.Chunk(EchoSignal.Bin)
        .Select(bin => (float)(bin.Any(double.IsNaN) ? double.NaN : bin.Max(Math.Abs)))];

    /// <summary>Output, error, and what the rule does to the tap that moves most.</summary>
    private static void WriteRule(Utf8JsonWriter json, AdaptiveFilter filter, double desired, double rate)
    {
        var terms = filter.Taps.Zip(filter.Line, (w, x) => (w * x,
            Formula.Row(Formula.Factor(w), Formula.Sign("·"), Formula.Factor(x)))).ToList();
        double output = terms.Sum(term => term.Item1), error = desired - output;
        json.WriteFormulas("sum", [.. LongSum.Of(terms), Formula.Behind("=", Formula.Number(output))]);
        json.WriteFormulas("error",
        [
            Formula.Row(Formula.Number(desired), Formula.Sign("−"), Formula.Factor(output)),
            Formula.Behind("=", Formula.Number(error)),
        ]);
        int most = filter.Line.Index().MaxBy(pair => Math.Abs(pair.Item)).Index;
        double old = filter.Taps[most], x = filter.Line[most];
        json.WriteNumber("most", most);
        json.WriteFormulas("update",
        [
            Formula.Row(Formula.Of("w", Formula.Integer(most)), Formula.Sign("←"), Formula.Number(old)),
            LongSum.Plus(Formula.Row(Formula.Integer(2), Formula.Sign("·"), Formula.Factor(rate), Formula.Sign("·"),
                Formula.Factor(error), Formula.Sign("·"), Formula.Factor(x))),
            Formula.Behind("=", Formula.Number(old + (2 * rate * error * x))),
        ]);
        double square = filter.Line.Sum(value => value * value);
        json.WriteFormulas("shrinks",
        [
            Formula.Row(Formula.Number(error), Formula.Sign("·"), Formula.Brackets(Formula.Row(Formula.Integer(1),
                Formula.Sign("−"), Formula.Integer(2), Formula.Sign("·"), Formula.Factor(rate), Formula.Sign("·"),
                Formula.Factor(square)))),
            Formula.Behind("=", Formula.Number(error * (1 - (2 * rate * square)))),
        ]);
    }
}
