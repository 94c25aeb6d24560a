using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Training;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline evaluate RUN</c>: judges a trained network on its own test set or another.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that train left." };
        var common = new CommonOptions();
        var command = new Command("evaluate", "Judge a trained network.") { run };
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(run), cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string path, CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var run = RunFolder.Open(path);
        var model = run.ReadModel();
        Recipe recipe = RecipeOverrides.WithDataset(model.Recipe, flags, options);
        bool own = recipe.Dataset == model.Recipe.Dataset;
        double? holdout = own ? recipe.Holdout : null;
        if (flags.GetValue(options.Holdout) is { } text)
            holdout = RecipeOverrides.HoldoutOf(text);
        recipe = recipe with { Holdout = holdout };
        var (name, samples, classNames, featureNames, notes) = Samples(recipe, own, flags.GetValue(options.Data),
            cancellation);
        RequireSameColumns(model, featureNames, name);
        samples = InClassesOf(model, samples, classNames, name);
        foreach (string note in notes)
            report.Note(note);
        var loss = RecipeCatalog.BuildLoss(model.Recipe);
        var evaluation = Evaluator.Run(
            model.Network, loss, model.Prepare(samples.Inputs, samples.Targets), model.MajorityClass,
            cancellationToken: cancellation);
        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("recipe", model.Recipe.Name);
            json.WriteString("dataset", name);
            EvaluationReport.WriteScores(json, evaluation);
            EvaluationReport.WriteClasses(json, evaluation);
            json.WriteNumber("parameters", model.Network.ParameterCount);
            json.WriteString("weights_sha256", model.WeightsSha256());
            json.WriteString("run", run.Path);
            EvaluationReport.WriteDetails(json, evaluation);
        });
        report.Line($"{model.Recipe.Name}, trained on {model.Recipe.Dataset.Type}, judged on {name}");
        EvaluationReport.Show(report, evaluation);
        return 0;
    }

    /// <summary>The test part; of another set without one, all samples, since none of them was trained on.</summary>
    private static (string Name, Samples Samples, IReadOnlyList<string> ClassNames, IReadOnlyList<string> FeatureNames,
        IReadOnlyList<string> Notes) Samples(
        Recipe recipe, bool own, string? data, CancellationToken cancellation)
    {
        if (own || recipe.Holdout is not null || HasTest(recipe.Dataset.Type))
        {
            var parts = DataSource.Load(recipe, data, cancellation);
            return (parts.Name, parts.Test, parts.ClassNames, parts.FeatureNames, parts.Notes);
        }

        var all = DataSource.LoadAll(recipe, data, cancellation);
        return (all.Name, new Samples(all.Inputs, all.Targets), all.ClassNames, all.FeatureNames,
            [$"{all.Name} has no test part, and the network was trained on other data: all {all.Count} samples are "
            + "judged."]);
    }

    private static bool HasTest(string dataset) => DatasetCatalog.Find(dataset).TestCount > 0;

    /// <summary>Refuses a table whose columns are others than those the network learned from, or in another
    /// order.</summary>
    private static void RequireSameColumns(TrainedModel model, IReadOnlyList<string> columns, string dataset)
    {
        if (columns.Count == 0 || model.FeatureNames.Count == 0 || columns.SequenceEqual(model.FeatureNames))
            return;
        throw new TensorException("evaluate",
            $"the network and {dataset} do not fit. The columns are {string.Join(", ", columns.Take(20))}; "
            + $"expected {string.Join(", ", model.FeatureNames.Take(20))}. Name and order the table's columns so.");
    }

    /// <summary>The samples with their classes numbered as the network numbers them.</summary>
    private static Samples InClassesOf(TrainedModel model, Samples samples, IReadOnlyList<string> classNames,
        string dataset)
    {
        int[] sizes = samples.Inputs.Shape.ToArray()[1..];
        if (model.InputShape.Rank == 2 && sizes is [1, .. var grey])
        {
            // Runs from before images had a channel dimension.
            samples = samples with { Inputs = samples.Inputs.Squeeze(1) };
            sizes = grey;
        }

        if (!model.InputShape.AsSpan().SequenceEqual(sizes))
        {
            throw new TensorException("evaluate",
                $"the network and {dataset} do not fit. Samples are {Shape.Create(sizes)}; "
                + $"expected {model.InputShape}, "
                + $"as in {model.Recipe.Dataset.Type}. Choose another --dataset.");
        }

        if (classNames.SequenceEqual(model.ClassNames))
            return samples;
        int[] map = [.. classNames.Select(name => model.ClassNames.ToList().IndexOf(name))];
        if (Array.Exists(map, index => index < 0))
        {
            throw new TensorException("evaluate",
                $"the network does not know the classes of {dataset}. They are "
                + $"{string.Join(", ", classNames.Take(12))}; "
                + $"expected {string.Join(", ", model.ClassNames.Take(12))}. Choose another --dataset.");
        }

        return samples with { Targets = Tensor.Wrap(map).To(DType.Int64).IndexSelect(0, samples.Targets) };
    }
}
