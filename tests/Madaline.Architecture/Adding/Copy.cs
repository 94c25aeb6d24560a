using System.Diagnostics;

namespace Madaline.Architecture.Adding;

/// <summary>A copy of the repository in a temporary folder, without what was built.</summary>
internal sealed class Copy : IDisposable
{
    private static readonly string[] Roots = ["src", "tests", "bench", "packaging"], LeftOut = ["bin", "obj", "TestResults"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("madaline-adding-");

    public Copy()
    {
        foreach (string file in Directory.EnumerateFiles(SourceTree.Root))
            Add(file);
        foreach (string root in Roots)
            AddFolder(Path.Combine(SourceTree.Root, root));
    }

    /// <summary>A path in the copy.</summary>
    public string this[string path] => Path.Combine(_folder.FullName, path);

    /// <summary>Files that the copy has and the repository has not, and those whose lines differ.</summary>
    public (string[] New, string[] Changed) Difference()
    {
        string[] all = [.. Roots.SelectMany(root => FilesOf(this[root])).Select(file => Path.GetRelativePath(_folder.FullName, file).Replace('\\', '/'))];
        return
        (
            [.. all.Where(path => !File.Exists(Path.Combine(SourceTree.Root, path)))],
            [.. all.Where(path => File.Exists(Path.Combine(SourceTree.Root, path))
                && !File.ReadAllBytes(this[path]).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(SourceTree.Root, path))))]
        );
    }

    /// <summary>Runs a program in the copy and gives what it wrote.</summary>
    public string Run(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the test run around this one: they are not meant for programs that it starts.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)
            || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        string text = output.Result + errors.Result;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} ended with {process.ExitCode}:\n{text}");
        return text;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(path => !LeftOut.Contains(Path.GetFileName(path))).SelectMany(FilesOf));

    private void AddFolder(string folder)
    {
        foreach (string file in FilesOf(folder))
            Add(file);
    }

    private void Add(string file)
    {
        string target = this[Path.GetRelativePath(SourceTree.Root, file)];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}
