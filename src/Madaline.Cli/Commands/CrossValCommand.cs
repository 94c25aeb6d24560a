using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline crossval RECIPE</c>: trains and evaluates anew for every fold.</summary>
internal static class CrossValCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "A recipe's name or a .json file." };
        var folds = CommonOptions.Number("--folds", "How many folds; 5 if omitted.", 2, 100_000);
        var common = new CommonOptions();
        const string Help = "Cross-validate a recipe: network, optimizer and scalers start anew in each fold.";
        var command = new Command("crossval", Help) { recipe, folds };
        common.AddTraining(command);
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(recipe), flags.GetValue(folds) ?? 5,
                cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string name, int folds,
        CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        if (flags.GetValue(options.Holdout) is not null)
            throw new UsageException("crossval evaluates on its folds; leave --holdout out.");
        Recipe recipe = RequestFlags.Changed(NamedRecipes.Load(name), flags, options, report);
        var pair = RecipeData.LoadPair(recipe, flags.GetValue(options.Data), skipTest: true,
            cancellationToken: cancellation);
        var data = pair.Train;
        report.Note([.. pair.Remarks.Select(remark => new Note(remark)), .. Note.Of(data.Encoder, recipe)]);
        report.Note($"{recipe.Name} on {data.Name}: {data.Count} samples, {folds} folds, {recipe.Epochs} epochs, "
            + $"seed {recipe.Seed}");
        var result = Experiment.CrossValidate(recipe, data, folds, new FoldLines(report), cancellation);
        var task = TaskReport.Of(RecipeCatalog.TaskOf(recipe));
        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("recipe", recipe.Name);
            json.WriteString("dataset", data.Name);
            json.WriteNumber("epochs", recipe.Epochs);
            json.WriteNumber("folds", folds);
            task.WriteFolds(json, result);
            json.WriteNumber("train_seconds", Math.Round(result.Folds.Sum(fold => fold.Seconds), 4));
            json.WriteNumber("seed", recipe.Seed);
        });
        task.ShowFolds(report, result, data.TargetName);
        return 0;
    }

    /// <summary>Reports on the caller's thread, in order.</summary>
    private sealed class FoldLines(Report report) : IProgress<FoldResult>
    {
        public void Report(FoldResult value)
        {
            var task = TaskReport.Of(value.Evaluation.Task);
            report.Write(json =>
            {
                json.WriteString("event", "fold");
                json.WriteNumber("fold", value.Fold);
                json.WriteNumber("folds", value.Folds);
                task.WriteFold(json, value.Evaluation);
                json.WriteNumber("test_samples", value.Evaluation.Count);
                json.WriteNumber("seconds", Math.Round(value.Seconds, 4));
            });
            report.Line($"fold {value.Fold}/{value.Folds}  {task.FoldText(value.Evaluation)}");
        }
    }
}
