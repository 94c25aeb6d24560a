using Madaline.Data;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>What is asked of the data beside the recipe; what is null leaves the recipe as it is.</summary>
public sealed record DataRequest
{
    private const string TableOnly = "the target, one-hot features, columns to leave out or to keep, missing cells, "
        + "unknown and rare values, the order of dates, the decimal mark, the encoding, the delimiter and the header";

    /// <summary>Another data set, by its name or as the path of a .csv file.</summary>
    public string? Dataset { get; init; }

    /// <summary>The folder of the data sets, a table's file, a folder of images, or the set as one file.</summary>
    public string? Path { get; init; }

    /// <summary>Tables: the class column, by name or number from 0.</summary>
    public string? Target { get; init; }

    /// <summary>Tables: whether text columns become one feature a value.</summary>
    public bool OneHot { get; init; }

    /// <summary>Tables: columns to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Tables: columns to keep that would be left out as constant or as a key.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Tables: what is done with missing cells.</summary>
    public MissingCells? Missing { get; init; }

    /// <summary>Tables: the words that mean a missing cell.</summary>
    public IReadOnlyList<string>? MissingValues { get; init; }

    /// <summary>Tables: what is done with values that were not trained on.</summary>
    public UnknownValues? Unknown { get; init; }

    /// <summary>Tables: values of fewer rows share a feature.</summary>
    public int? RareBelow { get; init; }

    /// <summary>Tables: what 3/4/2024 means where a column does not show it.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>Tables: the decimal mark, a point or a comma.</summary>
    public string? Decimal { get; init; }

    /// <summary>Tables: the name of the encoding.</summary>
    public string? Encoding { get; init; }

    /// <summary>Tables: what stands between the cells.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Tables: whether the first row names the columns.</summary>
    public bool? Header { get; init; }

    /// <summary>Images: the height and width that all are brought to.</summary>
    public Size2? Size { get; init; }

    /// <summary>Images: whether photographs are turned as their Exif orientation says.</summary>
    public bool Upright { get; init; }

    /// <summary>Images: whether one file that cannot be read ends the reading.</summary>
    public bool Strict { get; init; }

    private bool HasFormat =>
        Decimal is not null || Encoding is not null || Delimiter is not null || Header is not null;

    private bool AsksForTable => Target is not null || AsksForColumns || HasFormat;

    /// <summary>Whether it says what becomes of columns, which a run keeps from its training.</summary>
    internal bool AsksForColumns => OneHot || Exclude.Count > 0 || Include.Count > 0 || HasRules;

    /// <summary>Whether it says what is done with cells.</summary>
    internal bool HasRules => Missing is not null || MissingValues is not null || Unknown is not null
        || RareBelow is not null || Dates is not null;

    /// <summary>What becomes of a table's columns, as far as it is said.</summary>
    internal TableOptions Columns => new()
    {
        Target = Target,
        OneHot = OneHot,
        Exclude = Exclude,
        Include = Include,
        Missing = Missing ?? MissingCells.Refuse,
        MissingValues = MissingValues,
        Unknown = Unknown ?? UnknownValues.Refuse,
        RareBelow = RareBelow ?? 0,
        Dates = Dates,
    };

    /// <summary>How a table is written, as far as it is said.</summary>
    /// <param name="mark">The decimal mark where it is not said.</param>
    /// <exception cref="ArgumentException">What is said is no format.</exception>
    public CsvFormat Format(char? mark = null) =>
        RecipeData.FormatOf(WithFormat(new Spec(DatasetCatalog.TableName)), mark);

    /// <summary>A recipe with the data that are asked for.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="RequestException">There is no such set, or something is asked that the set does not
    /// have.</exception>
    public Recipe Apply(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        string? name = Dataset, path = Path;
        bool isFile = path is not null
            && RecipeData.IsTableFile(path, AsksForTable ? DatasetCatalog.TableName : name ?? recipe.Dataset.Type);
        if (name is not null && name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            (name, path, isFile) = (DatasetCatalog.TableName, name, true);
        if (name is not null && DatasetCatalog.All.Find(name) is null)
            throw new RequestException(DatasetCatalog.All.Unknown(name) + " Or give a .csv file.");
        bool isFolder = !isFile && RecipeData.IsImageFolder(path, name ?? recipe.Dataset.Type);
        if (isFolder)
            name = DatasetCatalog.ImagesName;
        if (isFile
            && (AsksForTable || (name ?? recipe.Dataset.Type) is not (WheatFiles.Name or DatasetCatalog.TableName)))
            name = DatasetCatalog.TableName;
        Spec dataset = name is null || name == recipe.Dataset.Type ? recipe.Dataset
            : isFile && name == DatasetCatalog.TableName ? DatasetCatalog.Find(recipe.Dataset.Type).TableInstead
            : new Spec(name);
        bool isOwnTarget = !AsksForColumns && !HasFormat
            && DatasetCatalog.Find(dataset.Type).Arguments.Any(argument => argument.Name == "target");
        if (AsksForTable && dataset.Type != DatasetCatalog.TableName && !isOwnTarget)
            throw Misplaced(TableOnly, "CSV tables", dataset, WorkbenchRemedyKind.GiveTable);
        if (isFolder || (isFile && dataset.Type == DatasetCatalog.TableName))
            dataset = dataset.With("path", System.IO.Path.GetFullPath(path!));
        return recipe with { Dataset = WithFormat(WithColumns(WithImages(dataset))) };
    }

    private Spec WithImages(Spec dataset)
    {
        string[] asked =
        [
            .. Size is null ? Array.Empty<string>() : ["size"],
            .. Upright ? ["upright"] : Array.Empty<string>(),
            .. Strict ? ["strict"] : Array.Empty<string>(),
        ];
        if (asked.Length > 0 && dataset.Type != DatasetCatalog.ImagesName)
            throw Misplaced(string.Join(", ", asked), "folders of images", dataset,
                WorkbenchRemedyKind.GiveImageFolder);
        if (Size is { } size)
            dataset = dataset.With("size",
                size.Height == size.Width ? (double)size.Height : (double[])[size.Height, size.Width]);
        if (Upright)
            dataset = dataset.With("upright", true);
        return Strict ? dataset.With("strict", true) : dataset;
    }

    private Spec WithColumns(Spec dataset)
    {
        if (Target is not null)
            dataset = dataset.With("target", Target);
        if (OneHot)
            dataset = dataset.With("one-hot", true);
        if (Exclude.Count > 0)
            dataset = dataset.With("exclude", Exclude.ToArray());
        if (Include.Count > 0)
            dataset = dataset.With("include", Include.ToArray());
        if (Missing is { } missing)
            dataset = dataset.With("missing", TableWords.Of(missing));
        if (MissingValues is not null)
            dataset = dataset.With("missing-values", MissingValues.ToArray());
        if (Unknown is { } unknown)
            dataset = dataset.With("unknown", TableWords.Of(unknown));
        if (RareBelow is { } rare)
            dataset = dataset.With("rare", (double)rare);
        return Dates is { } order ? dataset.With("dates", TableWords.Of(order)) : dataset;
    }

    private Spec WithFormat(Spec dataset)
    {
        if (Decimal is not null)
            dataset = dataset.With("decimal", Decimal);
        if (Encoding is not null)
            dataset = dataset.With("encoding", Encoding);
        if (Delimiter is not null)
            dataset = dataset.With("delimiter", Delimiter);
        return Header is { } header ? dataset.With("header", header) : dataset;
    }

    private static RequestException Misplaced(string what, string where, Spec dataset, WorkbenchRemedyKind kind) =>
        new($"{what} can be said of {where}, and the data set is {dataset.Type}.", new WorkbenchRemedy(kind));
}
