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

    /// <summary>The first folder below <c>src/Madaline</c>.</summary>
    public static string FolderOf(string path) => path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate [\w<>?\[\], ]+)\s+(?:struct\s+|class\s+)?(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
