using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>Wheat kernels: seven measurements of each, three varieties.</summary>
/// <remarks>
/// Three layouts are told by their content: the course's CSV with a header and a Province column, the plain CSV, and
/// the UCI text with single and doubled tabs. Province never becomes a feature. Classes 1, 2, 3 become 0, 1, 2.
/// Source: Charytanowicz et al. 2010; UCI Machine Learning Repository, "seeds" (CC BY 4.0).
/// </remarks>
public static class WheatFiles
{
    /// <summary>The set's name: <c>wheat</c>.</summary>
    public const string Name = "wheat";

    private const string Repository = "https://archive.ics.uci.edu/ml/machine-learning-databases/00236/";

    /// <summary>The seven measurements, in the order of the columns.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
        ["area", "perimeter", "compactness", "kernel length", "kernel width", "asymmetry", "groove length"];

    /// <summary>The three varieties, by index.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["Kama", "Rosa", "Canadian"];

    /// <summary>File names accepted, the best first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["wheat.csv", "wheat-seeds.csv", "seeds_dataset.txt"];

    /// <summary>What can be fetched: the UCI repository's own file.</summary>
    public static IReadOnlyList<DownloadFile> Files { get; } =
    [
        DownloadFile.From(
            "seeds_dataset.txt",
            9_300,
            PinnedHash.Sha256("1f3f83c0d8485ae9148061389d19628607e3f5660e3d6f40ec9102fb398bb12f"),
            Repository),
    ];

    /// <summary>Finds the file in <c>wheat/</c> under the root, or in the root itself; null if absent.</summary>
    /// <param name="root">Where to look.</param>
    public static string? Locate(DataRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Locate([.. FileNames.Select(name => $"{Name}/{name}"), .. FileNames]);
    }

    /// <summary>Reads the set.</summary>
    /// <param name="root">Where to look.</param>
    /// <exception cref="DatasetNotFoundException">The file is not there; it can be fetched first.</exception>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static TableData Load(DataRoot root) => Read(Locate(root)
        ?? throw new DatasetNotFoundException(
            Name, FileNames, [root.PathOf(Name), root.Folder], "none of them is there, and one is enough"));

    /// <summary>Reads a file in any of the three layouts.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">Not one of the layouts, or damaged.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static TableData Read(string path)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads any of the three layouts; the stream stays open.</summary>
    /// <param name="stream">The text, UTF-8; at most 512 KiB.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">Not one of the layouts, or damaged.</exception>
    public static TableData Read(Stream stream, string name) =>
        new WheatSchema(Table.Read(stream, name, maxBytes: WheatSchema.MaxBytes)).Read();
}
