using System.Text;

namespace Madaline.Cli.Tests;

/// <summary>Recipes, runs, tables and real data that tests start from.</summary>
internal static class Given
{
    /// <summary>A recipe over a few drawn digits: a fraction of a second.</summary>
    public static string SmallRecipe(this Tool tool, int epochs = 2, int count = 600, string name = "small",
        string extra = "") =>
        tool.Write($"{name}.json", $$"""
            {
              "name": "{{name}}",
              "dataset": { "type": "digits", "count": {{count}}, "test-count": 200 },
              "transforms": [{ "type": "to-float" }],
              "layers": [
                { "type": "flatten" },
                { "type": "linear", "outputs": 32 },
                { "type": "relu" },
                { "type": "dropout", "p": 0.2 },
                { "type": "linear", "outputs": "classes" }
              ],
              "loss": "cross-entropy",
              "optimizer": { "type": "adam", "lr": 0.002 },
              {{extra}}
              "epochs": {{epochs}},
              "batch": 32
            }
            """);

    /// <summary>A finished run in the folder <c>run</c>.</summary>
    public static string Trained(this Tool tool, params string[] flags)
    {
        tool.Run(["train", tool.SmallRecipe(), "--out", "run", "--quiet", .. flags]).Expect(0);
        return "run";
    }

    /// <summary>A table of fruit with a text column, two measures and a class.</summary>
    public static string FruitTable(this Tool tool, string name = "fruit.csv")
    {
        var text = new StringBuilder("colour,weight,length,fruit\n");
        for (int i = 0; i < 60; i++)
        {
            string row = (i % 3) switch
            {
                0 => $"yellow,{120 + (i % 7)},{18 + (0.1 * (i % 5)):F1},banana",
                1 => $"red,{150 + (i % 5)},{8 + (0.1 * (i % 4)):F1},apple",
                _ => $"green,{170 + (i % 6)},{9 + (0.1 * (i % 3)):F1},pear",
            };
            text.Append(row).Append('\n');
        }

        return tool.Write(name, text.ToString());
    }

    /// <summary>The folder of the real data. Skips the test where it, or a file of it, is absent.</summary>
    public static Tool WithRealData(this Tool tool, string file)
    {
        string? folder = DataFolder;
        Assert.SkipUnless(folder is not null && File.Exists(Path.Combine(folder, file)),
            $"no real data: set MADALINE_DATA to a folder with {file}");
        return tool.With("MADALINE_DATA", folder!);
    }

    /// <summary>The folder of the real data, which may not exist, or null.</summary>
    public static string? DataFolder => Environment.GetEnvironmentVariable("MADALINE_DATA")
        ?? (Repository is { } root ? Path.GetFullPath(Path.Combine(root, "..", "shared", "data")) : null);

    /// <summary>The folder with the solution, or null outside a checkout.</summary>
    public static string? Repository { get; } = FindRepository();

    private static string? FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Madaline.slnx")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
