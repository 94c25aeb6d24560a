using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class RecipeChangesTests
{
    private static readonly Recipe Wheat = RecipeFile.Load("wheat"), Convolutional = RecipeFile.Load("mnist-cnn");

    [Fact]
    public void No_change_leaves_a_recipe_as_it_is() =>
        Assert.All(RecipeFile.Names, name => Assert.Equal(RecipeFile.Load(name), new RecipeChanges().Apply(RecipeFile.Load(name))));

    [Fact]
    public void Numbers_are_laid_over_the_recipe_and_another_optimizer_keeps_the_rate()
    {
        Recipe changed = new RecipeChanges { Epochs = 7, Batch = 9, Seed = 11, Holdout = 0.25, Optimizer = "rmsprop" }.Apply(Wheat);
        Assert.Equal((7, 9, 11UL, 0.25), (changed.Epochs, changed.Batch, changed.Seed, changed.Holdout));
        Assert.Equal(new Spec("rmsprop").With("lr", Wheat.Optimizer.Number("lr", 0)), changed.Optimizer);
        Assert.Equal(0.125, new RecipeChanges { LearningRate = 0.125 }.Apply(Wheat).Optimizer.Number("lr", 0));
    }

    [Fact]
    public void Other_hidden_layers_keep_the_activation_and_the_last_layer()
    {
        Recipe changed = new RecipeChanges { Hidden = [12, 5] }.Apply(Wheat);
        Assert.Equal([12.0, 5.0], changed.Layers.Where(layer => layer.Type == "linear").SkipLast(1).Select(layer => layer.Number("outputs", 0)));
        Assert.Equal(Wheat.Layers[^1], changed.Layers[^1]);
        var error = Assert.Throws<RequestException>(() => new RecipeChanges { Hidden = [12] }.Apply(Convolutional));
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.EditRecipe, "mnist-cnn"), error.Remedy);
    }

    [Fact]
    public void Unknown_names_are_refused_with_a_list_of_those_there_are()
    {
        Assert.Contains("there is no optimizer \"Adam\". Did you mean adam? Expected one of sgd, adam, ",
            Assert.Throws<RequestException>(() => new RecipeChanges { Optimizer = "Adam" }.Apply(Wheat)).Message);
        Assert.Contains("there is no data set \"MNIST\". Did you mean mnist? Expected one of digits, ",
            Assert.Throws<RequestException>(() => new DataRequest { Dataset = "MNIST" }.Apply(Wheat)).Message);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("mnist")]
    public void Another_set_is_taken_without_the_arguments_of_the_first(string name) =>
        Assert.Equal(new Spec(name), new DataRequest { Dataset = name }.Apply(Wheat).Dataset);

    [Fact]
    public void A_table_is_told_by_its_ending_or_by_what_is_asked_of_it()
    {
        using var folder = new TemporaryFolder();
        string table = folder.Write("fruit.csv", "a,b\n1,2\n");
        Spec asked = new DataRequest { Path = table, Target = "b", Exclude = ["c"], Decimal = ",", Header = true }.Apply(Wheat).Dataset;
        Assert.Equal(new Spec("table").With("path", table).With("target", "b").With("exclude", (string[])["c"]).With("decimal", ",").With("header", true), asked);
        Assert.Equal("wheat", new DataRequest { Path = table }.Apply(Wheat).Dataset.Type);
        Assert.Equal("table", new DataRequest { Dataset = table }.Apply(Convolutional).Dataset.Type);
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.GiveTable),
            Assert.Throws<RequestException>(() => new DataRequest { OneHot = true }.Apply(Wheat)).Remedy);
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.GiveImageFolder),
            Assert.Throws<RequestException>(() => new DataRequest { Strict = true }.Apply(Wheat)).Remedy);
    }

    [Theory]
    [InlineData("mnist-quadratic", "cross-entropy", "linear", "sigmoid, is left out")]
    [InlineData("mnist-quadratic", "mse", "linear", "sigmoid, is left out")]
    [InlineData("mnist-quadratic", "nll", "log-softmax", "sigmoid, is left out, and log-softmax is put at its end")]
    [InlineData("mnist-fcn", "nll", "log-softmax", "log-softmax is put at its end")]
    [InlineData("mnist-fcn", "quadratic", "linear", "")]
    [InlineData("mnist-quadratic", "quadratic", "sigmoid", "")]
    public void Another_loss_gets_the_end_of_the_network_that_it_is_made_for(string name, string loss, string last, string note)
    {
        var recipe = RecipeFile.Load(name);
        var changes = new RecipeChanges { Loss = loss };
        Assert.Equal((loss, last), (changes.Apply(recipe).Loss.Type, changes.Apply(recipe).Layers[^1].Type));
        Assert.Equal(changes.Apply(recipe).Layers.Count(layer => layer.Type == "sigmoid"), name == "mnist-fcn" ? 0 : last == "sigmoid" ? 2 : 1);
        if (note.Length == 0)
            Assert.Empty(changes.NotesOn(recipe));
        else
            Assert.Contains(note, Assert.Single(changes.NotesOn(recipe)).Text);
    }

    [Fact]
    public void Another_task_takes_the_bounds_off_the_network()
    {
        var changes = new RecipeChanges { Task = "regression" };
        Assert.Equal("linear", changes.Apply(RecipeFile.Load("wheat-scratch")).Layers[^1].Type);
        Assert.Single(changes.NotesOn(RecipeFile.Load("wheat-scratch")));
    }
}
