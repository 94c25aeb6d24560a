using System.Reflection;

namespace Madaline.Architecture;

/// <summary>
/// The public surface as text: a change shows in review. <c>MADALINE_APPROVE=1 dotnet test</c> writes it anew.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Madaline")]
    [InlineData("Madaline.Datasets")]
    [InlineData("Madaline.Studio")]
    [InlineData("Madaline.Plots")]
    [InlineData("Madaline.Workbench")]
    public void Public_surface_is_the_approved_one(string assembly)
    {
        string actual = PublicApi.Describe(Assembly.Load(assembly));
        string path = Path.Combine(SourceTree.Root, "tests", "Madaline.Architecture", "PublicApi", $"{assembly}.txt");
        Approved.Compare(path, actual.TrimEnd('\n').Split('\n'));
    }

    /// <summary>Global usings of one package and a using of another bring both, so that a name must mean one type.</summary>
    [Fact]
    public void No_two_public_types_of_the_packages_have_one_name()
    {
        string[] packages = ["Madaline", "Madaline.Datasets", "Madaline.Plots", "Madaline.Workbench"];
        string[] twice = [.. packages.SelectMany(package => Assembly.Load(package).GetExportedTypes())
            .Where(type => !type.IsNested).GroupBy(type => type.Name).Where(types => types.Count() > 1)
            .Select(types => string.Join(", ", types.Select(type => type.FullName)))];
        Assert.Empty(twice);
    }
}
