namespace Madaline.Datasets;

/// <summary>The folder under which data sets lie, each in its own folder under its official file names.</summary>
/// <remarks>
/// The first of: the argument that a program was given; <c>MADALINE_DATA</c>; <c>$XDG_CACHE_HOME/madaline/datasets</c>;
/// <c>~/.cache/madaline/datasets</c>, or <c>%LOCALAPPDATA%\madaline\datasets</c> on Windows.
/// </remarks>
public sealed class DataRoot
{
    /// <summary>A root at a folder, which need not exist yet.</summary>
    /// <param name="folder">The folder.</param>
    public DataRoot(string folder)
        : this(folder, "code")
    {
    }

    private DataRoot(string folder, string origin)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
        Origin = origin;
    }

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>
    /// What decided: <c>argument</c>, <c>MADALINE_DATA</c>, <c>XDG_CACHE_HOME</c>, <c>default</c> or <c>code</c>.
    /// </summary>
    public string Origin { get; }

    /// <summary>Finds the root from the argument, the environment or the default.</summary>
    /// <param name="argument">The folder that a program was given, if it was.</param>
    public static DataRoot Resolve(string? argument = null) => Resolve(
        argument,
        Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"));

    /// <summary>The rule itself, with the environment passed in.</summary>
    internal static DataRoot Resolve(string? argument, Func<string, string?> environment, string cacheFolder)
    {
        if (!string.IsNullOrWhiteSpace(argument)) return new DataRoot(argument, "argument");
        if (environment("MADALINE_DATA") is { } own && !string.IsNullOrWhiteSpace(own))
            return new DataRoot(own, "MADALINE_DATA");

        // The XDG rules say that a relative path there is to be ignored.
        if (environment("XDG_CACHE_HOME") is { } xdg && Path.IsPathFullyQualified(xdg))
            return new DataRoot(Path.Combine(xdg, "madaline", "datasets"), "XDG_CACHE_HOME");
        return new DataRoot(Path.Combine(cacheFolder, "madaline", "datasets"), "default");
    }

    /// <summary>The first of some files that exists under the root, or null.</summary>
    /// <param name="relativePaths">Paths relative to the root, with <c>/</c> between folders, best first.</param>
    public string? Locate(params ReadOnlySpan<string> relativePaths)
    {
        foreach (var relativePath in relativePaths)
        {
            var path = PathOf(relativePath);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    /// <summary>The full path of a place under the root, existing or not.</summary>
    /// <param name="relativePath">Path relative to the root, with <c>/</c> between folders; empty for the root.</param>
    public string PathOf(string relativePath) =>
        Path.GetFullPath(Path.Combine(Folder, relativePath.Replace('/', Path.DirectorySeparatorChar)));

    /// <inheritdoc/>
    public override string ToString() => Folder;
}
