using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary>Rare classes: weights, F1, areas under curves, thresholds, notes.</summary>
public sealed class ImbalanceTests
{
    [Fact]
    public void Balanced_weights_find_more_of_a_rare_class_and_every_score_is_told()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        JsonElement plain = Train(tool, table, "plain"), weighted = Train(tool, table, "weighted", "--class-weights", "balanced");
        Assert.True(Recall(weighted) > Recall(plain), $"{Recall(plain)} {Recall(weighted)}");
        Assert.Equal("yes", weighted.GetProperty("positive_class").GetString());
        foreach (string name in (string[])["f1", "roc_auc", "pr_auc", "best_threshold", "best_threshold_f1"])
            Assert.InRange(weighted.GetProperty(name).GetDouble(), 0, 1);
        Assert.Contains("\"class-weights\": \"balanced\"", File.ReadAllText(tool["weighted/recipe.json"]));
        JsonElement again = tool.Run("evaluate", "weighted", "--data", table, "--json").Expect(0).Last;
        Assert.Equal(weighted.GetProperty("roc_auc").GetDouble(), again.GetProperty("roc_auc").GetDouble());
        string text = tool.Run("evaluate", "weighted", "--data", table).Expect(0).Out;
        Assert.Contains("of \"yes\", the rarer class in training", text);
        Assert.Contains("best threshold", text);
        Assert.Contains("chosen on these samples", text);
        Train(tool, table, "listed", "--class-weights", "0.1,0.9");
        Assert.Contains("0.9", File.ReadAllText(tool["listed/recipe.json"]));
    }

    [Fact]
    public void A_balanced_sampler_finds_more_of_a_rare_class_and_is_refused_beside_balanced_weights()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        JsonElement plain = Train(tool, table, "plain"), drawn = Train(tool, table, "drawn", "--sampler", "balanced");
        Assert.True(Recall(drawn) > Recall(plain), $"{Recall(plain)} {Recall(drawn)}");
        Assert.Contains("\"sampler\":", File.ReadAllText(tool["drawn/recipe.json"]));
        tool.Run("train", "wheat", "--data", table, "--target", "churned", "--sampler", "balanced", "--class-weights", "balanced", "--epochs", "1")
            .Explains(1, "made up for twice");
        tool.Run("train", "wheat", "--data", table, "--target", "churned", "--sampler", "even").Explains(2, "there is no sampler \"even\"", "balanced");
        tool.Run("train", "regression", "--sampler", "balanced").Explains(1, "predicts numbers");
    }

    [Fact]
    public void Weights_that_cannot_be_are_explained()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        tool.Run("train", "wheat", "--data", table, "--target", "churned", "--class-weights", "1,2,3", "--epochs", "1")
            .Explains(1, "class-weights has 3 numbers; expected 2");
        tool.Run("train", "wheat", "--data", table, "--target", "churned", "--class-weights", "even").Explains(2, "--class-weights is even", "balanced");
        tool.Run("train", "wheat", "--data", table, "--target", "churned", "--class-weights", "1,-2").Explains(2, "--class-weights is 1,-2");
    }

    [Fact]
    public void Prediction_answers_the_rare_class_from_a_threshold_on_when_asked()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        double best = Train(tool, table, "run").GetProperty("best_threshold").GetDouble();
        double p = Probability("0.9,0.9");
        Assert.InRange(p, 0.001, 0.999);
        Assert.Equal("yes", Said("0.9,0.9", Text(p * 0.999)));
        Assert.Equal("no", Said("0.9,0.9", Text((p * 0.999) + 0.001)));
        Assert.Equal(p >= best ? "yes" : "no", Said("0.9,0.9", "best"));
        tool.Run("predict", "run", "0.9,0.9", "--threshold", "2").Explains(2, "--threshold is 2", "from 0 to 1");
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "1", "--out", "three", "--quiet").Expect(0);
        tool.Run("predict", "three", "1,2,3,4,5,6,7", "--threshold", "best").Explains(2, "two classes", "has 3");

        double Probability(string row) => tool.Run("predict", "run", row, "--json").Expect(0).Last
            .GetProperty("probabilities").GetProperty("yes").GetDouble();

        string Said(string row, string threshold) => tool.Run("predict", "run", row, "--threshold", threshold, "--json").Expect(0).Last
            .GetProperty("class").GetString()!;
    }

    [Fact]
    public void Evaluation_tells_what_a_threshold_would_give()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        JsonElement trained = Train(tool, table, "run");
        JsonElement best = At("best"), all = At("0"), none = At("1");
        Assert.Equal(trained.GetProperty("best_threshold_f1").GetDouble(), best.GetProperty("f1").GetDouble(), 1e-12);
        Assert.Equal(trained.GetProperty("best_threshold").GetDouble(), best.GetProperty("threshold").GetDouble());
        Assert.Equal(("yes", 1), (all.GetProperty("positive_class").GetString(), all.GetProperty("recall").GetDouble()));
        Assert.Equal(0, none.GetProperty("recall").GetDouble());
        long[][] matrix = [.. best.GetProperty("confusion").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell => cell.GetInt64()).ToArray())];
        Assert.Equal((72, 8), (matrix[0].Sum(), matrix[1].Sum()));
        Assert.Equal(matrix[1][1] / (double)(matrix[0][1] + matrix[1][1]), best.GetProperty("precision").GetDouble(), 1e-12);
        Assert.Equal((matrix[0][0] + matrix[1][1]) / 80.0, best.GetProperty("accuracy").GetDouble(), 1e-12);
        var told = tool.Run("evaluate", "run", "--data", table, "--threshold", "best").Expect(0);
        Assert.Matches(@"at threshold +0\.\d{4}  \(""yes"" from that probability on\)", told.Out);
        Assert.Contains("somewhat too good", told.Errors);
        tool.Run("evaluate", "run", "--data", table, "--threshold", "2").Explains(2, "--threshold is 2", "from 0 to 1");
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "1", "--out", "three", "--quiet").Expect(0);
        tool.Run("evaluate", "three", "--threshold", "best").Explains(2, "--threshold is for two classes", "has 3");

        JsonElement At(string threshold) => tool.Run("evaluate", "run", "--data", table, "--threshold", threshold, "--json")
            .Expect(0).Last.GetProperty("at_threshold");
    }

    [Fact]
    public void A_comparison_tells_the_scores_of_the_rare_class()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        JsonElement plain = Train(tool, table, "plain"), weighted = Train(tool, table, "weighted", "--class-weights", "balanced");
        JsonElement compared = tool.Run("compare", "plain", "weighted", "--json").Expect(0).Last;
        Assert.Equal("yes", compared.GetProperty("positive_class").GetString());
        foreach (string name in (string[])["f1", "pr_auc", "roc_auc"])
        {
            Assert.Equal(plain.GetProperty(name).GetDouble(), compared.GetProperty("a").GetProperty(name).GetDouble());
            Assert.Equal(weighted.GetProperty(name).GetDouble(), compared.GetProperty("b").GetProperty(name).GetDouble());
        }

        string text = tool.Run("compare", "plain", "weighted").Expect(0).Out;
        Assert.Contains("scores of \"yes\", the rarer class in training:", text);
        Assert.Matches(@"  B  F1 \d+\.\d\d%, ROC-AUC 0\.\d{4}, PR-AUC 0\.\d{4}", text);
    }

    [Fact]
    public void A_class_never_answered_and_a_class_alone_are_noted()
    {
        using var tool = new Tool();
        string table = Customers(tool, share: 40);
        var never = tool.Run("train", "wheat", "--data", table, "--target", "churned", "--epochs", "1", "--out", "run").Expect(0);
        Assert.Contains("The network never answers 'yes'", never.Errors);
        Assert.Contains("--class-weights balanced", never.Errors);
        JsonElement judged = tool.Run("evaluate", "run", "--data", table, "--json").Expect(0).Last;
        Assert.Equal("yes", judged.GetProperty("never_predicted")[0].GetString());
        tool.Write("ones.csv", "visits,calls,churned\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 4},no\n")));
        Assert.Contains("All 30 evaluated samples are of one class, 'no'",
            tool.Run("evaluate", "run", "--dataset", "table", "--data", "ones.csv", "--allow-seen").Expect(0).Errors);
    }

    [Fact]
    public void Cross_validation_tells_the_areas_and_the_baseline_of_every_fold()
    {
        using var tool = new Tool();
        string table = Customers(tool);
        string[] command = ["crossval", "wheat", "--data", table, "--target", "churned", "--folds", "3", "--epochs", "10"];
        var outcome = tool.Run([.. command, "--json"]).Expect(0);
        JsonElement[] folds =
            [.. outcome.Lines.Where(line => line.GetProperty("event").GetString() == "fold")];
        Assert.Equal(3, folds.Length);
        foreach (JsonElement fold in folds)
        {
            Assert.InRange(fold.GetProperty("baseline_accuracy").GetDouble(), 0.85, 0.95);
            Assert.InRange(fold.GetProperty("roc_auc").GetDouble(), 0.5, 1);
            Assert.True(fold.TryGetProperty("f1", out _) && fold.TryGetProperty("pr_auc", out _));
        }

        Assert.Equal(folds.Average(fold => fold.GetProperty("roc_auc").GetDouble()),
            outcome.Last.GetProperty("mean_roc_auc").GetDouble(), 1e-9);
        string text = tool.Run(command).Expect(0).Out;
        Assert.Contains("mean F1", text);
        Assert.Contains("ROC-AUC", text);
        Assert.Matches(@"fold 1/3  accuracy .* baseline [89]\d\.\d+%", text);
    }

    private static JsonElement Train(Tool tool, string table, string run, params string[] flags) =>
        tool.Run(["train", "wheat", "--data", table, "--target", "churned", "--epochs", "15", "--out", run, "--json", .. flags]).Expect(0).Last;

    private static double Recall(JsonElement result) => result.GetProperty("class_accuracy").GetProperty("yes").GetDouble();

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>400 customers, one in <paramref name="share"/> has churned; the clouds overlap.</summary>
    private static string Customers(Tool tool, int share = 10)
    {
        var rng = new Rng(8);
        var text = new StringBuilder("visits,calls,churned\n");
        for (int i = 0; i < 400; i++)
        {
            bool churned = i % share == 0;
            double shift = churned ? 1.3 : 0;
            text.Append(CultureInfo.InvariantCulture,
                $"{rng.NextNormal() + shift:F3},{rng.NextNormal() + shift:F3},{(churned ? "yes" : "no")}\n");
        }

        return tool.Write("customers.csv", text.ToString());
    }
}
