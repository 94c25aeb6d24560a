using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>What is built is decided by an entry of a catalog, never by what is left over.</summary>
public sealed class CatalogTests
{
    private static readonly Dictionary<string, Action<Spec>> Builders = new()
    {
        ["transforms"] = spec => InputPipeline.Fit([spec], Tensor.Zeros([4, 3]), 3),
        ["layers"] = spec => RecipeCatalog.BuildNetwork(Toy.Plain with { Layers = [spec, Toy.Last] }, [4], 3, new Rng(1)),
        ["loss"] = spec => RecipeCatalog.BuildLoss(Toy.Plain with { Loss = spec }),
        ["optimizer"] = spec => RecipeCatalog.BuildOptimizer(Toy.Plain with { Optimizer = spec }, []),
        ["schedule"] = spec => RecipeCatalog.BuildSchedule(
            Toy.Plain with { Schedule = spec }, new Madaline.Optim.Sgd([Tensor.Zeros([1]).WithGrad()], 0.1), 5),
        ["sampler"] = spec => RecipeCatalog.BuildSampler(Toy.Plain with { Sampler = spec }, Tensor.From([0L, 1])),
    };

    public static TheoryData<string> Built => [.. Builders.Keys];

    [Theory]
    [MemberData(nameof(Built))]
    public void An_unknown_name_is_an_error_at_its_place_that_lists_what_there_is(string part)
    {
        var error = Assert.Throws<TensorException>(() => Builders[part](new Spec("nope")));
        Assert.StartsWith($"recipe › {part}", error.Message);
        Assert.EndsWith($"\"nope\". Expected one of {string.Join(", ", RecipeCatalog.Parts[part].Select(entry => entry.Name))}.", error.Message);
    }

    [Theory]
    [InlineData("loss", "cross-entropy", "label-smoothing", 2.0, "label-smoothing is 2; expected a number at least 0 and at most 1")]
    [InlineData("optimizer", "sgd", "lr", "fast", "lr is \"fast\"; expected a number")]
    [InlineData("optimizer", "sgd", "momentun", 0.9, "there is no argument \"momentun\". Did you mean momentum? Expected lr, ")]
    [InlineData("schedule", "step", "gamma", 0.5, "an argument is missing; expected \"size\"")]
    public void Parts_made_by_code_have_their_arguments_checked(string part, string type, string name, object value, string problem) =>
        Assert.Contains(problem, Assert.Throws<TensorException>(() => Builders[part](new Spec(type).With(name, value))).Message);

    [Fact]
    public void Every_part_of_a_recipe_has_a_builder() =>
        Assert.Equal(RecipeCatalog.Parts.Keys.Order(), Builders.Keys.Order());

    [Fact]
    public void A_near_name_is_suggested() => Assert.Contains("there is no optimizer \"adamm\". Did you mean adam?",
        Assert.Throws<ArgumentException>(() => RecipeCatalog.Optimizers["adamm"]).Message);

    [Fact]
    public void Two_entries_of_one_name_are_refused() => Assert.Throws<ArgumentException>(
        () => new Catalog<LossType>("loss", RecipeCatalog.Losses["nll"], RecipeCatalog.Losses["nll"]));
}
