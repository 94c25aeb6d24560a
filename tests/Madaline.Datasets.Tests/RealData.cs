namespace Madaline.Datasets.Tests;

/// <summary>The real files, where the machine has them.</summary>
internal static class RealData
{
    /// <summary><c>MADALINE_DATA</c>, or the folder beside the repository. Skips the test if absent.</summary>
    public static DataRoot Root()
    {
        var folder = Environment.GetEnvironmentVariable("MADALINE_DATA") ?? BesideRepository();
        Assert.SkipUnless(Directory.Exists(folder), "no real data: set MADALINE_DATA to a folder with mnist and wheat");
        return new DataRoot(folder!);
    }

    /// <summary>A file of the data root. Skips the test if absent.</summary>
    public static string File(string relativePath)
    {
        var path = Root().Locate(relativePath);
        Assert.SkipWhen(path is null, $"no real data: {relativePath} is not there");
        return path!;
    }

    private static string? BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Madaline.slnx")))
            folder = folder.Parent;
        return folder is null ? null : Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
    }
}

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("madaline-");

    public string Path => _folder.FullName;

    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Every file in it, relative, sorted.</summary>
    public string[] Files() => [.. Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
