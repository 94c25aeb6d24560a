using Madaline.Architecture.Arrows;

namespace Madaline.Architecture;

/// <summary>
/// Code of a folder names only types and members of folders below it, in signatures and in the bodies of methods, as
/// compiled. What still points the other way is listed in <c>Arrows/Back.approved.txt</c>, which only gets shorter.
/// </summary>
public sealed class ArrowTests
{
    private const string Project = "src/Madaline";

    private static readonly string[] Values = ["Numerics", "Tensors"], Core = [.. Values, "Devices", "Autograd", "Ops"];

    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Numerics"] = [],
        ["Tensors"] = ["Numerics"],
        ["Devices"] = Values,
        ["Autograd"] = Values,
        ["Ops"] = Core,
        ["Formats"] = Core,
        ["Images"] = Core,
        ["NN"] = Core,
        ["Optim"] = [.. Core, "NN"],
        ["Data"] = [.. Core, "NN", "Formats"],
        ["Training"] = [.. Core, "NN", "Optim", "Data", "Formats"],
        ["Recipes"] = [.. Core, "NN", "Optim", "Data", "Formats", "Training"],
    };

    [Fact]
    public void Arrows_point_down()
    {
        using var library = new Library(typeof(Tensor).Assembly.Location, Project);
        string[] back = [.. library.Arrows().Where(arrow => !Below[arrow.FromFolder].Contains(arrow.ToFolder))
            .Select(arrow => $"{arrow.FromFolder}: {arrow.From} -> {arrow.ToFolder}: {arrow.To}")
            .Distinct().Order(StringComparer.Ordinal)];
        Approved.Compare(Path.Combine(SourceTree.Root, "tests/Madaline.Architecture/Arrows/Back.approved.txt"), back);
    }

    [Fact]
    public void Every_folder_has_its_place() =>
        Assert.Empty(SourceTree.Files(Project).Select(file => file.Folder).Distinct().Except([.. Below.Keys, ""]));
}
