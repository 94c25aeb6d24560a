using System.Text;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Layers that hold layers: read, written, compared, planned, built and refused.</summary>
public sealed class NestedLayerTests
{
    internal static Recipe Nested { get; } = Toy.Plain with
    {
        Layers = [Toy.Linear(6), Residual([Toy.Linear(6), new Spec("tanh")]), Residual([Toy.Linear(5)], [Toy.Linear(5)]), Toy.Last],
    };

    [Fact]
    public void Nested_layers_come_back_equal_from_their_text()
    {
        Recipe again = Parse(RecipeFile.Format(Nested));
        Assert.Equal(Nested, again);
        Assert.Equal(Nested.GetHashCode(), again.GetHashCode());
        Assert.Equal(6, again.Layers[1].Parts("layers")![0].Integer("outputs", 0));
        Assert.NotEqual(Nested, Nested with { Layers = [Nested.Layers[0], Residual([Toy.Linear(7), new Spec("tanh")]), .. Nested.Layers.Skip(2)] });
        Assert.NotEqual(Residual([new Spec("relu")]), Residual([new Spec("relu"), new Spec("relu")]));
    }

    [Fact]
    public void A_residual_layer_becomes_a_residual_module_with_the_names_of_body_and_skip()
    {
        var network = RecipeCatalog.BuildNetwork(Nested, [4], 3, new Rng(1));
        Assert.Equal(
            ["0.weight", "0.bias", "1.body.0.weight", "1.body.0.bias", "2.body.0.weight", "2.body.0.bias", "2.skip.0.weight", "2.skip.0.bias", "3.weight", "3.bias"],
            network.StateDict().Keys);
        Assert.Null(Assert.IsType<Residual>(network[1]).Skip);
        Assert.True(((Residual)network[1]).Activate);
    }

    [Fact]
    public void Weights_of_nested_layers_depend_on_their_own_path_alone()
    {
        var before = RecipeCatalog.BuildNetwork(Nested, [4], 3, new Rng(1)).StateDict();
        Recipe longer = Nested with
        {
            Layers = [Nested.Layers[0], Nested.Layers[1].With("layers", (Spec[])[.. Nested.Layers[1].Parts("layers")!, Toy.Linear(6)]), .. Nested.Layers.Skip(2)],
        };
        var after = RecipeCatalog.BuildNetwork(longer, [4], 3, new Rng(1)).StateDict();
        foreach (var (name, tensor) in before)
            Assert.Equal(tensor.ToArray<float>(), after[name].ToArray<float>());
        Assert.NotEqual(before["2.body.0.weight"].ToArray<float>(), before["2.skip.0.weight"].ToArray<float>());
        Assert.NotEqual(before["1.body.0.weight"].ToArray<float>(), after["1.body.2.weight"].ToArray<float>());
    }

    [Fact]
    public void A_nested_network_trains_to_the_same_bits_twice()
    {
        string Sum()
        {
            var experiment = Toy.Experiment(Nested, Toy.Clouds(24));
            Assert.True(experiment.Train().Epochs[^1].Loss < 1);
            return experiment.Model.WeightsSha256();
        }

        Assert.Equal(Sum(), Sum());
    }

    [Theory]
    [InlineData("""{"type": "residual", "layers": [{"type": "linear", "outputs": 7}]}""",
        "recipe › layers[0] (residual): nothing leads around layers that change the shape. layers make [7] of [4]; expected the same shape, or images that a stride can make. Give a skip")]
    [InlineData("""{"type": "residual", "layers": [{"type": "linear", "outputs": 7}], "skip": []}""",
        "recipe › layers[0] (residual): layers and skip differ in shape. layers give [7], skip [4]; expected the same")]
    [InlineData("""{"type": "residual", "layers": ["relu", {"type": "residual", "layers": [{"type": "layer-norm", "dimensions": 2}]}]}""",
        "recipe › layers[0] (residual) › layers[1] (residual) › layers[0] (layer-norm): the input does not fit. Input is [4] a sample")]
    [InlineData("""{"type": "residual", "layers": ["relu"], "skip": [{"type": "layer-norm", "dimensions": 2}]}""",
        "recipe › layers[0] (residual) › skip[0] (layer-norm): the input does not fit")]
    [InlineData("""{"type": "residual", "layers": [{"type": "linear", "outputs": 16777216}, {"type": "linear", "outputs": 16777216}]}""",
        "recipe › layers[0] (residual) › layers[1] (linear): the network is too large")]
    public void What_cannot_be_is_refused_by_the_path_of_the_layer(string layer, string message)
    {
        Recipe recipe = Parse(Text(layer));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<TensorException>(() => RecipeCatalog.BuildNetwork(recipe, [4], 3, new Rng(1)));
        Assert.StartsWith(message, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("""{"type": "residual", "layers": ["rellu"]}""", "layers[0].layers[0] has the unknown type \"rellu\". Did you mean relu? Expected one of linear, flatten")]
    [InlineData("""{"type": "residual", "layers": [{"type": "dropout", "p": 2}]}""", "layers[0].layers[0].p is 2; expected a number at least 0 and at most 1")]
    [InlineData("""{"type": "residual", "layers": "relu"}""", "layers[0].layers is \"relu\"; expected a list of layers")]
    [InlineData("""{"type": "residual"}""", "layers[0] (residual) needs \"layers\"")]
    [InlineData("""{"type": "residual", "layers": [], "activation": "tanh"}""", "layers[0].activation is \"tanh\"; expected \"relu\" or \"none\"")]
    public void What_cannot_be_read_is_refused_by_its_place(string layer, string message) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Parse(Text(layer))).Message);

    [Fact]
    public void Nesting_has_a_limit()
    {
        string layer = "\"relu\"";
        for (int depth = 1; depth <= 6; depth++)
        {
            layer = $$"""{"type": "residual", "layers": [{{layer}}]}""";
            if (depth <= 4)
                RecipeCatalog.BuildNetwork(Parse(Text(layer)), [4], 3, new Rng(1));
            else
                Assert.Contains("expected at most 4", Assert.Throws<DataFormatException>(() => Parse(Text(layer))).Message);
        }
    }

    [Fact]
    public void The_number_of_layers_has_a_limit_over_all_lists()
    {
        string Many(int count) => "{\"type\": \"residual\", \"layers\": [" + string.Join(',', Enumerable.Repeat("\"relu\"", count)) + "]}";
        Assert.Equal(997, Parse(Text(Many(997))).Layers[0].Parts("layers")!.Count);
        Assert.Contains("at most 1000", Assert.Throws<DataFormatException>(() => Parse(Text($"{Many(500)}, {Many(500)}"))).Message);
    }

    [Fact]
    public void Layers_made_by_code_are_checked_like_those_that_are_read()
    {
        Assert.StartsWith("recipe › layers[0] (rellu): there is no layer \"rellu\". Did you mean relu? Expected one of linear, ", Refusal(new Spec("rellu")));
        Assert.StartsWith("recipe › layers[0] (linear): an argument is missing; expected \"outputs\"", Refusal(new Spec("linear")));
        Assert.StartsWith("recipe › layers[0] (dropout): an argument is out of range. p is 2", Refusal(new Spec("dropout").With("p", 2.0)));
        Assert.StartsWith("recipe › layers[0] (linear): an argument is out of range", Refusal(Toy.Linear(0)));
    }

    [Fact]
    public void Arguments_of_another_kind_are_refused_and_not_replaced_by_the_default()
    {
        const string Wrong = "recipe › layers[0] (conv): an argument is of the wrong kind. ";
        Spec conv = new Spec("conv").With("channels", 2.0).With("kernel", 3.0);
        Assert.StartsWith(Wrong + "kernel is [3, 3, 3]; expected an integer or [height, width]",
            Refusal(conv.With("kernel", (double[])[3, 3, 3])));
        Assert.StartsWith(Wrong + "kernel is 2.5; expected", Refusal(conv.With("kernel", 2.5)));
        Assert.StartsWith(Wrong + "stride is [1, 1.5]; expected", Refusal(conv.With("stride", (double[])[1, 1.5])));
        Assert.StartsWith(Wrong + "channels is Int32; expected an integer", Refusal(conv.With("channels", 2)));
        Assert.StartsWith(Wrong + "bias is \"no\"; expected true or false", Refusal(conv.With("bias", "no")));
        Assert.StartsWith("recipe › transforms[0] (resize): an argument is of the wrong kind. size is [8]; expected",
            Assert.Throws<TensorException>(() => InputPipeline.Fit(
                [new Spec("resize").With("size", (double[])[8])], Tensor.Zeros([2, 3, 4, 4]), 2)).Message);
    }

    private static string Refusal(Spec layer) => Assert.Throws<TensorException>(
        () => NetworkPlan.Of(Toy.Plain with { Layers = [layer, Toy.Last] }, [4], 3)).Message;

    private static Spec Residual(Spec[] layers, Spec[]? skip = null)
    {
        Spec spec = new Spec("residual").With("layers", layers);
        return skip is null ? spec : spec.With("skip", skip);
    }

    private static string Text(string layers) => $$"""
        {
            "name": "test", "dataset": "wheat", "layers": [{{layers}}, {"type": "linear", "outputs": "classes"}],
            "loss": "cross-entropy", "optimizer": {"type": "sgd", "lr": 0.1 }
        }
        """;

    private static Recipe Parse(string text) => RecipeFile.Parse(Encoding.UTF8.GetBytes(text), "recipe.json");
}
