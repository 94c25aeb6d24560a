namespace Madaline.Recipes;

/// <summary>A data set that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
public sealed class DatasetType(string name, params IReadOnlyList<Argument> arguments) : CatalogEntry(name, arguments);

/// <summary>The data sets that recipes choose from.</summary>
internal static class DatasetTypes
{
    /// <summary>The most samples that are drawn: about 1.6 GB of pixels.</summary>
    private const int MaxDigits = 1 << 21, MaxShapes = 1 << 19;

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<DatasetType> All { get; } = new("data set",
        new("wheat"),
        new("wheat-sample", CountUpTo("count", 1 << 24), Seed),
        new("mnist"),
        new("fashion-mnist"),
        new("cifar10"),
        new("cifar100", new Argument("coarse", "flag")),
        new("digits", CountUpTo("count", MaxDigits), CountUpTo("test-count", MaxDigits), Seed),
        new("shapes", CountUpTo("count", MaxShapes), CountUpTo("test-count", MaxShapes), Seed),
        new("images", new("path", "text"), new("size", "size", 1, 1 << 14), new("channels", "whole", 1, 3),
            new("upright", "flag"), new("strict", "flag")),
        new("table", new("path", "text"), new("target", "text"), new("one-hot", "flag"), new("exclude", "text|texts"),
            new("decimal", ".|,"), new("encoding", "text"), new("delimiter", "text"), new("header", "flag")));

    private static Argument Seed => new("seed", "whole", 0, 1L << 53);

    private static Argument CountUpTo(string name, int most) => new(name, "whole", 1, most);
}
