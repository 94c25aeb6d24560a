using System.Globalization;
using System.Text;
using Madaline.Datasets;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Builder;

/// <summary>The program that a person would write to train what a recipe says: layer by layer, to the same
/// weights.</summary>
internal static class ProgramText
{
    /// <summary>Behind longer lines comments are not lined up.</summary>
    private const int MaxWidth = 80;

    /// <summary>Writes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="outline">Its layers, all of which fit.</param>
    /// <param name="stage">Whose data.</param>
    public static string Of(Recipe recipe, NetworkOutline outline, Stage stage)
    {
        var text = new StringBuilder();
        string[] missing = [.. Missing(recipe, stage)];
        bool hasOnlyBytes = recipe.Transforms is [{ Type: "to-float", Arguments.Count: 0 }];
        Line($"#:package Madaline.Datasets@{typeof(Recipe).Assembly.GetName().Version?.ToString(3)}");
        Line("#:property PublishAot=false");
        Line($"// {OneLine(recipe.Name)}: trained in C#.{(missing.Length == 0 ? " The weights are those of the recipe, to the bit." : "")}");
        foreach (string part in missing)
            Line($"// Not written here, but in the recipe: {OneLine(part)}.");
        foreach (string name in (string[])["", ".Data", ".Datasets", ".NN", ".Optim", ".Recipes", ".Training"])
            Line($"using Madaline{name};");
        Line();
        Line($"DatasetPair data = DatasetCatalog.Load({Text(recipe.Dataset.Type)}{Options(recipe.Dataset)});");
        Line("TensorDataset train = data.Train;");
        if (hasOnlyBytes)
            Line("Transform inputs = new ToFloat(), tested = inputs;      // bytes 0 to 255 become 0 to 1");
        else
            Line($"var pipeline = InputPipeline.Fit({Specs(recipe.Transforms)}, train.Inputs, {stage.Classes});\n"
                + "Transform inputs = pipeline.Training, tested = pipeline.Transform;");
        Line();
        Line($"var rng = new Rng({recipe.Seed}).Split(\"network\");");
        string[] layers = [.. outline.Layers.Select((layer, i) =>
            $"    {layer.Code}{(i == outline.Layers.Count - 1 ? ");" : ",")}")];
        int width = layers.Where(layer => layer.Length < MaxWidth).Select(layer => layer.Length).DefaultIfEmpty().Max();
        Line($"{"var network = new Sequential(".PadRight(width)}  // {stage.NetworkInput}");
        foreach (var (i, layer) in outline.Layers.Index())
            Line($"{layers[i].PadRight(width)}  // {layer.Output}");
        Line();
        Line($"var loss = {Loss(recipe.Loss)};");
        Line($"var optimizer = {Optimizer(recipe.Optimizer)};");
        Line("var loader = new DataLoader(train.With(inputs), new LoaderOptions");
        Line("{");
        Line($"    BatchSize = Math.Min({recipe.Batch}, train.Count),");
        Line(recipe.Sampler is null ? "    Shuffle = true,"
            : $"    Sampler = RecipeCatalog.Samplers[{Text(recipe.Sampler.Type)}].Build({New(recipe.Sampler)}, train.Targets),");
        Line($"    Rng = new Rng({recipe.Seed}).Split(\"order\"),");
        Line("});");
        Line("var trainer = new Trainer(network, loss, optimizer);");
        Line("trainer.Fit(loader, new TrainerOptions");
        Line("{");
        Line($"    Epochs = {recipe.Epochs},");
        if (recipe.Schedule is { } schedule)
            Line($"    Schedule = RecipeCatalog.Schedules[{Text(schedule.Type)}].Build({New(schedule)}, optimizer,\n"
                + $"        new TrainingLength({recipe.Epochs}, loader.BatchCount)),\n"
                + $"    ScheduleCountsSteps = {Text(RecipeCatalog.CountsSteps(recipe))},");
        if (recipe.ClipNorm is { } norm)
            Line($"    ClipNorm = {Text(norm)},");
        if (recipe.ClipValue is { } value)
            Line($"    ClipValue = {Text(value)},");
        Line("    Callbacks = [new ConsoleProgress(Console.Out, isTerminal: !Console.IsOutputRedirected)],");
        Line("});");
        Line("if (data.Test is { } test)");
        Line("    Console.WriteLine(Evaluator.Run(network, loss, test.With(tested)));");
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }

    /// <summary>A text that a comment cannot end in the middle of.</summary>
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));

    /// <summary>What of the recipe the program leaves out.</summary>
    private static IEnumerable<string> Missing(Recipe recipe, Stage stage)
    {
        if (stage.Experiment.Model.Task.HasNumbers)
            yield return "the scale of the number to predict";
        if (recipe.Patience is not null)
            yield return "early stopping on a tenth of the samples";
        if (recipe.Holdout is not null)
            yield return "the samples that are held out";
        if (recipe.Loss.Has("class-weights"))
            yield return "the weights of classes";
        if (recipe.Dataset.Arguments.Keys.Except(Known.Keys).Any())
            yield return $"arguments of the data set ({string.Join(", ", recipe.Dataset.Arguments.Keys.Except(Known.Keys))})";
        if (DatasetCatalog.Find(recipe.Dataset).TestCount == 0)
            yield return "the test part that is held out of the samples";
    }

    /// <summary>Options of data sets that the program writes, as the options call them.</summary>
    private static Dictionary<string, string> Known { get; } = new()
    {
        ["count"] = nameof(DatasetOptions.Count),
        ["test-count"] = nameof(DatasetOptions.TestCount),
        ["seed"] = nameof(DatasetOptions.Seed),
    };

    private static string Options(Spec dataset)
    {
        string[] given = [.. dataset.Arguments.Where(argument => Known.ContainsKey(argument.Key))
            .Select(argument => $"{Known[argument.Key]} = {Text(argument.Value)}")];
        return given.Length == 0 ? "" : $", new DatasetOptions {{ {string.Join(", ", given)} }}";
    }

    private static string Loss(Spec loss) => loss.Type switch
    {
        "cross-entropy" => $"new CrossEntropyLoss({Named(loss, "label-smoothing")})",
        "nll" => "new NllLoss()",
        "quadratic" => "new QuadraticLoss()",
        "mse" => "new MseLoss()",
        "mae" => "new L1Loss()",
        _ => $"RecipeCatalog.Losses[{Text(loss.Type)}].Build({New(loss)})",
    };

    /// <summary>Optimizers' arguments have their names in recipes, in the letters of C#.</summary>
    private static string Optimizer(Spec optimizer)
    {
        string? type = optimizer.Type switch
        {
            "sgd" => "Sgd",
            "adam" => "Adam",
            "adamw" => "AdamW",
            "rmsprop" => "RmsProp",
            "adagrad" => "Adagrad",
            _ => null,
        };
        if (type is null)
            return $"RecipeCatalog.Optimizers[{Text(optimizer.Type)}].Build({New(optimizer)}, network.Parameters())";
        string[] names = [.. optimizer.Arguments.Keys.Where(name => name != "lr")];
        return $"new {type}(network.Parameters(), {Text(optimizer.Number("lr", 0))}"
            + $"{(names.Length == 0 ? "" : $", {Named(optimizer, names)}")})";
    }

    private static string Named(Spec spec, params string[] names) => string.Join(", ", names.Where(spec.Has)
        .Select(name => $"{Camel(name)}: {Text(spec.Arguments[name])}"));

    private static string Camel(string name) => string.Concat(name.Split('-').Select((word, i) =>
        i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Specs(IReadOnlyList<Spec> specs) => $"[{string.Join(", ", specs.Select(New))}]";

    private static string New(Spec spec) => $"new Spec({Text(spec.Type)})"
        + string.Concat(spec.Arguments.Select(argument => $".With({Text(argument.Key)}, {Boxed(argument.Value)})"));

    /// <summary>A value as parts of recipes have it: numbers are double.</summary>
    private static string Boxed(object value) => value switch
    {
        double number => $"{Text(number)}d",
        double[] numbers => $"(double[])[{string.Join(", ", numbers.Select(number => Text(number)))}]",
        string[] texts => $"(string[])[{string.Join(", ", texts.Select(part => Text(part)))}]",
        Spec[] parts => $"(Spec[]){Specs(parts)}",
        _ => Text(value),
    };

    /// <summary>A value as C# has it; a text cannot end its quotes.</summary>
    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"\"{string.Concat($"{value}".Select(Escaped))}\"",
    };

    private static string Escaped(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ' ' or '.'
        ? $"{letter}" : $"\\u{(int)letter:x4}";
}
