using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline predict RUN INPUT…</c>: what a trained network says to images, IDX entries or rows of
/// numbers.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that train left." };
        var inputs = new Argument<string[]>("input")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "An image file, or a folder of them; an IDX file with an index "
                + "(t10k-images-idx3-ubyte.gz:7); a row of cells (15.2,14.8,…) or a .csv file of rows; "
                + "or - for rows on stdin.",
        };
        var index = CommonOptions.Number("--index",
            "The entry of an IDX or CSV file that is given without one, from 0.", 0, int.MaxValue);
        var common = new CommonOptions();
        var command = new Command("predict", "Ask a trained network.") { run, inputs, index };
        command.Options.Add(common.Strict);
        common.AddTableFormat(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(run), flags.GetRequiredValue(inputs),
                flags.GetValue(index), cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string path, string[] inputs, int? index,
        CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var model = RunFolder.Open(path).ReadModel();
        if (inputs.Any(Directory.Exists))
            return new FolderPrediction(report, model, flags.GetValue(options.Strict)).Run(inputs, cancellation);
        var rows = new RowInput(model, RequestFlags.Format(flags, options));
        foreach (var input in inputs.SelectMany(text => PredictionInput.Read(text, index, model, rows, report)))
        {
            cancellation.ThrowIfCancellationRequested();
            Answer(report, model, input);
        }

        return 0;
    }

    private static void Answer(Report report, TrainedModel model, ModelInput input)
    {
        var prediction = model.Classify(input.Values.Unsqueeze(0))[0];
        var probabilities = prediction.Probabilities;
        int best = prediction.ClassIndex;
        WriteEvent(report, input.Name, prediction, input.Remarks);
        foreach (var remark in input.Remarks)
            report.Note($"{input.Name}: {remark}");
        var next = Enumerable.Range(0, probabilities.Count).OrderByDescending(c => probabilities[c]).Skip(1).Take(2)
            .Select(Share);
        string others = string.Join(", ", next);
        report.Line($"{input.Name}: {Share(best)}{(others.Length > 0 ? $"  (then {others})" : "")}");

        string Share(int c) =>
            string.Create(CultureInfo.InvariantCulture, $"{model.ClassNames[c]}  {probabilities[c] * 100:F1}%");
    }

    /// <summary>The event of one answer, of a single input as of a folder's.</summary>
    internal static void WriteEvent(
        Report report, string input, Prediction prediction, IReadOnlyList<CellRemark>? remarks = null) =>
        report.Write(json =>
        {
            json.WriteString("event", "prediction");
            json.WriteString("input", input);
            json.WriteString("class", prediction.ClassName);
            Report.Number(json, "probability", prediction.Probabilities[prediction.ClassIndex]);
            json.WriteStartObject("probabilities");
            for (int c = 0; c < prediction.Probabilities.Count; c++)
                Report.Number(json, prediction.ClassNames[c], prediction.Probabilities[c]);
            json.WriteEndObject();
            if (remarks is not { Count: > 0 })
                return;
            json.WriteStartArray("remarks");
            foreach (var remark in remarks)
                json.WriteStringValue($"{remark}");
            json.WriteEndArray();
        });
}
