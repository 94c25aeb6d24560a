using System.Text;
using System.Text.Json;
using Madaline.Recipes;
using Madaline.Tests.Deferred;
using Madaline.Tests.NN;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Recipes;

/// <summary>
/// Networks that recipes build against PyTorch's: parameter names, outputs, gradients, running values.
/// </summary>
public sealed class RecipeGoldenTests
{
    private static readonly Dictionary<string, JsonElement> Cases = GoldenJson.Cases("recipes.json")
        .ToDictionary(c => c.GetProperty("case").GetString()!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_builds_what_PyTorch_builds(string name) => Follow(name, Device.Cpu);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_the_same_on_the_reference_device(string name) => Follow(name, ReferenceDevice.Instance);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_the_same_on_the_deferred_device(string name) => Follow(name, new DeferredDevice());

    // Whole networks in single precision: sums of hundreds of terms, divided by small deviations.
    private static void Follow(string name, Device device) =>
        LayerGoldenTests.Follow(
            Cases[name], args => Build(args, name == "float64" ? DType.Float64 : DType.Float32), device, name == "float64" ? 0 : 2e-4);

    private static Madaline.NN.Module Build(JsonElement args, DType dtype)
    {
        var recipe = RecipeFile.Parse(Encoding.UTF8.GetBytes($$"""
            {
                "name": "golden", "dataset": "mnist", "layers": {{args.GetProperty("layers").GetRawText()}},
                "loss": "cross-entropy", "optimizer": {"type": "sgd", "lr": 0.1 }
            }
            """), "golden");
        int[] input = [.. args.GetProperty("input").EnumerateArray().Select(size => size.GetInt32())];
        var network = RecipeCatalog.BuildNetwork(recipe, input, 3, new Rng(1));
        network.To(dtype);
        return network;
    }
}
