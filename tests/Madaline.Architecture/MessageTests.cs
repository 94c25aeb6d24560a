using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>
/// Libraries speak to whoever writes code: their exceptions carry the kind of remedy, and the tool words it in its flags
/// and commands.
/// </summary>
public sealed partial class MessageTests
{
    [Theory]
    [InlineData("src/Madaline")]
    [InlineData("src/Madaline.Datasets")]
    [InlineData("src/Madaline.Workbench")]
    [InlineData("src/Madaline.Studio")]
    [InlineData("src/Madaline.Plots")]
    public void No_library_message_speaks_a_flag_or_a_command(string project) =>
        Assert.Empty(from file in SourceTree.Files(project)
                     from text in SourceTree.StringsOf(file.Text)
                     where OfTheTool().IsMatch(text)
                     select $"{file}: {text}");

    [Fact]
    public void Flags_and_commands_are_found_in_strings_and_not_in_comments() => Assert.Equal(
        ["\"Use --out {path}.\"", "\"Try madaline train digits\""],
        SourceTree.StringsOf("""
            // "--data"
            throw Wrong($"Use --out {path}.", "a -- b", "i--"); /* "--x" */ Say("Try madaline train digits");
            """).Where(text => OfTheTool().IsMatch(text)));

    [GeneratedRegex(@"--[A-Za-z]|\bmadaline (?:train|evaluate|compare|show|predict|crossval|recipe|data|summary|doctor)\b")]
    private static partial Regex OfTheTool();
}
