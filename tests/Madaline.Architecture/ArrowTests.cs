using Madaline.Architecture.Arrows;

namespace Madaline.Architecture;

/// <summary>
/// Code of a folder names only types and members of folders below it, in signatures and in the bodies of methods, as
/// compiled, without exception.
/// </summary>
public sealed class ArrowTests
{
    private const string Project = "src/Madaline";

    private static readonly string[] Values = ["Numerics", "Tensors"];

    private static readonly string[] Core = [.. Values, "Hints", "Devices", "Autograd", "Ops"];

    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Numerics"] = [],
        ["Hints"] = [],
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

    private static readonly Lazy<Arrow[]> Arrows = new(() =>
    {
        using var library = new Library(typeof(Tensor).Assembly.Location, Project);
        return [.. library.Arrows()];
    });

    [Fact]
    public void Arrows_point_down() => Assert.Empty(Arrows.Value
        .Where(arrow => !Below[arrow.FromFolder].Contains(arrow.ToFolder))
        .Select(arrow => $"{arrow.FromFolder}: {arrow.From} -> {arrow.ToFolder}: {arrow.To}")
        .Distinct().Order(StringComparer.Ordinal));

    /// <summary>By a base type, a field, a signature, a body, a part of a type, an abstract member, a lambda.</summary>
    [Theory]
    [InlineData("Ops", "ReluOp", "Devices", "IUnaryOp")]
    [InlineData("Tensors", "Rng", "Numerics", "Philox")]
    [InlineData("NN", "Linear", "Ops", "Tensor")]
    [InlineData("Ops", "Tensor", "Devices", "Windows")]
    [InlineData("Ops", "LinearForms", "Devices", "Device")]
    [InlineData("Devices", "Device", "Tensors", "Tensor")]
    [InlineData("Ops", "Tensor", "Autograd", "SavedTensor")]
    [InlineData("Autograd", "Tensor", "Tensors", "Device")]
    public void The_search_sees_every_kind_of_use(string folder, string from, string toFolder, string to) =>
        Assert.Contains(new Arrow(from, folder, to, toFolder), Arrows.Value);

    [Fact]
    public void Every_folder_has_its_place() =>
        Assert.Empty(SourceTree.Files(Project).Select(file => file.Folder).Distinct().Except([.. Below.Keys, ""]));
}
