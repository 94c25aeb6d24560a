using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>Rules of the house that the compiler does not hold.</summary>
public sealed partial class StyleTests
{
    private const int MostLines = 600;
    private const int MostColumns = 120;

    // Hints that nobody took go to standard error, as decision 29 says.
    private const string HintsOutput = "src/Madaline/Hints/Hints.Output.cs";

    // Show writes to standard output, where no writer is given, as decision 6 says.
    private const string ShowOutput = "src/Madaline.Plots/Terminal/StandardOutput.cs";

    private static readonly string[] Banned = ["Utils", "Util", "Helpers", "Helper", "Common", "Managers", "Manager", "Misc"];

    [Theory]
    [InlineData("src/Madaline")]
    [InlineData("src/Madaline.Datasets")]
    [InlineData("src/Madaline.Plots")]
    [InlineData("src/Madaline.Workbench")]
    [InlineData("src/Madaline.Studio")]
    public void Libraries_do_not_use_the_console(string project) => Assert.DoesNotContain(
        SourceTree.Files(project).Where(file => file.Path is not (HintsOutput or ShowOutput)),
        file => Console().IsMatch(file.Code));

    [Fact]
    public void Classes_are_sealed_abstract_or_static()
    {
        var found = from file in SourceTree.Files("src")
                    from Match declaration in Classes().Matches(file.Code)
                    where !Settled().IsMatch(declaration.Groups["modifiers"].Value)
                    select $"{file}: {declaration.Value.Trim()}";
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    [InlineData("samples")]
    public void Files_are_short(string folder) =>
        Assert.DoesNotContain(SourceTree.Files(folder), file => file.Text.Count(c => c == '\n') > MostLines);

    [Fact]
    public void Lines_are_no_wider_than_the_page() => Assert.Empty(
        from file in SourceTree.Files("src")
        from line in file.Text.Split('\n')
        where line.TrimEnd('\r').Length > MostColumns
        select $"{file}: {line.Trim()}");

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_or_folder_is_a_drawer_for_everything(string folder) =>
        Assert.DoesNotContain(SourceTree.Files(folder), file => file.Path.Split('/', '.').Any(part => Banned.Contains(part)));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Namespaces_are_file_scoped(string folder) =>
        Assert.DoesNotContain(SourceTree.Files(folder), file => BlockNamespace().IsMatch(file.Code));

    [GeneratedRegex(@"\bConsole\s*\.")]
    private static partial Regex Console();

    [GeneratedRegex(@"^[ \t]*(?<modifiers>(?:(?:public|internal|private|protected|file|unsafe|partial|new|sealed|abstract|static)\s+)*)(?:record\s+class|record(?!\s+struct)|class)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Classes();

    [GeneratedRegex(@"\b(sealed|abstract|static)\b")]
    private static partial Regex Settled();

    [GeneratedRegex(@"^namespace\s+[\w.]+\s*\{", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();
}
