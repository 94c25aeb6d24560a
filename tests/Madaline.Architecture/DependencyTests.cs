using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>Dependencies between the library's folders point one way.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] Core = ["Tensors", "Devices", "Autograd", "Ops"];

    /// <summary>What each folder may know beside the core.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["NN"] = [],
        ["Optim"] = [],
        ["Data"] = ["Formats"],
        ["Formats"] = [],
        ["Images"] = [],
        ["Training"] = ["NN", "Optim", "Data", "Formats"],
    };

    public static TheoryData<string> Folders => [.. Core, .. Known.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_only_what_lies_below_it(string folder)
    {
        string[] allowed = Known.GetValueOrDefault(folder, []);
        string[] forbidden = [.. Known.Keys.Where(other => other != folder && !allowed.Contains(other))];
        var found = from file in SourceTree.Files($"src/Madaline/{folder}")
                    from Match name in Mentions().Matches(file.Code)
                    where forbidden.Contains(name.Groups[1].Value)
                    select $"{file} mentions {name.Value.Trim()}";
        Assert.Empty(found);
    }

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = SourceTree.Files("src/Madaline").Select(file => file.Folder).Where(folder => folder != "").Distinct();
        Assert.Empty(folders.Except([.. Core, .. Known.Keys]));
    }

    [Fact]
    public void The_library_references_no_package_and_no_project()
    {
        string project = File.ReadAllText(Path.Combine(SourceTree.Root, "src/Madaline/Madaline.csproj"));
        Assert.DoesNotContain("PackageReference", project);
        Assert.DoesNotContain("ProjectReference", project);
        Assert.DoesNotContain("<Using Include", project);
    }

    [Fact]
    public void Figures_and_their_native_libraries_are_the_tools_alone()
    {
        string[] users = [.. Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => File.ReadAllText(path).Contains("Madaline.Plots.csproj"))
            .Select(path => Path.GetFileNameWithoutExtension(path))];
        Assert.Equal(["Madaline.Cli"], users);
    }

    [Fact]
    public void The_core_reaches_the_processor_by_the_device_contract_alone()
    {
        // Spans over the processor's memory are the one place that must know it.
        var found = SourceTree.Files("src/Madaline/Ops")
            .Where(file => file.Name != "Read" && file.Name != "Create" && CpuTypes().IsMatch(file.Code));
        Assert.Empty(found);
    }

    [GeneratedRegex(@"(?:using\s+(?:static\s+)?(?:\w+\s*=\s*)?Madaline\.|(?<![\w.])Madaline\.)(\w+)")]
    private static partial Regex Mentions();

    [GeneratedRegex(@"\bCpu(?!\b)\w+")]
    private static partial Regex CpuTypes();
}
