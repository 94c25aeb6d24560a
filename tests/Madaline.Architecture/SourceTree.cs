using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>The repository's C# files, with and without what the compiler ignores.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files below a folder of the repository, build outputs left out.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder)
    {
        string path = Path.Combine(Root, folder);
        if (!Directory.Exists(path))
            return [];
        return
        [
            .. Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"))
                .Order(StringComparer.Ordinal)
                .Select(file => new SourceFile(file, File.ReadAllText(Path.Combine(Root, file)))),
        ];
    }

    /// <summary>Comments, strings and characters blanked out.</summary>
    public static string CodeOf(string text) =>
        Ignored().Replace(text, match => match.Value.StartsWith('/') ? " " : "\"\"");

    /// <summary>The strings of a text, in their quotes.</summary>
    public static IEnumerable<string> StringsOf(string text) =>
        Ignored().Matches(text).Select(match => match.Value).Where(value => value[0] is '"' or '@');

    [GeneratedRegex("""
        //[^\n]*|/\*.*?\*/|\"{3}.*?\"{3}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Ignored();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Madaline.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Madaline.slnx is in no folder above the tests.");
    }
}

/// <summary>One file: its path from the root, its text, and its text without comments and strings.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Code { get; } = SourceTree.CodeOf(Text);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder below the project's: <c>Ops</c> for <c>src/Madaline/Ops/MatMul/Linear.cs</c>.</summary>
    public string Folder => Path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    public override string ToString() => Path;
}
