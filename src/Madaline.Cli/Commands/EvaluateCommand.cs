using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline evaluate RUN</c>: evaluates a trained network on its own test set or another.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that train left." };
        var common = new CommonOptions();
        var part = CommonOptions.Text("--part", "NAME",
            "Which samples of its own set: test, holdout or train; else those that were kept from training.");
        var threshold = ThresholdFlag.Create();
        var command = new Command("evaluate", "Evaluate a trained network.")
        {
            run, common.AllowSeen, part, threshold,
        };
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(run), Part(flags.GetValue(part)),
                flags.GetValue(threshold), cancellation)));
        return command;
    }

    private static EvaluatedPart? Part(string? name)
    {
        if (name is null)
            return null;
        string[] known = Array.ConvertAll(Enum.GetNames<EvaluatedPart>(), part => part.ToLowerInvariant());
        int index = Array.IndexOf(known, name);
        return index >= 0 ? (EvaluatedPart)index : throw new UsageException(
            $"--part is {name}.{NearestName.Hint(name, known)} Expected one of {string.Join(", ", known)}.");
    }

    private static int Run(
        ParseResult flags, CommonOptions options, string path, EvaluatedPart? part, string? threshold,
        CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var run = RunFolder.Open(path);
        var model = run.ReadModel();
        double? from = ThresholdFlag.Of(threshold, model);
        var test = TestData.Load(model, RequestFlags.Data(flags, options), RequestFlags.Holdout(flags, options),
            part, cancellation);
        report.Note(test.Notes);
        var seen = new SeenSamples(run, test);
        report.Note(seen.Check("evaluate", flags.GetValue(options.AllowSeen) || part == EvaluatedPart.Train));
        var evaluation = test.Evaluate(model, cancellation);
        var task = TaskReport.Of(evaluation.Task);
        var at = from is { } probability ? evaluation.Ranking?.At(probability) : null;
        if (threshold == ThresholdFlag.Best)
        {
            report.Note("The best threshold was chosen on the run's own test part: what it reaches there is somewhat "
                + "too good. Samples that had no part in the choice tell what it is worth (--data, --dataset).");
        }

        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("recipe", model.Recipe.Name);
            json.WriteString("dataset", test.Samples.Name);
            task.WriteScores(json, evaluation);
            EvaluationReport.WriteSeen(json, seen.Count);
            task.WriteClasses(json, evaluation);
            json.WriteNumber("parameters", model.Network.ParameterCount);
            json.WriteString("weights_sha256", model.WeightsSha256());
            json.WriteString("run", run.Path);
            task.WriteDetails(json, evaluation);
            if (at is not null)
                EvaluationReport.WriteAt(json, evaluation, at);
        });
        string data = EvaluationReport.DataOf(model.Recipe);
        report.Line($"{model.Recipe.Name}, trained on {data}, evaluated on {test.Samples.Name}");
        task.Show(report, evaluation, model.TargetName, test.Samples);
        if (at is not null)
            EvaluationReport.ShowAt(report, evaluation, at);
        return 0;
    }
}
