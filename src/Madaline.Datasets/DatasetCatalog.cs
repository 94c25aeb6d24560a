using Madaline.Datasets.Sets;
using Madaline.Recipes;

namespace Madaline.Datasets;

/// <summary>The sets that have a name.</summary>
public static class DatasetCatalog
{
    /// <summary>The name of a CSV table that the user brings.</summary>
    public const string TableName = "table";

    /// <summary>The name of a folder of images that the user brings.</summary>
    public const string ImagesName = "images";

    /// <summary>All sets, the built-in ones first.</summary>
    public static Catalog<DatasetEntry> All { get; } = new("data set",
        new DigitsSet(),
        new ShapesSet(),
        new WheatSampleSet(),
        new HeatingSet(),
        new CustomersSet(),
        new WheatSet(),
        new IdxSet(IdxImageFiles.Mnist, "Handwritten digits, 28 × 28 grey pixels."),
        new IdxSet(IdxImageFiles.FashionMnist, "Articles of clothing, 28 × 28 grey pixels."),
        new CifarSet(CifarFiles.Cifar10, "Photographs of ten kinds of things, 32 × 32 colour pixels."),
        new CifarSet(CifarFiles.Cifar100, "Photographs of a hundred kinds in twenty groups, 32 × 32 colour pixels.",
            new Argument("coarse", "flag")),
        new TableSet(),
        new ImagesSet());

    /// <summary>The set of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static DatasetEntry Find(string name) => All[name];

    /// <summary>The set that a recipe names, its arguments checked.</summary>
    /// <param name="spec">The recipe's data set.</param>
    /// <exception cref="ArgumentException">There is no such set, or an argument is not one of its or out of its
    /// range.</exception>
    public static DatasetEntry Find(Spec spec) =>
        All.Of(spec, problem => new ArgumentException($"dataset ({spec.Type}): {problem}"));

    /// <summary>Loads a set into memory.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <param name="options">Where, how many, which column; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between files and during downloads.</param>
    /// <exception cref="ArgumentException">An unknown name, or an option that this set has no use for.</exception>
    /// <exception cref="DatasetNotFoundException">Its files are not there, or could not be fetched.</exception>
    /// <exception cref="Formats.DataFormatException">A file is damaged.</exception>
    public static DatasetPair Load(
        string name, DatasetOptions? options = null, CancellationToken cancellationToken = default) =>
        Find(name).Load(options, cancellationToken);
}
