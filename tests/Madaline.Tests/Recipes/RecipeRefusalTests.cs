using System.Text;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Fuzzing;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

public sealed class RecipeRefusalTests
{
    private static readonly string Good = RecipeFile.Format(Toy.Plain);

    public static TheoryData<string, string, string> Edits => new()
    {
        { "\"epochs\"", "\"epoch\"", "recipe has the unknown key \"epoch\". Did you mean epochs? Expected name, description" },
        { "\"relu\"", "\"rellu\"", "layers[1] has the unknown type \"rellu\". Did you mean relu? Expected one of linear, flatten, relu" },
        { "\"adam\"", "\"System.Diagnostics.Process\"", "optimizer has the unknown type" },
        { "\"lr\"", "\"rate\"", "optimizer has the unknown key \"rate\"" },
        { "\"epochs\": 4", "\"epochs\": 4, \"epochs\": 5", "recipe has the key \"epochs\" twice" },
        { "\"outputs\": 8", "\"outputs\": 8, \"outputs\": 9", "layers[0] has the key \"outputs\" twice" },
        { "\"epochs\": 4", "\"epochs\": 0", "epochs is 0; expected a number at least 1" },
        { "\"epochs\": 4", "\"epochs\": 1.5", "epochs is 1.5; expected an integer" },
        { "\"batch\": 8", "\"batch\": -8", "batch is -8" },
        { "\"seed\": 3", "\"seed\": -3", "seed is -3; expected an integer from 0" },
        { "\"seed\": 3", "\"seed\": 3, \"holdout\": 0", "holdout is 0; expected a number above 0" },
        { "\"seed\": 3", "\"seed\": 3, \"holdout\": 1.5", "holdout is 1.5; expected a fraction above 0 and below 1, or an integer" },
        { "\"seed\": 3", "\"seed\": 3, \"clip-norm\": -1", "clip-norm is -1; expected a number above 0" },
        { "\"seed\": 3", "\"seed\": 3, \"patience\": 0", "patience is 0" },
        { "\"name\": \"toy\",", "", "recipe lacks \"name\"" },
        { "\"layers\": [", "\"layers\": 7, \"x\": [", "recipe has the unknown key \"x\"" },
        { "\"seed\": 3", "\"seed\": 3 \"x\"", "line " },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_wrong_recipe_is_refused_with_the_place(string from, string to, string message)
    {
        string text = Good.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Parse(text)).Message);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed() =>
        Assert.Equal(Toy.Plain, Parse(Good.Replace("\"seed\": 3", "\"seed\": 3, // lucky", StringComparison.Ordinal)));

    [Theory]
    [InlineData("softmax")]
    [InlineData("log-softmax")]
    public void A_softmax_into_cross_entropy_is_refused_with_the_reason(string layer)
    {
        var recipe = Toy.Plain with { Layers = [.. Toy.Plain.Layers, new Spec(layer), new Spec("dropout")] };
        var error = Assert.Throws<TensorException>(() => Toy.Experiment(recipe, Toy.Clouds(12)));
        Assert.Contains($"a {layer} layer feeds cross-entropy", error.Message);
        Assert.Contains("Remove the last layer", error.Message);
        if (layer == "log-softmax")
            Toy.Experiment(recipe with { Layers = [.. recipe.Layers.SkipLast(1)], Loss = new Spec("nll") }, Toy.Clouds(12));
    }

    [Fact]
    public void The_loss_nll_without_logarithms_is_refused() => Assert.Contains("expected log-softmax",
        Assert.Throws<TensorException>(() => RecipeCatalog.BuildLoss(Toy.Plain with { Loss = new Spec("nll") })).Message);

    [Theory]
    [InlineData("mixup")]
    [InlineData("cutmix")]
    public void The_loss_nll_with_mixed_targets_is_refused_and_the_quadratic_one_learns_from_them(string mixing)
    {
        Recipe recipe = Toy.Plain with
        {
            Transforms = [new Spec(mixing)],
            Layers = [new Spec("flatten"), Toy.Last, new Spec("log-softmax")],
            Loss = new Spec("nll"),
        };
        string message = Assert.Throws<TensorException>(() => Toy.Experiment(recipe, Toy.Pictures(12))).Message;
        Assert.StartsWith("recipe › loss: nll expects classes", message);
        Assert.Contains($"leave {mixing} out", message);
        recipe = recipe with { Layers = [.. recipe.Layers.SkipLast(1)], Loss = new Spec("quadratic"), Epochs = 1 };
        Assert.True(double.IsFinite(Toy.Experiment(recipe, Toy.Pictures(12)).Train().Epochs[^1].Loss));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(4, 4)]
    public void Groups_of_a_single_value_are_refused_before_training_as_the_layer_would_refuse_one_row(int outputs, int groups)
    {
        Spec norm = new Spec("group-norm").With("groups", (double)groups);
        var error = Assert.Throws<TensorException>(() => RecipeCatalog.BuildNetwork(
            Toy.Plain with { Layers = [Toy.Linear(outputs), norm, Toy.Last] }, [4], 3, new Rng(1)));
        Assert.StartsWith("recipe › layers[1] (group-norm): a single value for each group", error.Message);
        var network = RecipeCatalog.BuildNetwork(
            Toy.Plain with { Layers = [Toy.Linear(outputs), norm.With("groups", groups / 2.0), Toy.Last] }, [4], 3, new Rng(1));
        network.Eval();
        Assert.Equal([1, 3], network.Call(Tensor.Zeros([1, 4])).Shape);
    }

    [Fact]
    public void A_network_that_does_not_end_in_the_classes_is_refused() => Assert.Contains("expected [3]",
        Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Plain with { Layers = [Toy.Linear(4)] }, Toy.Clouds(12))).Message);

    [Fact]
    public void A_network_beyond_memory_is_refused_before_it_is_made()
    {
        var recipe = Toy.Plain with { Layers = [Toy.Linear(1 << 24), Toy.Linear(1 << 24), Toy.Last] };
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<TensorException>(() => RecipeCatalog.BuildNetwork(recipe, [1000], 3, new Rng(1)));
        Assert.StartsWith("recipe › layers[0] (linear): the network is too large", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Batch_norm_over_films_asks_for_a_flatten() => Assert.Contains("Put a flatten before it", Assert.Throws<TensorException>(
        () => RecipeCatalog.BuildNetwork(Toy.Plain with { Layers = [new Spec("batch-norm"), Toy.Last] }, [3, 8, 8, 8], 3, new Rng(1))).Message);

    [Fact]
    public void Three_thousand_damaged_recipes_are_read_or_refused_and_never_explode()
    {
        byte[][] seeds = [.. RecipeFile.Names.Select(name => Encoding.UTF8.GetBytes(RecipeFile.Text(name))), Encoding.UTF8.GetBytes(RecipeFile.Format(Toy.Stateful)), Encoding.UTF8.GetBytes(RecipeFile.Format(NestedLayerTests.Nested))];
        var (read, refused) = Fuzz.Run(seeds, 3_000, Read, (length, built) => (2 * length) + (1 << 20) + built);
        Assert.True(read > 50 && refused > 1_000, $"{read} read, {refused} refused");
    }

    /// <summary>Parses, and builds what is small.</summary>
    /// <returns>Bytes that building may take.</returns>
    private static long Read(byte[] text)
    {
        Recipe recipe = RecipeFile.Parse(text, "recipe.json");
        Assert.Equal(recipe, Parse(RecipeFile.Format(recipe)));
        foreach (int[] input in (int[][])[[7], [3, 12, 12]])
        {
            try
            {
                RecipeCatalog.BuildLoss(recipe);
                if (NetworkPlan.Of(recipe, input, 3).Numbers > 50_000)
                    continue;
                var network = RecipeCatalog.BuildNetwork(recipe, input, 3, new Rng(1));
                RecipeCatalog.BuildSchedule(recipe, RecipeCatalog.BuildOptimizer(recipe, network.Parameters()), 10);
            }
            catch (TensorException)
            {
            }
        }

        return 1 << 20;
    }

    private static Recipe Parse(string text) => RecipeFile.Parse(Encoding.UTF8.GetBytes(text), "recipe.json");
}
