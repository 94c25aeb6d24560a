using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Recipes;
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
        var threshold = ThresholdFlag.Create();
        var common = new CommonOptions();
        var command = new Command("predict", "Ask a trained network.") { run, inputs, index, threshold };
        command.Options.Add(common.Strict);
        common.AddTableFormat(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(run), flags.GetRequiredValue(inputs),
                flags.GetValue(index), flags.GetValue(threshold), cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string path, string[] inputs, int? index,
        string? threshold, CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var model = RunFolder.Open(path).ReadModel();
        double? from = ThresholdFlag.Of(threshold, model);
        if (inputs.Any(Directory.Exists))
            return new FolderPrediction(report, model, flags.GetValue(options.Strict), from).Run(inputs, cancellation);
        var task = TaskReport.Of(model.Task);
        var rows = new RowInput(model, RequestFlags.Format(flags, options));
        foreach (var input in inputs.SelectMany(text => PredictionInput.Read(text, index, model, rows, report)))
        {
            cancellation.ThrowIfCancellationRequested();
            task.Answer(report, model, input, from);
            foreach (var remark in input.Remarks)
                report.Note($"{input.Name}: {remark}");
        }

        return 0;
    }
}
