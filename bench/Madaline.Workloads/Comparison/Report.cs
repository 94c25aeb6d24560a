namespace Madaline.Workloads.Comparison;

/// <summary>The files of a comparison: the table, and the lines it was made of beside it.</summary>
internal static class Report
{
    /// <summary>Writes both and gives the table's path.</summary>
    public static string Write(string linesPath, string folder)
    {
        if (!File.Exists(linesPath))
            throw new UsageException($"there is no file '{linesPath}'.");
        string[] lines = File.ReadAllLines(linesPath);
        var results = Results.Parse(lines);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, results.Machine.FileName());
        File.WriteAllLines($"{path}.jsonl", lines);
        File.WriteAllText($"{path}.md", new RatioTable(results).ToMarkdown());
        return $"{path}.md";
    }
}
