using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Madaline.Architecture;

/// <summary>What packages bring into a program, and what their pages say. tests/packages/run.sh uses them for real.</summary>
public sealed partial class PackageTests
{
    /// <summary>What <c>ImplicitUsings</c> brings into a console program.</summary>
    private static readonly string[] Implicit =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    [Theory]
    [InlineData("Madaline", typeof(Tensor))]
    [InlineData("Madaline.Datasets", typeof(Datasets.DataRoot))]
    public void Global_usings_name_namespaces_of_their_package(string package, Type member)
    {
        string[] spaces = UsingsOf(package);
        Assert.NotEmpty(spaces);
        string?[] there = [.. member.Assembly.GetExportedTypes().Select(type => type.Namespace)];
        Assert.All(spaces, space => Assert.Contains(space, there));
    }

    [Fact]
    public void No_type_that_global_usings_bring_has_the_name_of_one_that_implicit_usings_bring()
    {
        HashSet<string> theirs = [.. Framework().Where(type => Implicit.Contains(type.Namespace)).Select(type => type.Name)];
        Assert.Contains("Random", theirs);
        string[] spaces = [.. UsingsOf("Madaline"), .. UsingsOf("Madaline.Datasets")];
        var ours = new[] { typeof(Tensor), typeof(Datasets.DataRoot) }.SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => spaces.Contains(type.Namespace)).ToArray();
        Assert.InRange(ours.Length, 100, int.MaxValue);
        Assert.DoesNotContain(ours, type => theirs.Contains(type.Name));
    }

    [Fact]
    public void Scripts_of_the_pages_name_the_version_of_the_packages()
    {
        string version = Version().Match(Read("Directory.Build.props")).Groups[1].Value;
        string[] pages = [Read("README.md"), .. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src"))
            .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists).Select(File.ReadAllText)];
        string[] named = [.. pages.SelectMany(page => Named().Matches(page)).Select(match => match.Groups[1].Value)];
        Assert.InRange(named.Length, 5, int.MaxValue);
        Assert.All(named, name => Assert.Equal(version, name));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    private static string[] UsingsOf(string package) => [.. XDocument.Parse(Read($"src/{package}/build/{package}.props"))
        .Descendants("Using").SelectMany(item => item.Attribute("Include")!.Value.Split(';'))];

    private static IEnumerable<Type> Framework() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll")
            .Select(path => Assembly.Load(AssemblyName.GetAssemblyName(path))).SelectMany(assembly => assembly.GetExportedTypes())
            .Concat(typeof(object).Assembly.GetExportedTypes());

    [GeneratedRegex("<Version>(.*?)</Version>")]
    private static partial Regex Version();

    [GeneratedRegex(@"^#:package Madaline[\w.]*@(.*)$", RegexOptions.Multiline)]
    private static partial Regex Named();
}
