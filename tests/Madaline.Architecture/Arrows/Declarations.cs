using System.Text.RegularExpressions;

namespace Madaline.Architecture.Arrows;

/// <summary>In which folder of a project each type, with its namespace, is declared; parts of a type count where it has its name's file.</summary>
internal static partial class Declarations
{
    public static Dictionary<string, string> Of(string project)
    {
        var folders = new Dictionary<string, string>();
        foreach (var file in SourceTree.Files(project))
        {
            string space = Namespace().Match(file.Code).Groups[1].Value;
            foreach (Match match in Declaration().Matches(file.Code))
            {
                string name = match.Groups[1].Value, full = $"{space}.{name}";
                if (name == file.Name || !folders.ContainsKey(full))
                    folders[full] = FolderOf(file.Path);
            }
        }

        return folders;
    }

    /// <summary>The folder of the part of a type that has a method without a body; null where none is found.</summary>
    public static string? OfAbstract(IEnumerable<SourceFile> files, string type, string method)
    {
        var declared = new Regex($@"\babstract [^=;{{}}]*\b{Regex.Escape(method)}\s*[<({{]");
        var file = files.FirstOrDefault(f => f.Code.Contains($"partial class {type}\n", StringComparison.Ordinal)
            && declared.IsMatch(f.Code));
        return file is null ? null : FolderOf(file.Path);
    }

    /// <summary>The first folder below <c>src/Madaline</c>.</summary>
    public static string FolderOf(string path) => path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate [\w<>?\[\], ]+)\s+(?:struct\s+|class\s+)?(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
