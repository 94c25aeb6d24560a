using System.Text;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

public sealed class EmbeddedRecipeTests
{
    public static TheoryData<string> Names => [.. RecipeFile.Names];

    [Fact]
    public void The_recipes_of_the_issue_are_there() =>
        Assert.Superset(new HashSet<string> { "digits", "wheat-scratch", "wheat", "mnist-fcn", "mnist-fcn-15", "mnist-quadratic" }, RecipeFile.Names.ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_named_like_its_file_and_says_what_it_shows(string name)
    {
        Recipe recipe = RecipeFile.Load(name);
        Assert.Equal(name, recipe.Name);
        Assert.NotEmpty(recipe.Description);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_comes_back_equal_from_its_text(string name)
    {
        Recipe recipe = RecipeFile.Load(name);
        string text = RecipeFile.Format(recipe);
        Recipe again = RecipeFile.Parse(Encoding.UTF8.GetBytes(text), "again");
        Assert.Equal(recipe, again);
        Assert.Equal(text, RecipeFile.Format(again));
        Assert.NotEqual(recipe, again with { Layers = [.. again.Layers.Reverse()] });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_builds_a_network_with_loss_optimizer_and_schedule(string name)
    {
        Recipe recipe = RecipeFile.Load(name);
        Shape input = recipe.Dataset.Type switch
        {
            "wheat" or "table" or "customers" => [7],
            "heating" => [6],
            "cifar10" or "shapes" => [3, 32, 32],
            _ => [1, 28, 28],
        };
        var network = RecipeCatalog.BuildNetwork(recipe, input, recipe.Dataset.Type == "wheat" ? 3 : 10, new Rng(1));
        Assert.True(network.ParameterCount > 50);
        RecipeCatalog.BuildLoss(recipe);
        var optimizer = RecipeCatalog.BuildOptimizer(recipe, network.Parameters());
        Assert.Equal(recipe.Schedule is null, RecipeCatalog.BuildSchedule(recipe, optimizer, 10) is null);
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => RecipeFile.Load("mnist-fnc"));
        Assert.Contains("mnist-fcn-15", error.Message);
        Assert.Contains("RecipeFile.Text", Assert.Throws<FileNotFoundException>(() => RecipeFile.Load("none.json")).Message);
    }

    [Fact]
    public void A_file_on_disk_is_read_and_a_large_one_refused()
    {
        string path = Path.Combine(Toy.Folder(), "mine.json");
        File.WriteAllText(path, RecipeFile.Format(Toy.Stateful), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(Toy.Stateful, RecipeFile.Load(path));
        File.WriteAllText(path, new string(' ', 100_000));
        Assert.Contains("at most", Assert.Throws<DataFormatException>(() => RecipeFile.Load(path)).Message);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
