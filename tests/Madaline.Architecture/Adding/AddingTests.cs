namespace Madaline.Architecture.Adding;

/// <summary>
/// What docs/contributing.md adds is added to a copy of the repository, which is built, tested and used. Takes minutes:
/// <c>.ci/run</c> asks for it by name.
/// </summary>
public sealed class AddingTests
{
    /// <summary>Tests of the ops that were added, and those that go over all expressions, catalogs and losses.</summary>
    private static readonly string[] Classes =
    [
        "AddedTests", "RecordingTests", "CatalogTests", "RecipeArgumentTests", "RecipeRangeTests", "WaitsTests",
        "LossWaitsTests",
    ];

    [Fact(Explicit = true)]
    public void One_of_each_kind_is_added_built_tested_and_used()
    {
        using var copy = new Copy();
        foreach (AddedThing thing in AddingPage.Things)
            Apply(thing, copy);
        File.Copy(Path.Combine(SourceTree.Root, "tests/adding/AddedTests.cs"), copy["tests/Madaline.Tests/AddedTests.cs"]);
        Build(copy, "src/Madaline.Cli");
        Build(copy, "tests/Madaline.Tests");
        RequireTool(copy);
        copy.Run("dotnet", ["tests/Madaline.Tests/bin/Release/net10.0/Madaline.Tests.dll", "--no-ansi",
            "--filter-class", .. Classes.Select(name => $"*.{name}")]);
    }

    /// <summary>Adds a thing, and counts what the copy has more than before.</summary>
    private static void Apply(AddedThing thing, Copy copy)
    {
        var (newBefore, changedBefore) = copy.Difference();
        foreach (AddedFile file in thing.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy[file.Path])!);
            File.WriteAllText(copy[file.Path], file.Text);
        }

        foreach (AddedRow row in thing.Rows)
            File.WriteAllText(copy[row.Path], row.In(File.ReadAllText(copy[row.Path]).ReplaceLineEndings("\n"))!);
        var (newFiles, changed) = copy.Difference();
        Assert.Equal(newBefore.Length + thing.Files.Length, newFiles.Length);
        Assert.InRange(changed.Length, changedBefore.Length, changedBefore.Length + 1);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{thing}: {newFiles.Length - newBefore.Length} new, {thing.Rows.Length} row in {thing.Rows[0].Path}");
    }

    private static void Build(Copy copy, string project) =>
        copy.Run("dotnet", "build", project, "-c", "Release", "-p:RunAnalyzers=false",
            "-p:UseSharedCompilation=false", "--nologo", "-v:q");

    /// <summary>The tool trains, evaluates and shows a recipe of added parts, and knows the added command.</summary>
    private static void RequireTool(Copy copy)
    {
        string recipe = Path.Combine(SourceTree.Root, "tests/adding/recipe.json"), run = copy["run"];
        string Tool(params string[] args) =>
            copy.Run("dotnet", ["src/Madaline.Cli/bin/Release/net10.0/Madaline.Cli.dll", .. args]);

        Assert.Contains("moons", Tool("data", "list"));
        string parts = Tool("recipe", "parts");
        Assert.All((string[])["moons", "noise", "prelu", "multi-margin", "lion", "linear"], name => Assert.Contains(name, parts));
        Assert.Contains("PRelu", Tool("summary", recipe));
        Tool("train", recipe, "--out", run, "--quiet");
        Assert.Contains("accuracy", Tool("evaluate", run));
        Assert.Equal(Tool("random", "--seed", "7", "--count", "2"), Tool("random", "--seed", "7", "--count", "2"));
        Assert.Contains("madaline random", Tool("random", "--help"));
    }
}
