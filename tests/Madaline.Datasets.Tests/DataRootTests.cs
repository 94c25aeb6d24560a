namespace Madaline.Datasets.Tests;

public sealed class DataRootTests
{
    private static readonly string Cache = Path.GetFullPath("/home/someone/.cache");

    [Theory]
    [InlineData("/a", "/b", "/c", "/a", "argument")]
    [InlineData(null, "/b", "/c", "/b", "MADALINE_DATA")]
    [InlineData("", "/b", "/c", "/b", "MADALINE_DATA")]
    [InlineData(null, null, "/c", "/c/madaline/datasets", "XDG_CACHE_HOME")]
    [InlineData(null, "", "/c", "/c/madaline/datasets", "XDG_CACHE_HOME")]
    [InlineData(null, null, null, "/home/someone/.cache/madaline/datasets", "default")]
    [InlineData(null, null, "not/absolute", "/home/someone/.cache/madaline/datasets", "default")]
    public void The_argument_wins_over_the_environment_and_that_over_the_default(
        string? argument, string? own, string? xdg, string folder, string origin)
    {
        var root = DataRoot.Resolve(argument, name => name == "MADALINE_DATA" ? own : xdg, Cache);
        Assert.Equal(Path.GetFullPath(folder), root.Folder);
        Assert.Equal(origin, root.Origin);
    }

    [Fact]
    public void The_first_file_that_exists_is_found()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["wheat"]);
        File.WriteAllText(folder["wheat/b.csv"], "");
        File.WriteAllText(folder["wheat/c.csv"], "");
        var root = new DataRoot(folder.Path);
        var found = root.Locate("wheat/a.csv", "wheat/b.csv", "wheat/c.csv");
        Assert.Equal(Path.Combine(folder.Path, "wheat", "b.csv"), found);
        Assert.Null(root.Locate("wheat/a.csv"));
    }
}
