using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Inputs;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Cli.Commands;

/// <summary>Flags that several commands share. Flag before environment before recipe before default.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Data { get; } = Text("--data", "DIR",
        "Folder of the data sets, a CSV file, or a folder of images; else MADALINE_DATA, else the cache folder.");

    public Option<string?> Dataset { get; } = Text("--dataset", "NAME",
        $"Another data set than the recipe's: {string.Join(", ", DatasetCatalog.All.Names)}.");

    public Option<string?> Target { get; } = Text("--target", "COLUMN",
        "The column of a CSV table to predict, by name or number from 0; the last one if omitted.");

    public Option<bool> OneHot { get; } = new("--one-hot")
    {
        Description = "Turn text columns of a CSV table into one feature a value.",
    };

    public Option<string[]> Exclude { get; } = new("--exclude")
    {
        HelpName = "COLUMN",
        Description = "A column of a CSV table to leave out; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> Include { get; } = new("--include")
    {
        HelpName = "COLUMN",
        Description = "A column of a CSV table to keep that would be left out as constant or as a key; may be "
            + "repeated.",
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Missing { get; } = Text("--missing", Words<MissingCells>(),
        "Missing cells of a CSV table: an error (default), leave their rows out, or fill in the median or the most "
            + "frequent value.");

    public Option<string?> MissingValues { get; } = Text("--missing-values", "WORDS",
        "The words that mean a missing cell, between commas; else NA, N/A, NaN, null, none, ?, #N/A and <NA>.");

    public Option<string?> Unknown { get; } = Text("--unknown", Words<UnknownValues>(),
        "Values of a CSV table that were not trained on: an error (default), or a feature of their own.");

    public Option<int?> Rare { get; } = Number("--rare",
        "Values of text columns of fewer rows than this share one feature.", 1, 1 << 24);

    public Option<string?> Dates { get; } = Text("--dates", Words<DateOrder>(),
        "What 3/4/2024 means in a column of a CSV table that does not show it.");

    public Option<string?> Decimal { get; } = Text("--decimal", "MARK",
        "The decimal mark in a CSV table: . (default) or , (cells then end at semicolons or tabs).");

    public Option<string?> Encoding { get; } = Text("--encoding", "NAME",
        "How a CSV table is encoded: utf-8 (default), latin1, windows-1252, utf-16 or utf-16be.");

    public Option<string?> Delimiter { get; } = Text("--delimiter", "SIGN",
        "What stands between the cells of a CSV table: a sign, tab or blank; found out if omitted.");

    public Option<string?> Header { get; } = Text("--header", "yes|no",
        "Whether the first row of a CSV table names its columns; found out if omitted.");

    public Option<string?> Size { get; } = Text("--size", "N|HxW",
        "Bring the images of a folder to this height and width.");

    public Option<bool> Upright { get; } = new("--upright")
    {
        Description = "Turn the photographs of a folder as their Exif orientation says.",
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Stop at a picture that cannot be read; otherwise it is left out and named.",
    };

    public Option<string?> Holdout { get; } = Text("--holdout", "N|FRACTION",
        "Take the last N training samples, or this fraction of them, as the test set.");

    public Option<bool> AllowSeen { get; } = new("--allow-seen")
    {
        Description = "Evaluate on samples, too, that the network was trained on.",
    };

    public Option<string?> Device { get; } = Text("--device", "NAME",
        "cpu (default); cuda, mps and opencl say what is missing.");

    public Option<int?> Threads { get; } = Number("--threads", "Threads to use; results do not depend on it.", 1, 1024);

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON object a line on stdout; the last one is the result.",
    };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress and no notes." };

    public Option<bool> AsText { get; } = new("--text")
    {
        Description = "Print the figures as text also where stdout is no terminal.",
    };

    public Option<int?> Epochs { get; } = Number("--epochs", "Passes over the training samples.", 1, 1_000_000);

    public Option<int?> Batch { get; } = Number("--batch", "Samples a step.", 1, 1 << 24);

    public Option<double?> Rate { get; } = Positive("--lr", "Learning rate.");

    public Option<ulong?> Seed { get; } = Parsed<ulong?>("--seed", "N",
        "Decides weights, order and dropout: the same seed gives the same bits.",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : null,
        "an integer from 0 to 18446744073709551615");

    public Option<string?> Hidden { get; } = Text("--hidden", "128,64",
        "Sizes of the hidden layers of a fully connected network.");

    public Option<string?> Optimizer { get; } = Text("--optimizer", "NAME",
        $"One of {string.Join(", ", RecipeCatalog.Optimizers.Names)}.");

    public Option<string?> Loss { get; } = Text("--loss", "NAME",
        $"One of {string.Join(", ", RecipeCatalog.Losses.Names)}; those of numbers make a regression.");

    public Option<string?> Task { get; } = Text("--task", "NAME",
        $"{string.Join(" or ", LearningTask.All)}: the recipe's loss, or the usual one of that task.");

    public Option<string?> ClassWeights { get; } = Text("--class-weights", "balanced|0.2,0.8",
        "How much each class counts in training: balanced, or a number for each class in order.");

    public Option<string?> Sampler { get; } = Text("--sampler", "NAME",
        $"How samples are drawn: none (each once an epoch), or {string.Join(", ", RecipeCatalog.Samplers.Names)} "
            + "(each class as often).");

    public Option<string?> Activation { get; } = Text("--activation", "NAME",
        "The activation of the hidden layers: one of "
            + $"{string.Join(", ", RecipeCatalog.Layers.Where(layer => layer.IsActivation))}.");

    public Option<double?> Momentum { get; } = Fraction("--momentum", "The optimizer's momentum.");

    public Option<double?> WeightDecay { get; } = Parsed<double?>("--weight-decay", "X",
        "The optimizer's weight decay.", text => NumberText.TryReal(text, out double x) && x is >= 0 and <= 1e30
            ? x : null, "a number at least 0");

    public Option<double?> Dropout { get; } = Fraction("--dropout",
        "The probability with which a hidden unit is dropped; 0 for none.");

    public Option<string?> Schedule { get; } = Text("--schedule", "NAME",
        $"How the rate changes: none, or one of {string.Join(", ", RecipeCatalog.Schedules.Names)}.");

    public Option<int?> Patience { get; } = Number("--patience",
        "Stop after that number of epochs without a better validation.", 1, int.MaxValue);

    public void AddData(Command command)
    {
        Add(command, Data, Dataset, Size, Upright, Strict, Holdout);
        AddTable(command);
    }

    /// <summary>The flags of tables to train or evaluate on.</summary>
    public void AddTable(Command command)
    {
        Add(command, Target, OneHot, Exclude, Include, Missing, MissingValues, Unknown, Rare, Dates);
        AddTableFormat(command);
    }

    /// <summary>The flags that say how a table is written.</summary>
    public void AddTableFormat(Command command) => Add(command, Decimal, Encoding, Delimiter, Header);

    public void AddMachine(Command command) => Add(command, Device, Threads, Json, Quiet);

    public void AddTraining(Command command) => Add(command, Epochs, Batch, Rate, Seed, Hidden, Optimizer,
        Loss, Task, ClassWeights, Sampler, Activation, Momentum, WeightDecay, Dropout, Schedule, Patience);

    private static string Words<T>() where T : struct, Enum => string.Join('|', TableWords.All<T>());

    private static void Add(Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
    }

    public static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    public static Option<int?> Number(string name, string description, int min, int max) => Parsed<int?>(name, "N",
        description,
        text => NumberText.TryInteger(text, out int value)
            && value >= min && value <= max ? value : null,
        $"an integer from {min} to {max}");

    private static Option<double?> Positive(string name, string description) => Parsed<double?>(name, "RATE",
        description,
        text => NumberText.TryReal(text, out double value)
            && value > 0 && double.IsFinite(value) ? value : null,
        "a number above 0, such as 0.001");

    private static Option<double?> Fraction(string name, string description) => Parsed<double?>(name, "P", description,
        text => NumberText.TryReal(text, out double value) && value is >= 0 and < 1 ? value : null,
        "a number from 0 to below 1, such as 0.5");

    /// <summary>A flag whose value is read here, so that what is wrong with it is said in our words.</summary>
    private static Option<T> Parsed<T>(string name, string help, string description, Func<string, T> parse,
        string expected) => new(name)
        {
            HelpName = help,
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                T value = parse(text);
                if (value is null)
                    result.AddError($"{name} is {text}; expected {expected}."
                        + NumberText.Advice(text));
                return value;
            },
        };
}
