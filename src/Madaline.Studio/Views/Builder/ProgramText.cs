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

    private static readonly string[] Namespaces = ["", ".Data", ".Datasets", ".NN", ".Optim", ".Recipes", ".Training"];

    /// <summary>Writes it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="outline">Its layers, all of which fit.</param>
    /// <param name="stage">Whose data.</param>
    public static string Of(Recipe recipe, NetworkOutline outline, Stage stage)
    {
        string[] lines =
        [
            .. Beginning(recipe, [.. Missing(recipe, stage)]), "",
            .. Data(recipe, stage), "",
            .. Network(recipe, outline, stage), "",
            $"var loss = {Loss(recipe.Loss)};",
            $"var optimizer = {Optimizer(recipe.Optimizer)};",
            .. Training(recipe),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> Beginning(Recipe recipe, string[] missing) =>
    [
        $"#:package Madaline.Datasets@{typeof(Recipe).Assembly.GetName().Version?.ToString(3)}",
        "#:property PublishAot=false",
        $"// {OneLine(recipe.Name)}: trained in C#."
            + (missing.Length == 0 ? " The weights are those of the recipe, to the bit." : ""),
        .. missing.Select(part => $"// Not written here, but in the recipe: {OneLine(part)}."),
        .. Namespaces.Select(name => $"using Madaline{name};"),
    ];

    private static IEnumerable<string> Data(Recipe recipe, Stage stage)
    {
        yield return "DatasetPair data = DatasetCatalog.Load("
            + $"{CSharp.Text(recipe.Dataset.Type)}{Options(recipe.Dataset)});";
        yield return "TensorDataset train = data.Train;";
        if (recipe.Transforms is [{ Type: "to-float", Arguments.Count: 0 }])
        {
            yield return "Transform inputs = new ToFloat(), tested = inputs;      // bytes 0 to 255 become 0 to 1";
            yield break;
        }

        yield return "var pipeline = InputPipeline.Fit("
            + $"{CSharp.New(recipe.Transforms)}, train.Inputs, {stage.Classes});";
        yield return "Transform inputs = pipeline.Training, tested = pipeline.Transform;";
    }

    private static IEnumerable<string> Network(Recipe recipe, NetworkOutline outline, Stage stage)
    {
        string[] layers = [.. outline.Layers.Select((layer, i) =>
            $"    {layer.Code}{(i == outline.Layers.Count - 1 ? ");" : ",")}")];
        int width = layers.Where(layer => layer.Length < MaxWidth).Select(layer => layer.Length).DefaultIfEmpty().Max();
        return
        [
            $"var rng = new Rng({recipe.Seed}).Split(\"network\");",
            $"{"var network = new Sequential(".PadRight(width)}  // {stage.NetworkInput}",
            .. layers.Select((layer, i) => $"{layer.PadRight(width)}  // {outline.Layers[i].Output}"),
        ];
    }

    private static IEnumerable<string> Training(Recipe recipe) =>
    [
        "var loader = new DataLoader(train.With(inputs), new LoaderOptions",
        "{",
        $"    BatchSize = Math.Min({recipe.Batch}, train.Count),",
        recipe.Sampler is not { } sampler ? "    Shuffle = true,"
            : $"    Sampler = {CSharp.Entry("Samplers", sampler)}, train.Targets),",
        $"    Rng = new Rng({recipe.Seed}).Split(\"order\"),",
        "});",
        "var trainer = new Trainer(network, loss, optimizer);",
        "trainer.Fit(loader, new TrainerOptions",
        "{",
        $"    Epochs = {recipe.Epochs},",
        .. Schedule(recipe),
        .. Set("ClipNorm", recipe.ClipNorm),
        .. Set("ClipValue", recipe.ClipValue),
        "    Callbacks = [new ConsoleProgress(Console.Out, isTerminal: !Console.IsOutputRedirected)],",
        "});",
        "if (data.Test is { } test)",
        "    Console.WriteLine(Evaluator.Run(network, loss, test.With(tested)));",
    ];

    private static IEnumerable<string> Schedule(Recipe recipe) => recipe.Schedule is not { } schedule ? [] :
    [
        $"    Schedule = {CSharp.Entry("Schedules", schedule)}, optimizer,",
        $"        new TrainingLength({recipe.Epochs}, loader.BatchCount)),",
        $"    ScheduleCountsSteps = {CSharp.Text(RecipeCatalog.CountsSteps(recipe))},",
    ];

    private static IEnumerable<string> Set(string option, double? value) =>
        value is { } number ? [$"    {option} = {CSharp.Text(number)},"] : [];

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
            yield return $"arguments of the data set {recipe.Dataset.Type}";
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
            .Select(argument => $"{Known[argument.Key]} = {CSharp.Text(argument.Value)}")];
        return given.Length == 0 ? "" : $", new DatasetOptions {{ {string.Join(", ", given)} }}";
    }

    private static string Loss(Spec loss) => loss.Type switch
    {
        "cross-entropy" => $"new CrossEntropyLoss({CSharp.Named(loss, "label-smoothing")})",
        "nll" => "new NllLoss()",
        "quadratic" => "new QuadraticLoss()",
        "mse" => "new MseLoss()",
        "mae" => "new L1Loss()",
        _ => $"{CSharp.Entry("Losses", loss)})",
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
            return $"{CSharp.Entry("Optimizers", optimizer)}, network.Parameters())";
        string[] names = [.. optimizer.Arguments.Keys.Where(name => name != "lr")];
        return $"new {type}(network.Parameters(), {CSharp.Text(optimizer.Number("lr", 0))}"
            + $"{(names.Length == 0 ? "" : $", {CSharp.Named(optimizer, names)}")})";
    }
}
