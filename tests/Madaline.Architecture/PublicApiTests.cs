namespace Madaline.Architecture;

/// <summary>
/// The public surface as text: a change shows in review. <c>MADALINE_APPROVE=1 dotnet test</c> writes it anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Madaline")]
    [InlineData("Madaline.Datasets")]
    public void Public_surface_is_the_approved_one(string assembly)
    {
        string actual = PublicApi.Describe(assembly == "Madaline" ? typeof(Tensor).Assembly : typeof(Datasets.Digits).Assembly);
        string path = Path.Combine(SourceTree.Root, "tests", "Madaline.Architecture", "PublicApi", $"{assembly}.txt");
        if (Environment.GetEnvironmentVariable("MADALINE_APPROVE") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{path} is missing. Run MADALINE_APPROVE=1 dotnet test and commit it.");
        var approved = File.ReadAllLines(path).ToHashSet();
        var found = actual.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        string[] changes = [.. found.Except(approved).Select(line => "+ " + line), .. approved.Except(found).Where(line => line.Length > 0).Select(line => "- " + line)];
        Assert.True(changes.Length == 0, $"The public surface changed:\n{string.Join('\n', changes)}\nIf meant, run MADALINE_APPROVE=1 dotnet test, and commit PublicApi/{assembly}.txt.");
    }
}
