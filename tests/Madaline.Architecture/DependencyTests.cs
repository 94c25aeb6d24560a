using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>What projects reference, and who may know the processor.</summary>
public sealed partial class DependencyTests
{
    [Fact]
    public void The_library_references_no_package_and_no_project()
    {
        string project = File.ReadAllText(Path.Combine(SourceTree.Root, "src/Madaline/Madaline.csproj"));
        Assert.DoesNotContain("PackageReference", project);
        // The generator travels in the package; the library itself does not see it.
        Assert.All(References().Matches(project), reference => Assert.Contains("ReferenceOutputAssembly=\"false\"", reference.Value));
        Assert.DoesNotContain("<Using Include", project);
    }

    [Fact]
    public void Figures_and_their_native_libraries_are_referenced_only_by_the_tool_and_their_tests()
    {
        string[] users = [.. Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("Madaline.Plots.csproj"))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
        // The architecture reads its public surface, and draws nothing.
        Assert.Equal(["Madaline.Architecture", "Madaline.Cli", "Madaline.Plots.Tests"], users);
    }

    [Fact]
    public void The_core_reaches_the_processor_by_the_device_contract_alone()
    {
        // Spans over the processor's memory are the one place that must know it.
        var found = SourceTree.Files("src/Madaline/Ops")
            .Where(file => file.Name != "Read" && file.Name != "Create" && CpuTypes().IsMatch(file.Code));
        Assert.Empty(found);
    }

    [GeneratedRegex("<ProjectReference[^>]*>")]
    private static partial Regex References();

    [GeneratedRegex(@"\bCpu(?!\b)\w+")]
    private static partial Regex CpuTypes();
}
