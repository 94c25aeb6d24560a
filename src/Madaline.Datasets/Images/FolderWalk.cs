using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Finds the classes of a folder with their pictures, and what is none.</summary>
/// <remarks>
/// Links to folders are followed where they are a class, and nowhere else; not to a folder that holds the set itself,
/// such as the root of the disk, for that has no end. Depth and number of entries are bounded.
/// </remarks>
internal sealed class FolderWalk
{
    /// <summary>Folders below a class go at most so deep.</summary>
    public const int MaxDepth = 8;

    /// <summary>The most files and folders that are looked at.</summary>
    public const int MaxEntries = 8 << 20;

    private readonly string _root;
    private readonly int _maxEntries;
    private int _entries;

    /// <param name="root">The folder that holds the classes, or holds the parts that hold them.</param>
    /// <param name="maxEntries">The most files and folders that are looked at.</param>
    public FolderWalk(string root, int maxEntries = MaxEntries) =>
        (_root, _maxEntries) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), maxEntries);

    /// <summary>What was met and is no picture.</summary>
    public List<SkippedFile> Skipped { get; } = [];

    /// <summary>Whether a name is one of those that systems keep for themselves.</summary>
    public static bool IsHidden(string path) =>
        Path.GetFileName(path) is var name && (name.StartsWith('.') || name == "__MACOSX");

    /// <summary>The classes of a part, sorted by name, with their files, sorted likewise.</summary>
    /// <exception cref="DataFormatException">There is no end of entries.</exception>
    public IReadOnlyList<ClassFiles> Classes(string folder)
    {
        if (folder != _root && Outward(folder) is { } outside)
        {
            throw new DataFormatException(folder, -1L, $"it is a link to {outside}, which holds this set itself. Link "
                + "to the folder of the pictures.");
        }

        var classes = new List<ClassFiles>();
        foreach (string path in Entries(folder))
        {
            if (!Directory.Exists(path)) Skip(path, "lies beside the folders of the classes.");
            else if (IsHidden(path)) Skip(path, "is hidden.");
            else if (Outward(path) is { } target) Skip(path, $"is a link to {target}, which holds this set itself.");
            else classes.Add(new ClassFiles(Path.GetFileName(path), path, Files(path)));
        }

        return classes;
    }

    /// <summary>Whether a folder holds a picture; looks no further than to the first, nor than the bound.</summary>
    public bool HasPicture(string folder, int depth = 0)
    {
        var below = new List<string>();
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder))
            {
                if (++_entries > _maxEntries) return false;
                if (IsHidden(path)) continue;
                if (Directory.Exists(path)) below.Add(path);
                else if (ImageFile.HasEnding(path)) return true;
            }
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }

        return depth < MaxDepth
            && below.Exists(path => new DirectoryInfo(path).LinkTarget is null && HasPicture(path, depth + 1));
    }

    /// <summary>All pictures below a folder, sorted.</summary>
    public IReadOnlyList<string> Files(string folder)
    {
        var files = new List<string>();
        Collect(folder, 0, files);
        return [.. files.Order(StringComparer.Ordinal)];
    }

    private void Collect(string folder, int depth, List<string> files)
    {
        foreach (string path in Entries(folder))
        {
            if (IsHidden(path)) Skip(path, "is hidden.");
            else if (Directory.Exists(path)) CollectBelow(path, depth + 1, files);
            else if (ImageFile.HasEnding(path)) files.Add(path);
            else Skip(path, "has no ending of a picture that is read (.png, .jpg, .jpeg, .bmp).");
        }
    }

    private void CollectBelow(string path, int depth, List<string> files)
    {
        if (new DirectoryInfo(path).LinkTarget is not null) Skip(path, "is a link to a folder, and not a class.");
        else if (depth > MaxDepth) Skip(path, $"lies more than {MaxDepth} folders below its class.");
        else Collect(path, depth, files);
    }

    /// <summary>The target of a link that leads to a folder around the set; null for any other folder.</summary>
    public string? Outward(string path)
    {
        if (new DirectoryInfo(path).LinkTarget is null) return null;
        string? target = Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        if (target is null) return null;
        string around = Path.TrimEndingDirectorySeparator(target);
        string below = Path.EndsInDirectorySeparator(around) ? around
            : around + Path.DirectorySeparatorChar;
        return _root == around || _root.StartsWith(below, StringComparison.Ordinal) ? target : null;
    }

    /// <summary>What a folder holds, sorted, so that the same is met in every run.</summary>
    private List<string> Entries(string folder)
    {
        var entries = new List<string>();
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder))
            {
                if (++_entries > _maxEntries)
                {
                    throw new DataFormatException(_root, -1L, $"the folder holds more than {_maxEntries} files and "
                        + "folders, those that links lead to included. Give a folder of pictures, without links to "
                        + "others.");
                }

                entries.Add(path);
            }
        }
        catch (UnauthorizedAccessException)
        {
            Skip(folder, "may not be opened by this user.", isBroken: true);
        }

        entries.Sort(StringComparer.Ordinal);
        return entries;
    }

    private void Skip(string path, string reason, bool isBroken = false) =>
        Skipped.Add(new SkippedFile(path, $"It {reason}", isBroken));
}

/// <summary>A class and its files.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Files">Files with the ending of a picture, sorted.</param>
internal sealed record ClassFiles(string Name, string Folder, IReadOnlyList<string> Files);
