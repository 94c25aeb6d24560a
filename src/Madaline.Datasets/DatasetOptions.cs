using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Datasets;

/// <summary>How a set is found or made; options that a set does not have are refused.</summary>
public sealed record DatasetOptions
{
    private static readonly string[] FormatArguments = ["decimal", "encoding", "delimiter", "header"];

    /// <summary>Where files are looked for; null to find out (<see cref="DataRoot.Resolve(string?)"/>).</summary>
    public DataRoot? Root { get; init; }

    /// <summary>Built-in sets: what they are drawn from; null for 1. Not the training's seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Built-in sets: how many samples to train on, at least 1; null for the set's own number.</summary>
    public int? Count { get; init; }

    /// <summary>Built-in sets with a test part: its samples, at least 1; null for the set's own number.</summary>
    public int? TestCount { get; init; }

    /// <summary>Whether the test part is not wanted, as when the last training samples are held out.</summary>
    public bool SkipTest { get; init; }

    /// <summary>CIFAR-100: whether its twenty groups are the classes, rather than the hundred.</summary>
    public bool Coarse { get; init; }

    /// <summary>Tables: the CSV file. Images: the folder that holds the classes' folders.</summary>
    public string? Path { get; init; }

    /// <summary>Images: the size that all are brought to; null where they have one size.</summary>
    public Size2? Size { get; init; }

    /// <summary>Images: 1 for grey, 3 for colour; null for colour unless all are grey.</summary>
    public int? Channels { get; init; }

    /// <summary>Images: whether photographs are turned as their Exif orientation says.</summary>
    public bool Upright { get; init; }

    /// <summary>Images: whether one file that cannot be read ends the reading; otherwise it is left out.</summary>
    public bool Strict { get; init; }

    /// <summary>Tables: the column to predict, by name or number from 0; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>Tables: whether the target is a number to predict rather than a class.</summary>
    public bool NumericTarget { get; init; }

    /// <summary>Tables: whether text columns become one feature a value; otherwise they are refused.</summary>
    public bool OneHot { get; init; }

    /// <summary>Tables: columns to leave out, by name or number from 0.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Tables: columns to keep that would be left out as constant or as a key.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Tables: what is done with missing cells; null to refuse them.</summary>
    public MissingCells? Missing { get; init; }

    /// <summary>Tables: the words that mean a missing cell; null for the usual ones.</summary>
    public IReadOnlyList<string>? MissingValues { get; init; }

    /// <summary>Tables: what is done with values that were not trained on; null to refuse them.</summary>
    public UnknownValues? Unknown { get; init; }

    /// <summary>Tables: values of fewer rows share a feature; null for none.</summary>
    public int? RareBelow { get; init; }

    /// <summary>Tables: what 3/4/2024 means where a column does not show it.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>Tables: how the file is written; null to find out.</summary>
    public CsvFormat? Format { get; init; }

    /// <summary>Tables: the encoder of a model that the table is for; null to fit one on the table.</summary>
    public TableEncoder? Encoder { get; init; }

    /// <summary>Whether files that are missing are fetched.</summary>
    public bool Download { get; init; }

    /// <summary>Told how downloads go.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>Fetches; null for one with the default settings.</summary>
    public Downloader? Downloader { get; init; }

    /// <summary>The root to look under.</summary>
    internal DataRoot FoundRoot => Root ?? DataRoot.Resolve();

    /// <summary>The options that a recipe's arguments ask for.</summary>
    /// <param name="spec">
    /// The recipe's data set, its arguments checked (<see cref="DatasetCatalog.Find(Spec)"/>).
    /// </param>
    /// <exception cref="ArgumentException">The delimiter is not one character.</exception>
    public static DatasetOptions Of(Spec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new DatasetOptions
        {
            Seed = spec.Has("seed") ? (ulong)spec.Number("seed", 1) : null,
            Count = spec.Has("count") ? spec.Integer("count", 1) : null,
            TestCount = spec.Has("test-count") ? spec.Integer("test-count", 1) : null,
            Coarse = spec.Flag("coarse", false),
            Path = spec.Text("path"),
            Size = spec.Size("size"),
            Channels = spec.Has("channels") ? spec.Integer("channels", 3) : null,
            Upright = spec.Flag("upright", false),
            Strict = spec.Flag("strict", false),
            Target = spec.Text("target"),
            OneHot = spec.Flag("one-hot", false),
            Exclude = TextsOf(spec, "exclude") ?? [],
            Include = TextsOf(spec, "include") ?? [],
            Missing = TableWords.Find<MissingCells>(spec.Text("missing")),
            MissingValues = TextsOf(spec, "missing-values"),
            Unknown = TableWords.Find<UnknownValues>(spec.Text("unknown")),
            RareBelow = spec.Has("rare") ? spec.Integer("rare", 1) : null,
            Dates = TableWords.Find<DateOrder>(spec.Text("dates")),
            Format = FormatArguments.Any(spec.Has) ? FormatOf(spec) : null,
        };
    }

    /// <summary>Refuses what a set has no use for, and numbers out of their range.</summary>
    /// <exception cref="ArgumentException">The set has no use for an option, or it is out of its range.</exception>
    internal void RequireSuits(DatasetEntry entry)
    {
        var spec = new Spec(entry.Name);
        foreach (var (option, argument, value) in Given())
        {
            if (!entry.Arguments.Any(known => known.Name == argument))
            {
                string takes = string.Join(", ", entry.Arguments.Select(known => known.Name));
                throw new ArgumentException($"{entry.Name}: {option} does not suit this set. {option} is given; "
                    + $"expected {(takes.Length == 0 ? "none of these options" : $"those for {takes}")}. "
                    + $"Leave {option} out.");
            }

            if (value is not null)
                spec = spec.With(argument, value);
        }

        entry.Require(spec, problem => new ArgumentException($"{entry.Name}: {problem}"));
    }

    /// <summary>
    /// The options that are given, with the arguments that they stand for; numbers as recipes have them.
    /// </summary>
    private IEnumerable<(string Option, string Argument, object? Value)> Given()
    {
        if (Seed is not null)
            yield return (nameof(Seed), "seed", null);
        if (Count is { } count)
            yield return (nameof(Count), "count", (double)count);
        if (TestCount is { } testCount)
            yield return (nameof(TestCount), "test-count", (double)testCount);
        if (Coarse)
            yield return (nameof(Coarse), "coarse", null);
        if (Path is not null)
            yield return (nameof(Path), "path", null);
        if (Size is { } size)
            yield return (nameof(Size), "size", (double[])[size.Height, size.Width]);
        if (Channels is { } channels)
            yield return (nameof(Channels), "channels", (double)channels);
        if (Upright)
            yield return (nameof(Upright), "upright", null);
        if (Strict)
            yield return (nameof(Strict), "strict", null);
        if (Target is not null)
            yield return (nameof(Target), "target", null);
        if (OneHot)
            yield return (nameof(OneHot), "one-hot", null);
        if (Exclude.Count > 0)
            yield return (nameof(Exclude), "exclude", null);
        if (Include.Count > 0)
            yield return (nameof(Include), "include", null);
        if (Missing is not null)
            yield return (nameof(Missing), "missing", null);
        if (MissingValues is not null)
            yield return (nameof(MissingValues), "missing-values", null);
        if (Unknown is not null)
            yield return (nameof(Unknown), "unknown", null);
        if (RareBelow is { } rare)
            yield return (nameof(RareBelow), "rare", (double)rare);
        if (Dates is not null)
            yield return (nameof(Dates), "dates", null);
        if (Format is not null)
            yield return (nameof(Format), "delimiter", null);
        if (Encoder is not null)
            yield return (nameof(Encoder), "target", null);
    }

    /// <summary>What becomes of a table's columns.</summary>
    internal TableOptions Columns => new()
    {
        Target = Target,
        NumericTarget = NumericTarget,
        OneHot = OneHot,
        Exclude = Exclude,
        Include = Include,
        Missing = Missing ?? MissingCells.Refuse,
        MissingValues = MissingValues,
        Unknown = Unknown ?? UnknownValues.Refuse,
        RareBelow = RareBelow ?? 0,
        Dates = Dates,
    };

    /// <summary>A list of texts; a text stands for a list of one.</summary>
    private static IReadOnlyList<string>? TextsOf(Spec spec, string name) =>
        spec.Texts(name) ?? (spec.Text(name) is { } text ? [text] : null);

    private static CsvFormat FormatOf(Spec spec)
    {
        string? sign = spec.Text("delimiter");
        if (sign is { Length: not 1 })
        {
            throw new ArgumentException($"table: the delimiter is not one character. delimiter is {sign}; expected one "
                + "sign, a tab or a blank.");
        }

        var format = spec.Text("decimal") is [var mark] ? new CsvFormat { Decimal = mark } : new CsvFormat();
        return format with
        {
            Encoding = spec.Text("encoding"),
            Delimiter = sign?[0],
            HasHeader = spec.Has("header") ? spec.Flag("header", true) : null,
        };
    }
}
