using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>The public core is one namespace, and everything else has its folder's (decision 2).</summary>
public sealed partial class NamespaceTests
{
    private static readonly string[] Core = ["Tensors", "Numerics", "Hints", "Devices", "Autograd", "Ops"];

    /// <summary>What users see of the core, and the parts of a class that they see.</summary>
    [Fact]
    public void A_file_of_the_core_with_something_public_is_Madaline() => Assert.All(
        CoreFiles().Where(IsPublic), file => Assert.Equal("Madaline", Namespace(file)));

    [Fact]
    public void A_file_of_the_core_with_internals_only_has_its_folders_namespace() => Assert.All(
        CoreFiles().Where(file => !IsPublic(file)), file => Assert.Equal(Expected(file), Namespace(file)));

    [Theory]
    [InlineData("src/Madaline", "Madaline")]
    [InlineData("src/Madaline.Datasets", "Madaline.Datasets")]
    [InlineData("src/Madaline.Workbench", "Madaline.Workbench")]
    [InlineData("src/Madaline.Plots", "Madaline.Plots")]
    [InlineData("src/Madaline.Studio", "Madaline.Studio")]
    public void Elsewhere_it_is_the_folders_or_one_above(string project, string root)
    {
        var files = SourceTree.Files(project).Where(file => !Core.Contains(file.Folder)).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.StartsWith(
            Namespace(file) + '.', string.Join('.', [root, .. Folders(file), ""]), StringComparison.Ordinal));
    }

    private static IEnumerable<SourceFile> CoreFiles() =>
        SourceTree.Files("src/Madaline").Where(file => Core.Contains(file.Folder));

    private static bool IsPublic(SourceFile file) =>
        PublicType().IsMatch(file.Code) || PublicPart().IsMatch(file.Code);

    private static string[] Folders(SourceFile file) => file.Path.Split('/')[2..^1];

    private static string Namespace(SourceFile file) => NamespaceLine().Match(file.Code).Groups[1].Value;

    /// <summary>
    /// Folder by folder for devices, where an algorithm has a folder of its own; the folder below the project for the
    /// others.
    /// </summary>
    private static string Expected(SourceFile file)
    {
        string[] folders = Folders(file);
        return "Madaline." + string.Join('.', folders is ["Devices", ..] ? folders : folders[..1]);
    }

    [GeneratedRegex(@"^public\s", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^(?:\w+\s+)*partial\s+(?:class|struct|record struct)\s+(?:Tensor|Device|Rng)\b", RegexOptions.Multiline)]
    private static partial Regex PublicPart();

    [GeneratedRegex(@"^namespace\s+([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
