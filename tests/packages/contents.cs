// What the packages of a folder hold, against what they should: one line a problem. Run by run.sh, from a copy of its own.
//     dotnet run contents.cs FOLDER VERSION
#:property PublishAot=false
using System.IO.Compression;
using System.Xml.Linq;

string folder = args[0], version = args[1];
string[] machines = ["linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];
string[] libraries = ["Madaline", "Madaline.Datasets", "Madaline.Plots", "Madaline.Workbench"];
var problems = new List<string>();

foreach (string id in libraries)
{
    var files = Open(id);
    Require(id, files, $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml");
    Require($"{id}'s symbols", Open(id, "snupkg"), $"lib/net10.0/{id}.pdb");
}

Require("Madaline", Open("Madaline"), "analyzers/dotnet/cs/Madaline.Generators.dll", "build/Madaline.props");
Require("Madaline.Datasets", Open("Madaline.Datasets"), "build/Madaline.Datasets.props");
Below("Madaline", 2_000_000);
Require("Madaline.Templates", Open("Madaline.Templates"),
    [.. ((string[])["train", "module", "api"]).Select(name => $"content/madaline-{name}/.template.config/template.json")]);

// The tool: one package that names the others, and one a machine with the one native library of that machine.
Open("Madaline.Cli");
foreach (string machine in machines)
{
    string id = $"Madaline.Cli.{machine}";
    string[] skia = [.. Open(id).Where(file => Path.GetFileName(file).StartsWith("libSkiaSharp", StringComparison.Ordinal))];
    if (skia.Length != 1)
        problems.Add($"{id} has {skia.Length} of Skia's libraries; expected 1: {string.Join(", ", skia)}");
    Below(id, 16_000_000);
}

foreach (string problem in problems)
    Console.WriteLine(problem);
return problems.Count == 0 ? 0 : 1;

string PathOf(string id, string ending = "nupkg") => Path.Combine(folder, $"{id}.{version}.{ending}");

// The files of a package, whose description is looked at on the way.
string[] Open(string id, string ending = "nupkg")
{
    if (!File.Exists(PathOf(id, ending)))
    {
        problems.Add($"{PathOf(id, ending)} is missing");
        return [];
    }

    using var zip = ZipFile.OpenRead(PathOf(id, ending));
    string[] files = [.. zip.Entries.Select(entry => entry.FullName)];
    if (ending == "nupkg")
    {
        Require(id, files, "README.md", "icon.png");
        using var stream = zip.GetEntry($"{id}.nuspec")!.Open();
        Describe(id, XDocument.Load(stream).Root!.Elements().Single());
    }

    return files;
}

void Describe(string id, XElement metadata)
{
    string Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
    foreach (var (name, expected) in (ReadOnlySpan<(string, string)>)[
        ("id", id), ("version", version), ("license", "MIT"), ("icon", "icon.png"), ("readme", "README.md")])
    {
        if (Text(name) != expected)
            problems.Add($"{id}: {name} is '{Text(name)}'; expected '{expected}'");
    }

    if (!Text("tags").Contains("deep-learning", StringComparison.Ordinal) || Text("description").Length < 20)
        problems.Add($"{id}: tags or description are missing");
}

void Require(string what, string[] files, params string[] names)
{
    foreach (string name in names.Where(name => !files.Contains(name)))
        problems.Add($"{what} lacks {name}");
}

void Below(string id, long bytes)
{
    if (File.Exists(PathOf(id)) && new FileInfo(PathOf(id)).Length is var length && length >= bytes)
        problems.Add($"{id} has {length:N0} bytes; expected fewer than {bytes:N0}");
}
