using System.Text.Json;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Cli.Tests.Commands;

/// <summary>Runs that a program saved of a network of its own.</summary>
public sealed class OwnNetworkTests
{
    [Fact]
    public void A_network_of_known_layers_is_evaluated_drawn_asked_and_compared_without_its_program()
    {
        using var tool = new Tool();
        Save(tool["net"], new Sequential(new Conv2d(1, 4, 3, stride: 2, rng: new Rng(1)), new Relu(), new Flatten(), new Linear(676, 10, rng: new Rng(2))));
        JsonElement result = tool.Run("evaluate", "net", "--json").Expect(0).Last;
        Assert.Equal(("Sequential", 0), (result.GetProperty("recipe").GetString(), result.GetProperty("seen_in_training").GetInt32()));
        Assert.True(result.GetProperty("test_accuracy").GetDouble() > result.GetProperty("baseline_accuracy").GetDouble());
        Assert.Contains("trained on digits, evaluated on digits", tool.Run("evaluate", "net").Expect(0).Out);
        tool.Run("show", "net", "--quiet").Expect(0);
        string[] drawn = ["curves", "confusion", "classes", "first-layer", "feature-maps", "mistakes"];
        Assert.All(drawn, name => Assert.True(File.Exists(tool[$"net/figures/{name}.png"]), name));
        JsonElement compared = tool.Run("compare", "net", "net", "--json").Expect(0).Last;
        Assert.Equal(0, compared.GetProperty("only_a").GetInt32());
        Assert.Contains("Conv2d", tool.Run("summary", "net").Expect(0).Out);
        tool.Run("train", "--resume", "net").Explains(2, "net tells of Sequential, a network that a program built and trained");
        tool.Run("train", "net/recipe.json").Explains(2, "expected a recipe to train by");
    }

    [Fact]
    public void A_row_is_answered_by_a_network_of_known_layers()
    {
        using var tool = new Tool();
        TensorDataset wheat = DatasetCatalog.Load("wheat-sample").Train;
        TrainedModel.Of(new Sequential(new Linear(7, 3, rng: new Rng(1))), ModelDescription.Of(wheat) with { Transform = new ZScoreScaler().Fit(wheat.Inputs) }).SaveRun(tool["wheat"]);
        Assert.Contains("%", tool.Run("predict", "wheat", "15.26,14.84,0.871,5.763,3.312,2.221,5.22").Expect(0).Out);
        tool.Run("evaluate", "wheat").Explains(1, "are among those the network was trained on");
    }

    [Fact]
    public void A_class_of_the_program_is_refused_with_what_it_is_and_how_to_go_on()
    {
        using var tool = new Tool();
        Save(tool["net"], new Twice());
        foreach (string[] command in (string[][])[["evaluate", "net"], ["predict", "net", "a.png"], ["summary", "net"]])
            tool.Run(command).Explains(1, "net holds the weights of Twice, a class of the program that trained it, and files carry no code",
                "TrainedModel.Load(\"net\", new Twice())", "compare and the curves of show need no code");
        var shown = tool.Run("show", "net").Expect(0);
        Assert.Contains("Only the curves are drawn", shown.Errors);
        Assert.Equal(["curves.png", "curves.svg"], Directory.EnumerateFiles(tool["net/figures"]).Select(Path.GetFileName).Order());
        File.Delete(tool["net/metrics.jsonl"]);
        tool.Run("show", "net").Explains(1, "files carry no code");
    }

    [Fact]
    public void Metrics_are_compared_where_a_network_cannot_be_built()
    {
        using var tool = new Tool();
        Save(tool["weak"], new Twice(), epochs: 1, rate: 1e-6);
        Save(tool["strong"], new Sequential(new Flatten(), new Linear(784, 10, rng: new Rng(1))), epochs: 6);
        var outcome = tool.Run("compare", "weak", "strong").Expect(0);
        Assert.True(outcome.Out.Contains("B reached the better validation accuracy."), outcome.Out);
        Assert.Contains("Compared by their metrics, since files carry no code", outcome.Errors);
        JsonElement result = tool.Run("compare", "strong", "weak", "--json").Expect(0).Last;
        Assert.Equal(("metrics", "a", 6), (result.GetProperty("compared").GetString(), result.GetProperty("better").GetString(),
            result.GetProperty("a").GetProperty("epochs").GetInt32()));
        Assert.True(result.GetProperty("b").GetProperty("metrics").GetProperty("validation_accuracy").GetDouble() > 0);
        File.Delete(tool["weak/metrics.jsonl"]);
        tool.Run("compare", "weak", "strong").Explains(1, "A (weak) has no metrics", "expected a line an epoch");
    }

    [Fact]
    public void The_metric_that_decided_is_compared()
    {
        using var tool = new Tool();
        var worst = new Metric("worst", isHigherBetter: false, evaluation => 1 - evaluation.Classes.Min(c => c.Recall));
        Save(tool["weak"], new Twice(), epochs: 1, rate: 1e-6, by: worst);
        Save(tool["strong"], new Twice(), epochs: 6, by: worst);
        var outcome = tool.Run("compare", "weak", "strong").Expect(0);
        Assert.Contains("B reached the better validation worst, the metric that decided which epoch is the best.", outcome.Out);
        Assert.Matches(@"worst +\S+ +\S+ +A and B", outcome.Out);
        JsonElement result = tool.Run("compare", "strong", "weak", "--json").Expect(0).Last;
        Assert.Equal(("worst", "a", "lower"), (result.GetProperty("criterion").GetString(), result.GetProperty("better").GetString(),
            result.GetProperty("a").GetProperty("metrics").GetProperty("best_is").GetString()));
        Save(tool["other"], new Twice(), epochs: 6);
        Assert.Contains("validation accuracy.", tool.Run("compare", "weak", "other").Expect(0).Out);
    }

    [Fact]
    public void Data_of_the_programs_own_are_asked_for()
    {
        using var tool = new Tool();
        var set = new TensorDataset(Tensor.Rand([30, 3], rng: new Rng(1)), Tensor.RandInt(0, 2, [30], rng: new Rng(2)), ["no", "yes"]);
        TrainedModel.Of(new Sequential(new Linear(3, 2)), ModelDescription.Of(set)).SaveRun(tool["net"]);
        tool.Run("evaluate", "net").Explains(2, "trained on data of its program's own, which no catalog holds", "--dataset NAME, or --data");
        tool.Write("rows.csv", "a,b,c,answer\n0.1,0.2,0.3,no\n0.4,0.2,0.9,yes\n0.5,0.1,0.3,no\n");
        var outcome = tool.Run("evaluate", "net", "--data", "rows.csv").Expect(0);
        Assert.Contains("trained on data of its program's own, evaluated on table:rows.csv", outcome.Out);
    }

    private static void Save(string folder, Module network, int epochs = 2, double rate = 0.003, Metric? by = null)
    {
        var (train, test, _) = DatasetCatalog.Load("digits", new DatasetOptions { Count = 600, TestCount = 200 });
        var about = ModelDescription.Of(train) with { Transform = new ToFloat() };
        var loader = new DataLoader(train.With(about.Transform), new LoaderOptions { BatchSize = 30 });
        var result = new Trainer(network, about.Loss!, new Adam(network.Parameters(), rate))
            .Fit(loader, new TrainerOptions { Epochs = epochs, BestBy = by }, test!.With(about.Transform));
        TrainedModel.Of(network, about).SaveRun(folder, result.Epochs);
    }

    private sealed class Twice : Module
    {
        private readonly Linear _layer;

        public Twice() => _layer = RegisterModule("layer", new Linear(784, 10, rng: new Rng(2)));

        protected override Tensor Forward(Tensor x) => _layer.Call(x.Flatten(1)) * 2;
    }
}
