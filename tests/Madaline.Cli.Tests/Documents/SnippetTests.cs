using System.Text;

namespace Madaline.Cli.Tests.Documents;

/// <summary>The C# of the documents compiles and runs: all blocks in one program, each in a namespace of its
/// own.</summary>
public sealed class SnippetTests
{
    /// <summary>An HTML comment on the line before a block that is no program.</summary>
    private const string SkipMarker = "<!-- not a program -->";

    /// <summary>How a script begins that is run from packages, by <c>tests/packages/run.sh</c>.</summary>
    private const string OfPackages = "#:package ";

    private static readonly string[] TypeWords = ["sealed ", "public ", "internal ", "class ", "record ", "struct ",
        "static class ", "abstract ", "readonly "];

    [Fact]
    public void Every_snippet_of_the_documents_compiles_and_runs()
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        var snippets = Documents().SelectMany(Snippets).ToList();
        Assert.True(snippets.Count >= 2, "no snippets found");
        using var tool = new Tool();
        string path = tool[tool.Write("snippets.cs", ProgramOf(snippets))];
        var outcome = tool.RunProgram(path);
        Assert.True(outcome.Code == 0, $"{outcome.Out}\n{outcome.Errors}\n{File.ReadAllText(path)}");
        foreach (var snippet in snippets)
            Assert.Contains($"done {snippet.Place}", outcome.Out);
    }

    [Fact]
    public void Every_command_of_the_documents_exists_with_the_flags_it_names()
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        using var tool = new Tool();
        var commands = Documents().SelectMany(Commands).ToList();
        Assert.True(commands.Count >= 8, $"only {commands.Count} commands found");
        var helps = new Dictionary<string, string>();
        foreach (var (place, words) in commands)
        {
            string name = words[0] is "recipe" or "data" ? $"{words[0]} {words[1]}" : words[0];
            if (!helps.TryGetValue(name, out string? help))
                helps[name] = help = tool.Run([.. name.Split(' '), "--help"]).Expect(0).Out;
            foreach (string flag in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                Assert.True(help.Contains($"{flag} ", StringComparison.Ordinal), $"{place}: {name} has no flag {flag}");
        }
    }

    [Theory]
    [InlineData("recipe list")]
    [InlineData("recipe show wheat")]
    [InlineData("data list")]
    [InlineData("summary mnist-fcn")]
    [InlineData("doctor")]
    public void Commands_of_the_readme_that_need_nothing_run(string command)
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        Assert.Contains(Commands("README.md"), found => string.Join(' ', found.Words) == command);
        using var tool = new Tool();
        Assert.NotEmpty(tool.Run(command.Split(' ')).Expect(0).Out);
    }

    /// <summary>A block of C#.</summary>
    /// <param name="Place">Document and line.</param>
    /// <param name="Lines">Its code.</param>
    private sealed record Snippet(string Place, List<string> Lines);

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(Given.Repository!, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Given.Repository!, path))
            .Order(StringComparer.Ordinal).Prepend("CONTRIBUTING.md").Prepend("README.md");

    private static IEnumerable<Snippet> Snippets(string document)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Given.Repository!, document));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] is not "```csharp")
                continue;
            int end = Array.IndexOf(lines, "```", i + 1);
            if (lines[i - 1] != SkipMarker && !lines[i + 1].StartsWith(OfPackages, StringComparison.Ordinal))
                yield return new Snippet($"{document}:{i + 1}", [.. lines[(i + 1)..end]]);
            i = end;
        }
    }

    /// <summary>Lines such as <c>    madaline train digits</c>, up to a comment.</summary>
    private static IEnumerable<(string Place, string[] Words)> Commands(string document)
    {
        const string Tool = "madaline ", FromSource = "dotnet run -c Release --project src/Madaline.Cli -- ";
        foreach (var (i, line) in File.ReadLines(Path.Combine(Given.Repository!, document)).Index())
        {
            string text = line.Trim().Split('#')[0].Trim();
            string? words = !line.StartsWith("    ", StringComparison.Ordinal) ? null
                : text.StartsWith(Tool, StringComparison.Ordinal) ? text[Tool.Length..]
                : text.StartsWith(FromSource, StringComparison.Ordinal) ? text[FromSource.Length..] : null;
            if (words is not null)
                yield return ($"{document}:{i + 1}", words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string ProgramOf(List<Snippet> snippets)
    {
        var text = new StringBuilder();
        foreach (string project in (string[])["Madaline.Datasets", "Madaline.Plots"])
            text.AppendLine($"#:project {Path.Combine(Given.Repository!, "src", project)}");
        // Figures need the native library of this machine alone.
        text.AppendLine("#:property UseCurrentRuntimeIdentifier=true").AppendLine("#:property SelfContained=false");
        text.AppendLine($"#:property DirectoryBuildTargetsPath={Path.Combine(Given.Repository!, "Directory.Build.targets")}");
        text.AppendLine("#:property MadalineModules=true");
        text.AppendLine("#:property PublishAot=false").AppendLine("#:property InvariantGlobalization=true");
        for (int i = 0; i < snippets.Count; i++)
        {
            text.AppendLine($"await Snippet{i}.Program.Run();");
            text.AppendLine($"System.Console.WriteLine(\"done {snippets[i].Place.Replace('\\', '/')}\");");
        }

        for (int i = 0; i < snippets.Count; i++)
            Append(text, $"Snippet{i}", snippets[i].Lines);
        return text.ToString();
    }

    /// <summary>Usings first, then the statements as a method, then the types: what a block of top-level statements
    /// means.</summary>
    private static void Append(StringBuilder text, string name, List<string> lines)
    {
        bool IsUsing(string line) =>
            line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=')
                && !line.Contains('(');
        int types = lines.FindIndex(line => TypeWords.Any(word => line.StartsWith(word, StringComparison.Ordinal)));
        if (types < 0)
            types = lines.Count;
        text.AppendLine($"namespace {name}").AppendLine("{");
        text.AppendJoin('\n', lines.Where(IsUsing)).AppendLine();
        text.AppendLine("static class Program").AppendLine("{");
        text.AppendLine("public static async System.Threading.Tasks.Task Run()").AppendLine("{");
        text.AppendJoin('\n', lines.Take(types).Where(line => !IsUsing(line))).AppendLine();
        text.AppendLine("}").AppendLine("}");
        text.AppendJoin('\n', lines.Skip(types)).AppendLine().AppendLine("}");
    }
}
