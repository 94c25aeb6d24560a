using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Training;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline train RECIPE|FILE.json</c>: trains, judges and leaves a run folder.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string?>("recipe")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A recipe's name (see recipe list) or a .json file; not needed with --resume.",
        };
        var output = CommonOptions.Text("--out", "DIR", "Folder of the run; runs/RECIPE-DATE-TIME if omitted.");
        var resume = CommonOptions.Text("--resume", "RUN", "Go on with a run that was stopped, to the same bits.");
        var common = new CommonOptions();
        var command = new Command("train", "Train a network by a recipe and judge it.") { recipe, output, resume };
        common.AddTraining(command);
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetValue(recipe), flags.GetValue(output), flags.GetValue(resume),
                cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string? name, string? output, string? resume,
        CancellationToken cancellation)
    {
        var machine = Machine.Apply(flags, options);
        var report = machine.Report;
        var (run, recipe) = resume is null ? Start(flags, options, name) : Resume(flags, options, name, output, resume);
        var data = DataSource.Load(recipe, flags.GetValue(options.Data), cancellation);
        foreach (string note in data.Notes)
            report.Note(note);
        var experiment = new Experiment(recipe, data.Train, data.ClassNames, data.FeatureNames, machine.Device,
            data.Encoder);
        run ??= RunFolder.Create(output, recipe.Name);
        using var reserved = run.Reserve();
        run.WriteRecipe(recipe);
        run.WriteTrainingSamples(SampleFingerprints.Of(data.Train.Inputs, data.Test.Inputs), resume is not null);
        WriteStart(report, recipe, data, experiment, run);
        var training = TrainingDisplay.Run(report, recipe.Epochs, (progress, callbacks) =>
            experiment.Train(new Checkpoint(run.CheckpointPath), [.. callbacks, new MetricsWriter(run)], progress,
                cancellation));
        run.WriteMetrics(training.Epochs);
        if (training.End == TrainingEnd.Cancelled)
            return Interrupted(report, run, training, flags.GetValue(options.Data));
        experiment.Model.Save(run.ModelPath);
        var evaluation = experiment.Evaluate(data.Test, CancellationToken.None);
        WriteResult(report, recipe, data, experiment, training, evaluation, run);
        return 0;
    }

    private static (RunFolder? Run, Recipe Recipe) Start(ParseResult flags, CommonOptions options, string? name)
    {
        if (name is null)
            throw new UsageException($"train needs a recipe: one of {string.Join(", ", RecipeFile.Names)}, or a "
                + ".json file. Example: madaline train digits");
        return (null, RecipeOverrides.Apply(Recipes.Load(name), flags, options));
    }

    private static (RunFolder? Run, Recipe Recipe) Resume(ParseResult flags, CommonOptions options, string? name,
        string? output, string resume)
    {
        var run = RunFolder.Open(resume);
        var recipe = run.ReadRecipe();
        if (output is not null)
            throw new UsageException($"--out and --resume do not go together: {resume} is the run's folder.");
        if (name is not null && name != recipe.Name && Recipes.Load(name).Name != recipe.Name)
            throw new UsageException(
                $"--resume {resume} is a run of {recipe.Name}, not of {name}. Leave the recipe out.");
        Recipe changed = RecipeOverrides.Apply(recipe, flags, options);
        if (changed with { Epochs = recipe.Epochs, Layers = recipe.Layers } != recipe
            || !changed.Layers.SequenceEqual(recipe.Layers))
            throw new UsageException("with --resume only --epochs, --data, --threads and the output flags may be "
                + "given: the run keeps its own recipe.");
        return (run, changed);
    }

    private static int Interrupted(Report report, RunFolder run, TrainingResult training, string? data)
    {
        report.Write(json =>
        {
            json.WriteString("event", "interrupted");
            json.WriteNumber("epochs", training.Epochs.Count);
            json.WriteString("run", run.Path);
        });
        string source = data is null ? "" : $" --data {Quoted(data)}";
        Console.Error.WriteLine(
            $"madaline: stopped and saved. Go on with: madaline train --resume {Quoted(run.Path)}{source}");
        return 1;
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static void WriteStart(Report report, Recipe recipe, DataParts data, Experiment experiment, RunFolder run)
    {
        report.Write(json =>
        {
            json.WriteString("event", "start");
            json.WriteString("recipe", recipe.Name);
            json.WriteString("dataset", data.Name);
            json.WriteNumber("train_samples", data.Train.Count);
            json.WriteNumber("test_samples", data.Test.Count);
            json.WriteNumber("parameters", experiment.Model.Network.ParameterCount);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteString("run", run.Path);
        });
        report.Note($"{recipe.Name} on {data.Name}: {data.Train.Count} training and {data.Test.Count} test samples, "
            + $"{experiment.Model.Network.ParameterCount} parameters, seed {recipe.Seed}");
    }

    private static void WriteResult(
        Report report, Recipe recipe, DataParts data, Experiment experiment, TrainingResult training,
        Evaluation evaluation, RunFolder run)
    {
        string sha = experiment.Model.WeightsSha256();
        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("recipe", recipe.Name);
            json.WriteString("dataset", data.Name);
            json.WriteNumber("epochs", training.Epochs.Count);
            EvaluationReport.WriteScores(json, evaluation);
            json.WriteNumber("train_seconds", Math.Round(training.Seconds, 4));
            EvaluationReport.WriteClasses(json, evaluation);
            json.WriteNumber("parameters", experiment.Model.Network.ParameterCount);
            json.WriteString("weights_sha256", sha);
            json.WriteString("run", run.Path);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteString("end", training.End.ToString());
            EvaluationReport.WriteDetails(json, evaluation);
        });
        EvaluationReport.Show(report, evaluation);
        report.Line($"weights sha256     {sha}");
        report.Line($"run folder         {run.Path}");
        report.Note($"Judge it on other data: madaline evaluate {run.Path} --dataset NAME");
    }

    /// <summary>Keeps metrics.jsonl up to date while training goes on.</summary>
    private sealed class MetricsWriter(RunFolder run) : TrainerCallback
    {
        private readonly List<EpochResult> _epochs = [.. run.ReadMetrics()];
        private long _written;

        public override bool OnEpoch(EpochResult epoch)
        {
            _epochs.RemoveAll(e => e.Epoch >= epoch.Epoch);
            _epochs.Add(epoch);
            if (System.Diagnostics.Stopwatch.GetElapsedTime(_written).TotalSeconds >= 1)
            {
                run.WriteMetrics(_epochs);
                _written = System.Diagnostics.Stopwatch.GetTimestamp();
            }

            return true;
        }
    }
}
