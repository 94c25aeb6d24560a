using System.Text.RegularExpressions;

namespace Madaline.Architecture.Adding;

/// <summary>A new file of the page.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Text">All of it.</param>
internal sealed record AddedFile(string Path, string Text);

/// <summary>Lines that the page adds to a file there is.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">The lines above them, which the file has once.</param>
/// <param name="Lines">What is added.</param>
internal sealed record AddedRow(string Path, string[] Before, string[] Lines)
{
    /// <summary>The file's text with the row in it; null where the lines above are not there, or more than once.</summary>
    public string? In(string text)
    {
        string[] lines = text.Split('\n');
        int[] places = [.. Enumerable.Range(0, lines.Length).Where(i => lines.AsSpan(i).StartsWith(Before))];
        if (places is not [int place])
            return null;
        int at = place + Before.Length;
        return string.Join('\n', (string[])[.. lines[..at], .. Lines, .. lines[at..]]);
    }
}

/// <summary>A section of the page: what is added, in which files and rows.</summary>
internal sealed record AddedThing(string Title, AddedFile[] Files, AddedRow[] Rows)
{
    public override string ToString() => Title;
}

/// <summary>docs/contributing.md, taken apart.</summary>
internal static partial class AddingPage
{
    /// <summary>The sections, in the order of the page.</summary>
    public static IReadOnlyList<AddedThing> Things { get; } =
        [.. File.ReadAllText(Path.Combine(SourceTree.Root, "docs/contributing.md")).Split("\n## ")[1..].Select(ThingOf)];

    private static AddedThing ThingOf(string section) => new(
        section[..section.IndexOf('\n', StringComparison.Ordinal)],
        [.. FileBlock().Matches(section).Select(block => new AddedFile(block.Groups[1].Value, block.Groups[2].Value))],
        [.. RowBlock().Matches(section).Select(block => RowOf(block.Groups[1].Value, block.Groups[2].Value))]);

    private static AddedRow RowOf(string path, string diff)
    {
        string[] lines = diff.TrimEnd('\n').Split('\n');
        return new AddedRow(path, [.. lines.Where(line => line[0] == ' ').Select(line => line[1..])],
            [.. lines.Where(line => line[0] == '+').Select(line => line[1..])]);
    }

    [GeneratedRegex(@"^`([\w./-]+)`:\n\n<!-- not a program -->\n```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^Its row, in `([\w./-]+)`:\n\n```diff\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RowBlock();
}
