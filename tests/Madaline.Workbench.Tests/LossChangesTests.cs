using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Workbench.Tests;

public sealed class LossChangesTests
{
    private static readonly Recipe Wheat = RecipeFile.Load("wheat");

    [Fact]
    public void A_loss_takes_the_place_of_another_and_the_task_follows()
    {
        Recipe recipe = new RecipeChanges { Loss = "huber" }.Apply(Wheat);
        Assert.Equal("huber", recipe.Loss.Type);
        Assert.Same(LearningTask.Regression, RecipeCatalog.TaskOf(recipe));
        Recipe smoothed = Wheat with { Loss = Wheat.Loss.With("label-smoothing", 0.1) };
        Assert.Equal(smoothed, new RecipeChanges { Loss = "cross-entropy" }.Apply(smoothed));
    }

    [Fact]
    public void A_task_keeps_a_loss_that_is_for_it_and_else_takes_the_usual_one()
    {
        Assert.Equal(Wheat, new RecipeChanges { Task = "classification" }.Apply(Wheat));
        Assert.Equal("mse", new RecipeChanges { Task = "regression" }.Apply(Wheat).Loss.Type);
        Assert.Equal("mae", new RecipeChanges { Task = "regression", Loss = "mae" }.Apply(Wheat).Loss.Type);
        Assert.Equal("cross-entropy", new RecipeChanges { Task = "classification" }.Apply(RecipeFile.Load("regression")).Loss.Type);
        Assert.Contains("the loss mae is for regression", Assert.Throws<RequestException>(
            () => new RecipeChanges { Task = "classification", Loss = "mae" }.Apply(Wheat)).Message);
    }

    [Fact]
    public void Weights_are_an_argument_of_the_loss()
    {
        Assert.Equal("balanced", new RecipeChanges { ClassWeights = [] }.Apply(Wheat).Loss.Text("class-weights"));
        Assert.Equal([1.0, 2, 3], new RecipeChanges { ClassWeights = [1, 2, 3] }.Apply(Wheat).Loss.List("class-weights")!);
        Assert.Equal("nll", new RecipeChanges { Loss = "nll", ClassWeights = [] }.Apply(Wheat).Loss.Type);
        Assert.Contains("cross-entropy, nll", Assert.Throws<RequestException>(
            () => new RecipeChanges { Loss = "quadratic", ClassWeights = [] }.Apply(Wheat)).Message);
    }

    [Fact]
    public void A_sampler_is_named_and_taken_out()
    {
        Recipe drawn = new RecipeChanges { Sampler = "balanced" }.Apply(Wheat);
        Assert.Equal("balanced", drawn.Sampler!.Type);
        Assert.Null(new RecipeChanges { Sampler = "none" }.Apply(drawn).Sampler);
        Assert.Contains("there is no sampler", Assert.Throws<RequestException>(() => new RecipeChanges { Sampler = "x" }.Apply(Wheat)).Message);
    }

    [Fact]
    public void Unknown_names_list_what_there_is()
    {
        Assert.Contains("mse, mae, huber", Assert.Throws<RequestException>(() => new RecipeChanges { Loss = "l3" }.Apply(Wheat)).Message);
        Assert.Contains("classification or regression", Assert.Throws<RequestException>(() => new RecipeChanges { Task = "ranking" }.Apply(Wheat)).Message);
    }
}
