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
    [InlineData("Madaline.Workbench")]
    public void Public_surface_is_the_approved_one(string assembly)
    {
        string actual = PublicApi.Describe(Assembly.Load(assembly));
        string path = Path.Combine(SourceTree.Root, "tests", "Madaline.Architecture", "PublicApi", $"{assembly}.txt");
        Approved.Compare(path, actual.TrimEnd('\n').Split('\n'));
    }
}
