namespace Madaline.Architecture;

/// <summary>Lines that are committed as a text: a change shows in review.</summary>
internal static class Approved
{
    public static void Compare(string path, string[] lines)
    {
        if (Environment.GetEnvironmentVariable("MADALINE_APPROVE") == "1")
            File.WriteAllLines(path, lines);
        Assert.True(File.Exists(path), $"{path} is missing. Run MADALINE_APPROVE=1 dotnet test and commit it.");
        string[] approved = File.ReadAllLines(path);
        string[] changes = [.. lines.Except(approved).Select(line => $"+ {line}"), .. approved.Except(lines).Select(line => $"- {line}")];
        Assert.True(changes.Length == 0, $"{Path.GetFileName(path)} is no longer true:\n{string.Join('\n', changes)}\nIf meant, run "
            + "MADALINE_APPROVE=1 dotnet test, and commit it.");
    }
}
