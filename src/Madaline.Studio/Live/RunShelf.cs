using Madaline.Recipes;

namespace Madaline.Studio.Live;

/// <summary>
/// The runs that lie in a folder, by name. The program says which folder; a page chooses among the names and never
/// sends a path.
/// </summary>
/// <param name="folder">The folder, such as <c>runs</c>; it need not be there yet.</param>
public sealed class RunShelf(string folder)
{
    private const int MaxRuns = 50;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder ?? throw new ArgumentNullException(nameof(folder));

    /// <summary>The names of the runs, the newest first, at most 50.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<string> Names()
    {
        var found = new DirectoryInfo(Folder);
        return !found.Exists ? [] : [.. found.EnumerateDirectories()
            .Select(run => (run.Name, Recipe: new FileInfo(new RunFolder(run.FullName).RecipePath)))
            .Where(run => run.Recipe.Exists)
            .OrderByDescending(run => run.Recipe.LastWriteTimeUtc)
            .ThenByDescending(run => run.Name, StringComparer.Ordinal)
            .Take(MaxRuns)
            .Select(run => run.Name)];
    }

    /// <summary>The run of a name on the list; null for every other name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public RunFolder? Find(string name) =>
        Names().Contains(name, StringComparer.Ordinal) ? new RunFolder(Path.Combine(Folder, name)) : null;

    /// <summary>The folder.</summary>
    public override string ToString() => $"runs of {Folder}";
}
