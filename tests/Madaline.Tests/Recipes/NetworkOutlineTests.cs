using System.Text;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>What layers come to, one by one as far as they fit: with the rules and the words of what is built.</summary>
public sealed class NetworkOutlineTests
{
    /// <summary>Shapes of the embedded recipes' inputs, and how many classes they have.</summary>
    private static readonly Dictionary<string, (int[] Input, int Classes)> Sets = new()
    {
        ["digits"] = ([1, 28, 28], 10),
        ["mnist"] = ([1, 28, 28], 10),
        ["cifar10"] = ([3, 32, 32], 10),
        ["shapes"] = ([3, 32, 32], 6),
        ["wheat"] = ([7], 3),
    };

    public static TheoryData<string> Embedded =>
        [.. RecipeFile.Names.Where(name => Sets.ContainsKey(RecipeFile.Load(name).Dataset.Type))];

    [Theory]
    [MemberData(nameof(Embedded))]
    public void It_is_what_the_network_has_that_is_built(string name)
    {
        Recipe recipe = RecipeFile.Load(name);
        var (input, classes) = Sets[recipe.Dataset.Type];
        var outline = NetworkOutline.Of(recipe, input, classes);
        var network = RecipeCatalog.BuildNetwork(recipe, input, classes, new Rng(1));
        Assert.Null(outline.Problem);
        Assert.Equal(network.ParameterCount, outline.Parameters);
        Assert.Equal(network.Select(layer => layer.ParameterCount), outline.Layers.Select(layer => layer.Parameters));
        Tensor x = Tensor.Zeros([1, .. input]);
        network.Eval();
        foreach (var (layer, expected) in network.Zip(outline.Layers))
        {
            x = layer.Call(x);
            Assert.Equal(expected.Output, (Shape)x.Shape.ToArray()[1..]);
        }
    }

    [Fact]
    public void Multiply_adds_are_those_of_the_sums()
    {
        Recipe recipe = RecipeFile.Load("mnist-cnn");
        double[] expected = [28 * 28 * 16 * 9, 0, 0, 14 * 14 * 32 * 16 * 9, 0, 0, 0, 32 * 7 * 7 * 100, 0, 100 * 10];
        var outline = NetworkOutline.Of(recipe, [1, 28, 28], 10);
        Assert.Equal(expected, outline.Layers.Select(layer => layer.MultiplyAdds));
        Assert.Equal(expected.Sum(), outline.MultiplyAdds);
        Assert.Equal((2 * 16 * 28 * 28) + (16 * 14 * 14) + (2 * 32 * 14 * 14) + (2 * 32 * 49) + 100 + 100 + 10,
            outline.Activations);
    }

    [Fact]
    public void Layers_of_layers_are_counted_with_all_that_they_hold()
    {
        Spec inner = new Spec("block").With("channels", 8.0);
        Recipe recipe = Toy.Plain with
        {
            Layers = [new Spec("residual").With("layers", (Spec[])[inner, inner]), new Spec("global-avg-pool"), Toy.Last],
        };
        // Two blocks of 3 × 3, and a way around of 1 × 1; the last layer of 8 × 3.
        const double Pixels = 6 * 5;
        var outline = NetworkOutline.Of(recipe, [4, 6, 5], 3);
        Assert.Equal((Pixels * 8 * 4 * 9) + (Pixels * 8 * 8 * 9) + (Pixels * 8 * 4), outline.Layers[0].MultiplyAdds);
        Assert.Equal(24, outline.Layers[^1].MultiplyAdds);
    }

    public static TheoryData<string> Misfits =>
    [
        """[{"type":"conv","channels":4,"kernel":3},"flatten",{"type":"conv","channels":4,"kernel":3}]""",
        """["flatten",{"type":"linear","outputs":7}]""",
        """[{"type":"conv","channels":4,"kernel":9},{"type":"linear","outputs":"classes"}]""",
        """["flatten",{"type":"linear","outputs":16000000},{"type":"linear","outputs":16000000}]""",
        """[{"type":"residual","layers":[{"type":"max-pool","kernel":7}]},"flatten"]""",
        "[]",
    ];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_is_told_as_building_tells_it_and_what_comes_before_is_kept(string layers)
    {
        Recipe recipe = RecipeFile.WithLayers(Toy.Plain, layers);
        var error = Assert.Throws<TensorException>(() => RecipeCatalog.BuildNetwork(recipe, [1, 8, 8], 3, new Rng(1)));
        var outline = NetworkOutline.Of(recipe, [1, 8, 8], 3);
        Assert.Equal(error.Message, outline.Problem!.Message);
        for (int count = outline.Layers.Count; count >= 0; count--)
        {
            var shorter = NetworkOutline.Of(recipe with { Layers = [.. recipe.Layers.Take(count)] }, [1, 8, 8], 3);
            Assert.Equal(outline.Layers.Take(count), shorter.Layers);
        }
    }

    [Theory]
    [InlineData("""[{"type":"linear"}]""")]
    [InlineData("""["lineer"]""")]
    [InlineData("""[{"type":"linear","outputs":0}]""")]
    [InlineData("""[{"type":"conv","channels":3,"kernel":[1,2,3]}]""")]
    [InlineData("""{"type":"linear"}""")]
    [InlineData("""[{"type":"residual","layers":[{"type":"relu","slope":1}]}]""")]
    public void A_list_is_refused_with_the_words_for_a_recipe_that_holds_it(string layers)
    {
        string whole = RecipeFile.Format(Toy.Plain with { Layers = [] }).Replace("\"layers\": []", $"\"layers\": {layers}");
        var expected = Assert.Throws<DataFormatException>(() => RecipeFile.Parse(Encoding.UTF8.GetBytes(whole), "toy"));
        Assert.Equal(expected.Message, Assert.Throws<DataFormatException>(() => RecipeFile.WithLayers(Toy.Plain, layers)).Message);
    }

    [Theory]
    [MemberData(nameof(Embedded))]
    public void A_list_that_was_written_is_read_again(string name)
    {
        Recipe recipe = RecipeFile.Load(name);
        Assert.Equal(recipe, RecipeFile.WithLayers(recipe with { Layers = [] }, RecipeFile.FormatLayers(recipe)));
    }

    public static TheoryData<string> Types => [.. RecipeCatalog.Layers.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_layer_says_what_it_does_and_what_holds_where_an_argument_is_left_out(string name)
    {
        LayerType type = RecipeCatalog.Layers[name];
        Assert.EndsWith(".", type.Meaning);
        Spec least = type.Arguments.Where(argument => argument.Required).Aggregate(new Spec(name), (spec, argument) =>
            spec.With(argument.Name, argument.Kind == "layers" ? (Spec[])[new Spec("relu")] : 2.0));
        string usual = Built(least);
        foreach (var argument in type.Arguments)
        {
            Assert.NotEmpty(argument.Meaning);
            Assert.Equal(argument.Required, argument.Otherwise.Length == 0);
            if (argument.Required || !argument.Otherwise.All(c => char.IsAsciiLetterOrDigit(c) || c is '"' or '.' or '-'))
                continue;
            // The default given in words, as its JSON, builds the layer that is built without it.
            string given = RecipeFile.FormatLayers(Toy.Plain with { Layers = [least] }).TrimEnd(']', '}')
                + $",\"{argument.Name}\":{argument.Otherwise}}}]";
            if (argument.Name == "activation" && name == "residual")
                given = $$"""[{"type":"residual","layers":["relu"],"activation":{{argument.Otherwise}}}]""";
            Assert.Equal(usual, Built(RecipeFile.WithLayers(Toy.Plain, given).Layers[0]));
        }
    }

    [Fact]
    public void Choices_are_words() => Assert.Equal([["true", "false"], ["\"nearest\"", "\"bilinear\""], [], []],
        new Argument[] { new("bias", "flag"), new("mode", "nearest|bilinear"), new("padding", "size|same"), new("p", "number") }
            .Select(argument => argument.Choices));

    private static string Built(Spec spec) =>
        NetworkPlan.Of([spec], [4, 8, 6], 5, "recipe", "layers").Build(new Rng(1)).ToString()!;
}
