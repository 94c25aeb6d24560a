using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>docs/architecture.md says what is true: the files it names exist, and its drawing shows every folder.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/architecture.md"));

    [Fact]
    public void Every_file_and_folder_it_names_exists()
    {
        string[] named = [.. Named().Matches(Page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.InRange(named.Length, 30, int.MaxValue);
        Assert.All(named, path => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, path)), path));
    }

    [Fact]
    public void Its_drawing_shows_every_folder_of_the_library_and_every_project()
    {
        string drawing = Page[Page.IndexOf("```", StringComparison.Ordinal)..];
        drawing = drawing[..drawing.IndexOf("\n## ", StringComparison.Ordinal)];
        var folders = SourceTree.Files("src/Madaline").Select(file => file.Folder).Distinct().Where(name => name != "");
        var projects = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => $"src/{Path.GetFileNameWithoutExtension(path)}");
        Assert.All(folders.Concat(projects), name => Assert.Matches($@"(?<![\w.]){Regex.Escape(name)}\b", drawing));
    }

    [GeneratedRegex(@"\b((?:src|tests|docs)/[\w./-]*\w)")]
    private static partial Regex Named();
}
