using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Commands;
using Madaline.Cli.Output;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Inputs;

/// <summary>What a command line asks of recipes and data.</summary>
internal static class RequestFlags
{
    private const int MaxSide = 1 << 14, MaxUnits = 1 << 16, MaxHidden = 100;
    private const double MaxWeight = 1e30;

    private static readonly (string Word, string Sign)[] Signs =
    [
        ("tab", "\t"), ("\\t", "\t"), ("blank", " "), ("space", " "), ("semicolon", ";"), ("comma", ","), ("bar", "|"),
    ];

    /// <summary>Flags laid over a recipe.</summary>
    /// <exception cref="UsageException">A flag's value is none.</exception>
    public static RecipeChanges Changes(ParseResult flags, CommonOptions options) => new()
    {
        Epochs = flags.GetValue(options.Epochs),
        Batch = flags.GetValue(options.Batch),
        Seed = flags.GetValue(options.Seed),
        Optimizer = flags.GetValue(options.Optimizer),
        Loss = flags.GetValue(options.Loss),
        Task = flags.GetValue(options.Task),
        ClassWeights = flags.GetValue(options.ClassWeights) is { } weights ? Weights(weights) : null,
        Sampler = flags.GetValue(options.Sampler),
        LearningRate = flags.GetValue(options.Rate),
        Momentum = flags.GetValue(options.Momentum),
        WeightDecay = flags.GetValue(options.WeightDecay),
        Schedule = flags.GetValue(options.Schedule),
        Patience = flags.GetValue(options.Patience),
        Activation = flags.GetValue(options.Activation),
        Dropout = flags.GetValue(options.Dropout),
        Hidden = flags.GetValue(options.Hidden) is { } hidden ? Units(hidden) : null,
        Holdout = Holdout(flags, options),
        Data = Data(flags, options),
    };

    /// <summary>A recipe with the flags laid over it; what they change beside what they ask for is noted.</summary>
    /// <exception cref="UsageException">A flag's value is none.</exception>
    public static Recipe Changed(Recipe recipe, ParseResult flags, CommonOptions options, Report report)
    {
        var changes = Changes(flags, options);
        Recipe changed = changes.Apply(recipe);
        report.Note(changes.NotesOn(recipe));
        return changed;
    }

    /// <summary>What flags ask of the data.</summary>
    /// <exception cref="UsageException">A flag's value is none.</exception>
    public static DataRequest Data(ParseResult flags, CommonOptions options) => Format(flags, options) with
    {
        Dataset = flags.GetValue(options.Dataset),
        Path = flags.GetValue(options.Data),
        Target = flags.GetValue(options.Target),
        OneHot = flags.GetValue(options.OneHot),
        Exclude = flags.GetValue(options.Exclude) ?? [],
        Include = flags.GetValue(options.Include) ?? [],
        Missing = Word<MissingCells>(flags, options.Missing),
        MissingValues = flags.GetValue(options.MissingValues)?.Split(',', StringSplitOptions.TrimEntries),
        Unknown = Word<UnknownValues>(flags, options.Unknown),
        RareBelow = flags.GetValue(options.Rare),
        Dates = Word<DateOrder>(flags, options.Dates),
        Size = flags.GetValue(options.Size) is { } size ? SizeOf(size) : null,
        Upright = flags.GetValue(options.Upright),
        Strict = flags.GetValue(options.Strict),
    };

    /// <summary>What flags say of how a table is written.</summary>
    /// <exception cref="UsageException">A flag's value is none.</exception>
    public static DataRequest Format(ParseResult flags, CommonOptions options)
    {
        string? sign = flags.GetValue(options.Delimiter);
        string? delimiter = sign is null ? null : Array.Find(Signs, known => known.Word == sign).Sign ?? sign;
        if (delimiter is { Length: not 1 })
            throw new UsageException($"--delimiter is {sign}; expected one sign, tab or blank.");
        return new DataRequest
        {
            Decimal = flags.GetValue(options.Decimal) is not { } mark || mark is "." or ","
                ? flags.GetValue(options.Decimal)
                : throw new UsageException($"--decimal is {mark}; expected . or ,"),
            Encoding = flags.GetValue(options.Encoding),
            Delimiter = delimiter,
            Header = flags.GetValue(options.Header) switch
            {
                null => null,
                "yes" => true,
                "no" => false,
                var other => throw new UsageException($"--header is {other}; expected yes or no."),
            },
        };
    }

    /// <summary>A rule of tables by its word.</summary>
    private static T? Word<T>(ParseResult flags, Option<string?> option) where T : struct, Enum
    {
        if (flags.GetValue(option) is not { } word)
            return null;
        return TableWords.Find<T>(word) ?? throw new UsageException(
            $"{option.Name} is {word}; expected one of {string.Join(", ", TableWords.All<T>())}."
                + NearestName.Hint(word, TableWords.All<T>()));
    }

    /// <summary>The samples to hold out, or that fraction; null where no flag says so.</summary>
    /// <exception cref="UsageException">The flag's value is none.</exception>
    public static double? Holdout(ParseResult flags, CommonOptions options)
    {
        if (flags.GetValue(options.Holdout) is not { } text)
            return null;
        return NumberText.TryReal(text, out double value) && value > 0 && value < int.MaxValue
            && (value < 1 || value == Math.Floor(value))
            ? value
            : throw new UsageException(
                $"--holdout is {text}; expected a number of samples, or a fraction between 0 and 1."
                    + NumberText.Advice(text));
    }

    /// <summary><c>--size 32</c> or <c>--size 32x48</c>, height before width.</summary>
    private static Size2 SizeOf(string text)
    {
        int[] sides = [.. text.Split('x').Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0)];
        if (sides.Length > 2 || !Array.TrueForAll(sides, side => side is >= 1 and <= MaxSide))
            throw new UsageException($"--size is {text}; expected pixels such as 32, or height and width as 32x48.");
        return new Size2(sides[0], sides[^1]);
    }

    /// <summary><c>balanced</c>, which is no numbers, or a number for each class.</summary>
    private static double[] Weights(string text)
    {
        if (text == "balanced")
            return [];
        var weights = new List<double>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NumberText.TryReal(part, out double weight) || !(weight >= 0 && weight <= MaxWeight))
                throw new UsageException($"--class-weights is {text}; expected balanced, or a number for each class "
                    + "such as 0.2,0.8.");
            weights.Add(weight);
        }

        return [.. weights];
    }

    private static int[] Units(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MaxHidden)
        {
            throw new UsageException($"--hidden has {parts.Length} sizes; expected at most {MaxHidden}. Networks of so "
                + "many layers without shortcuts learn nothing.");
        }

        var sizes = new List<int>();
        foreach (string part in parts)
        {
            if (!NumberText.TryInteger(part, out int size) || size is < 1 or > MaxUnits)
                throw new UsageException($"--hidden is {PlainText.Cut(text)}; expected sizes from 1 to {MaxUnits} "
                    + "between commas, such as 128 or 128,64.");
            sizes.Add(size);
        }

        return [.. sizes];
    }
}
