using System.Text;
using Madaline.Recipes;

namespace Madaline.Datasets.Tests;

/// <summary>A set of the catalog is one entry, and what recipes say of it is checked by its arguments.</summary>
public sealed class DatasetEntryTests
{
    public static TheoryData<string> Names => [.. DatasetCatalog.All.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_entry_with_all_its_arguments_goes_through_a_recipe_and_becomes_options_that_suit_it(string name)
    {
        var entry = DatasetCatalog.Find(name);
        Spec all = entry.Arguments.Aggregate(new Spec(name), (spec, argument) => spec.With(argument.Name, Example(argument)));
        Recipe recipe = RecipeFile.Load("wheat") with { Dataset = all };
        Spec read = RecipeFile.Parse(Encoding.UTF8.GetBytes(RecipeFile.Format(recipe)), "recipe.json").Dataset;
        Assert.Equal(all, read);
        Assert.Same(entry, DatasetCatalog.Find(read));
        DatasetOptions.Of(read).RequireSuits(entry);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_argument_that_a_set_does_not_take_is_refused_with_those_it_takes(string name)
    {
        string message = Assert.Throws<ArgumentException>(() => DatasetCatalog.Find(new Spec(name).With("colour", "red"))).Message;
        Assert.StartsWith($"dataset ({name}): there is no argument \"colour\"", message);
        string takes = string.Join(", ", DatasetCatalog.Find(name).Arguments.Select(argument => argument.Name));
        Assert.EndsWith($"Expected {(takes.Length == 0 ? "none" : takes)}.", message);
    }

    [Theory]
    [InlineData("digits", "count", 16777216)]
    [InlineData("digits", "test-count", 2097153)]
    [InlineData("shapes", "count", 524289)]
    [InlineData("images", "channels", 4)]
    public void Counts_that_no_memory_holds_are_refused_with_their_range(string type, string name, int count) => Assert.Contains(
        $"{name} is {count}; expected a number at least 1 and at most ",
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Find(new Spec(type).With(name, (double)count))).Message);

    [Fact]
    public void The_sets_of_the_embedded_recipes_are_in_the_catalog() =>
        Assert.All(RecipeFile.Names, name => DatasetCatalog.Find(RecipeFile.Load(name).Dataset));

    private static object Example(Argument argument) => argument.Kind.Split('|')[0] switch
    {
        "flag" => true,
        "size" => new[] { 3.0, 4.0 },
        "text" when argument.Name == "delimiter" => ";",
        "text" => "some",
        "texts" => new[] { "a", "b" },
        "." => ",",
        "number" or "integer" => Math.Max(argument.Min, 1),
        var word => word,
    };
}
