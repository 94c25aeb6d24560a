using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline summary RECIPE|RUN</c>: layers, output shapes and parameter counts.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("recipe|run")
        {
            Description = "A recipe's name, a .json file, or the folder of a run.",
        };
        var common = new CommonOptions();
        var command = new Command("summary", "Show a network's layers, output shapes and parameter counts.") { target };
        common.AddTraining(command);
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) =>
            Task.FromResult(Run(flags, common, flags.GetRequiredValue(target), cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string target, CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var (network, name, shape) = Directory.Exists(target) ? OfRun(target)
            : OfRecipe(flags, options, target, report, cancellation);
        ModuleSummary summary = network.Summary(shape);
        foreach (var row in summary.Rows)
        {
            report.Write(json =>
            {
                json.WriteString("event", "layer");
                json.WriteString("name", row.Name);
                json.WriteString("kind", row.Kind);
                json.WriteString("output_shape", row.OutputShape?.ToString());
                json.WriteNumber("parameters", row.Parameters);
            });
        }

        report.Write(json =>
        {
            json.WriteString("event", "result");
            json.WriteString("name", name);
            json.WriteString("input_shape", shape.ToString());
            json.WriteNumber("parameters", network.ParameterCount);
        });
        report.Line($"{name}, input {shape}");
        report.Line(summary.ToString());
        return 0;
    }

    private static (Module Network, string Name, Shape Shape) OfRun(string path)
    {
        var model = RunFolder.Open(path).ReadModel();
        return (model.Network, model.Recipe.Name, Batched(model.Pipeline.Transform.OutputShape(model.InputShape)));
    }

    private static (Module Network, string Name, Shape Shape) OfRecipe(ParseResult flags, CommonOptions options,
        string target, Report report, CancellationToken cancellation)
    {
        Recipe recipe = RequestFlags.Changed(NamedRecipes.Load(target), flags, options, report);
        var info = DatasetCatalog.Find(recipe.Dataset);
        Shape input;
        int classes;
        if (info.SampleShape is { } known)
        {
            classes = info.ClassNamesFor(DatasetOptions.Of(recipe.Dataset)).Count;
            input = known;
        }
        else
        {
            var data = RecipeData.LoadPair(recipe, flags.GetValue(options.Data), skipTest: true,
                cancellationToken: cancellation).Train;
            (input, classes) = (data.Inputs.Shape.ToArray()[1..], data.ClassNames.Count);
        }

        input = InputPipeline.OutputShape(recipe.Transforms, input, classes);
        return (RecipeCatalog.BuildNetwork(recipe, input, classes, new Rng(recipe.Seed)), recipe.Name, Batched(input));
    }

    private static Shape Batched(Shape shape) => (int[])[1, .. shape.AsSpan()];
}
