using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Studio;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline train RECIPE|FILE.json</c>: trains, evaluates and leaves a run folder.</summary>
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
        var changed = new Option<bool>("--allow-changed")
        {
            Description = "With --resume: go on also with other data than before.",
        };
        var studio = new Option<bool>("--studio") { Description = "Show the training in the browser; Ctrl-C ends it." };
        var port = StudioCommand.Port();
        var common = new CommonOptions();
        var command = new Command("train", "Train a network by a recipe and evaluate it.")
        {
            recipe, output, resume, changed, studio, port,
        };
        common.AddTraining(command);
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            RunAsync(flags, common, flags.GetValue(recipe), flags.GetValue(output), flags.GetValue(resume),
                flags.GetValue(changed), StudioOf(flags, studio, port), cancellation));
        return command;
    }

    private static StudioOptions? StudioOf(ParseResult flags, Option<bool> studio, Option<int?> port)
    {
        if (flags.GetValue(studio))
            return StudioCommand.Options(flags.GetValue(port));
        if (flags.GetValue(port) is not null)
            throw new UsageException("--port is that of the studio's page. Add --studio.");
        return null;
    }

    private static async Task<int> RunAsync(ParseResult flags, CommonOptions options, string? name, string? output,
        string? resume, bool allowsChanged, StudioOptions? studio, CancellationToken cancellation)
    {
        var machine = Machine.Apply(flags, options);
        var report = machine.Report;
        if (allowsChanged && resume is null)
            throw new UsageException("--allow-changed is for a run that goes on. Add --resume RUN.");
        var (run, recipe) = resume is null
            ? Start(flags, options, name, report) : Resume(flags, options, name, output, resume);
        var data = RecipeData.Load(recipe, flags.GetValue(options.Data), cancellationToken: cancellation);
        report.Note(data.Notes);
        var experiment = new Experiment(recipe, data.Train, machine.Device);
        var samples = SampleFingerprints.Of(data.Train.Inputs, data.Test.Inputs);
        RunReservation reserved;
        if (run is null)
            run = RunFolder.Create(output, recipe, out reserved);
        else
            reserved = run.Reserve();
        try
        {
            if (resume is not null)
                GoOn(run, recipe, samples, allowsChanged, report);
            run.WriteTrainingSamples(samples, resume is not null);
            var told = File.Exists(run.TrainingSamplesPath) ? samples : null;
            WriteStart(report, recipe, data, experiment, run);
            await using var watched = studio is null ? null
                : await WatchedTraining.StartAsync(experiment, data, machine, studio, StudioCommand.ShelfOf(run),
                    cancellation);
            var checkpoint = new Checkpoint(run.CheckpointPath) { AllowsChangedData = allowsChanged };
            var training = TrainingDisplay.Run(report, recipe.Epochs, (progress, callbacks) =>
                experiment.Train(checkpoint, [.. callbacks, new MetricsLog(run), .. watched?.Callbacks ?? []], progress,
                    cancellation));
            if (training.End == TrainingEnd.Cancelled)
            {
                run.Complete(ref reserved, recipe, told, training.Epochs);
                return Interrupted(report, run, training, flags.GetValue(options.Data));
            }

            experiment.Model.Save(run.ModelPath);
            run.Complete(ref reserved, recipe, told, training.Epochs);
            var evaluation = experiment.Evaluate(data.Test, CancellationToken.None);
            if (experiment.ChooseThreshold(evaluation) is not null)
                experiment.Model.Save(run.ModelPath);
            WriteResult(report, recipe, data, experiment, training, evaluation, run);
            watched?.Stay(training, cancellation);
            return 0;
        }
        finally
        {
            reserved.Dispose();
        }
    }

    /// <summary>Looks at what a run left, before anything of it is changed.</summary>
    private static void GoOn(RunFolder run, Recipe recipe, SampleFingerprints samples, bool allowsChanged,
        Report report)
    {
        if (!allowsChanged)
            run.RequireSameSamples(samples);
        run.WriteRecipe(recipe);
        try
        {
            run.ReadMetrics();
        }
        catch (DataFormatException e)
        {
            report.Note($"{e.Message}. The run goes on from its checkpoint, and the metrics are written anew.");
        }
    }

    private static (RunFolder? Run, Recipe Recipe) Start(
        ParseResult flags, CommonOptions options, string? name, Report report)
    {
        if (name is null)
            throw new UsageException($"train needs a recipe: one of {string.Join(", ", RecipeFile.Names)}, or a "
                + ".json file. Example: madaline train digits");
        return (null, RequestFlags.Changed(NamedRecipes.Load(name), flags, options, report));
    }

    private static (RunFolder? Run, Recipe Recipe) Resume(ParseResult flags, CommonOptions options, string? name,
        string? output, string resume)
    {
        var run = RunFolder.Open(resume);
        var recipe = run.ReadRecipe();
        NamedRecipes.RequireTrainable(resume, recipe);
        if (output is not null)
            throw new UsageException($"--out and --resume do not go together: {resume} is the run's folder.");
        if (name is not null && name != recipe.Name && NamedRecipes.Load(name).Name != recipe.Name)
            throw new UsageException(
                $"--resume {resume} is a run of {recipe.Name}, not of {name}. Leave the recipe out.");
        Recipe changed = RequestFlags.Changes(flags, options).Apply(recipe);
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

    /// <summary>When a training with validation ended, and the weights of which epoch are kept.</summary>
    private static string Stopping(Recipe recipe, TrainingResult training, EpochResult best)
    {
        int last = training.Epochs.Count;
        string criterion = RecipeCatalog.TaskOf(recipe).HasNumbers ? "RMSE" : "loss";
        string end = training.End != TrainingEnd.StoppedEarly ? $"ended after epoch {last} of {recipe.Epochs}"
            : $"stopped early after epoch {last} of {recipe.Epochs}: no better validation {criterion} in "
                + $"{recipe.Patience} epochs";
        string score = best.ValidationScore is { } value ? $", {best.Measure.Name} {best.Measure.Text(value)}" : "";
        string kept = best.Epoch == last ? "its weights are kept" : $"the weights of epoch {best.Epoch} are kept";
        return string.Create(CultureInfo.InvariantCulture,
            $"{end}; {kept} (validation loss {best.ValidationLoss:F4}{score})");
    }

    private static void WriteStart(Report report, Recipe recipe, PreparedData data, Experiment experiment,
        RunFolder run)
    {
        report.Write(json =>
        {
            json.WriteString("event", "start");
            json.WriteString("recipe", recipe.Name);
            json.WriteString("dataset", data.Train.Name);
            json.WriteNumber("train_samples", data.Train.Count);
            json.WriteNumber("test_samples", data.Test.Count);
            json.WriteNumber("parameters", experiment.Model.Network.ParameterCount);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteString("run", run.Path);
        });
        report.Note($"{recipe.Name} on {data.Train.Name}: {data.Train.Count} training and {data.Test.Count} test "
            + $"samples, {experiment.Model.Network.ParameterCount} parameters, seed {recipe.Seed}");
    }

    private static void WriteResult(
        Report report, Recipe recipe, PreparedData data, Experiment experiment, TrainingResult training,
        Evaluation evaluation, RunFolder run)
    {
        string sha = experiment.Model.WeightsSha256();
        var task = TaskReport.Of(evaluation.Task);
        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("recipe", recipe.Name);
            json.WriteString("dataset", data.Train.Name);
            json.WriteNumber("epochs", training.Epochs.Count);
            task.WriteScores(json, evaluation);
            json.WriteNumber("train_seconds", Math.Round(training.Seconds, 4));
            task.WriteClasses(json, evaluation);
            json.WriteNumber("parameters", experiment.Model.Network.ParameterCount);
            json.WriteString("weights_sha256", sha);
            json.WriteString("run", run.Path);
            json.WriteNumber("seed", recipe.Seed);
            json.WriteString("end", training.End.ToString());
            if (training.BestEpoch is { } best)
                json.WriteNumber("best_epoch", best);
            task.WriteDetails(json, evaluation);
        });
        if (training.BestEpoch is { } kept)
            report.Line(Stopping(recipe, training, training.Epochs[kept - 1]));
        task.Show(report, evaluation, experiment.Model.TargetName, data.Test);
        report.Line($"weights sha256     {sha}");
        report.Line($"run folder         {run.Path}");
        string other = recipe.Dataset.Type == DatasetCatalog.TableName ? "--data FILE.csv"
            : recipe.Dataset.Type == DatasetCatalog.ImagesName ? "--data FOLDER" : "--dataset NAME";
        report.Note($"Evaluate it on other data: madaline evaluate {run.Path} {other}");
    }
}
