using System.Text;
using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class NetworkChangesTests
{
    private static readonly Recipe Digits = RecipeFile.Load("digits"), Scratch = RecipeFile.Load("wheat-scratch"),
        Deep = RecipeFile.Load("cifar10-cnn-deep");

    [Fact]
    public void Every_activation_of_the_hidden_layers_is_replaced_and_that_behind_the_last_layer_stays()
    {
        Assert.Equal(Types(Digits).Replace("relu", "tanh"), Types(new RecipeChanges { Activation = "tanh" }.Apply(Digits)));
        Assert.Equal("linear relu linear sigmoid", Types(new RecipeChanges { Activation = "relu" }.Apply(Scratch)));
        Assert.Contains("there is no activation \"rleu\". Did you mean relu? Expected one of relu, ",
            Refusal(new RecipeChanges { Activation = "rleu" }, Digits));
        Assert.Contains("has no activations", Refusal(new RecipeChanges { Activation = "tanh", Hidden = [] },
            Digits with { Layers = [new Spec("flatten"), new Spec("linear").With("outputs", "classes")] }));
    }

    [Fact]
    public void Dropout_is_put_behind_hidden_layers_changed_and_taken_out()
    {
        Recipe dropped = new RecipeChanges { Dropout = 0.25, Hidden = [8, 4] }.Apply(Digits);
        Assert.Equal("flatten linear relu dropout linear relu dropout linear", Types(dropped));
        Assert.Equal(0.25, dropped.Layers[3].Number("p", 0));
        Assert.Equal(Digits with { Layers = new RecipeChanges { Hidden = [8, 4] }.Apply(Digits).Layers },
            new RecipeChanges { Dropout = 0 }.Apply(dropped));
        Assert.All(new RecipeChanges { Dropout = 0.5 }.Apply(Deep).Layers.Where(layer => layer.Type.StartsWith("dropout",
            StringComparison.Ordinal)), layer => Assert.Equal(0.5, layer.Number("p", 0)));
    }

    [Fact]
    public void Numbers_of_an_optimizer_that_has_none_are_refused_with_those_that_have()
    {
        Recipe sgd = new RecipeChanges { Optimizer = "sgd", Momentum = 0.9, WeightDecay = 1e-4 }.Apply(Digits);
        Assert.Equal((0.9, 1e-4), (sgd.Optimizer.Number("momentum", 0), sgd.Optimizer.Number("weight-decay", 0)));
        Assert.Contains("the optimizer adam takes no momentum; expected one of sgd, rmsprop.",
            Refusal(new RecipeChanges { Momentum = 0.9 }, Digits));
    }

    [Fact]
    public void Every_schedule_can_be_asked_for_by_its_name()
    {
        foreach (string name in RecipeCatalog.Schedules.Names)
        {
            Recipe changed = new RecipeChanges { Schedule = name, Epochs = 6 }.Apply(Digits);
            Assert.Equal(name, changed.Schedule!.Type);
            Assert.Equal(changed, RecipeFile.Parse(Encoding.UTF8.GetBytes(RecipeFile.Format(changed)), changed.Name));
            RecipeCatalog.Schedules[name].Require(changed.Schedule, message => new InvalidOperationException(message));
        }

        Assert.Null(new RecipeChanges { Schedule = "none" }.Apply(RecipeFile.Load("cifar10-resnet")).Schedule);
        Assert.Contains("cosine", Refusal(new RecipeChanges { Schedule = "cosin" }, Digits));
        Assert.Equal(3, new RecipeChanges { Patience = 3 }.Apply(Digits).Patience);
    }

    private static string Types(Recipe recipe) => string.Join(' ', recipe.Layers.Select(layer => layer.Type));

    private static string Refusal(RecipeChanges changes, Recipe recipe) =>
        Assert.Throws<RequestException>(() => changes.Apply(recipe)).Message;
}
