using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Says what was left out, in a sentence or two however many files it is.</summary>
internal static class SkippedFiles
{
    private const int Named = 5, Kinds = 12;

    /// <summary>Sentences about broken files, and about files that are no pictures; none where all were read.</summary>
    public static IEnumerable<string> Describe(IReadOnlyList<SkippedFile> skipped, string root)
    {
        var broken = skipped.Where(file => file.IsBroken).ToArray();
        if (broken.Length > 0)
        {
            string names = string.Join(" ",
                broken.Take(Named).Select(file => $"{Short(file.Path, root)}: {file.Reason}"));
            yield return $"{Files(broken.Length)} that cannot be read {(broken.Length == 1 ? "is" : "are")} left out. "
                + names + More(broken.Length);
        }

        var others = skipped.Where(file => !file.IsBroken).ToArray();
        if (others.Length == 0) yield break;
        var kinds = others.GroupBy(file => Kind(file.Path)).OrderByDescending(kind => kind.Count())
            .ThenBy(kind => kind.Key, StringComparer.Ordinal).ToArray();
        yield return $"{Files(others.Length)} that {(others.Length == 1 ? "is no picture" : "are no pictures")} of a "
            + $"class {(others.Length == 1 ? "is" : "are")} left out: " + string.Join(", ", kinds.Take(Kinds)
                .Select(kind => $"{kind.Count()} × {kind.Key} ({Short(kind.First().Path, root)})"))
            + (kinds.Length > Kinds ? $" and {kinds.Length - Kinds} other kinds." : ".");
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";

    private static string More(int count) => count > Named ? $" And {count - Named} more." : "";

    private static string Kind(string path)
    {
        if (Directory.Exists(path)) return "folder";
        string name = Path.GetFileName(path), ending = Path.GetExtension(path).ToLowerInvariant();
        if (name != ".DS_Store" && FolderWalk.IsHidden(path)) return "hidden";
        return PlainText.Of(ending.Length > 1 ? ending : name);
    }

    private static string Short(string path, string root) => PlainText.Of(Path.GetRelativePath(root, path));
}
