using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary>Numbers from a recipe or a table to a trained, evaluated, drawn and compared network.</summary>
public sealed class RegressionTests
{
    private static readonly string[] Quick = ["--epochs", "4", "--quiet"];

    [Fact]
    public void A_recipe_of_numbers_is_trained_and_measured_beside_its_baseline()
    {
        using var tool = new Tool();
        var outcome = tool.Run("train", "regression", "--epochs", "4", "--out", "run", "--json").Expect(0);
        JsonElement result = outcome.Last;
        double rmse = Number(result, "test_rmse"), baseline = Number(result, "baseline_rmse");
        Assert.InRange(rmse, 2.8, 12);
        Assert.InRange(baseline, 35, 50);
        Assert.InRange(Number(result, "test_r2"), 0.9, 1);
        Assert.InRange(Number(result, "test_mae"), 2, 10);
        double[] interval = [.. result.GetProperty("test_rmse_interval").EnumerateArray().Select(end => end.GetDouble())];
        Assert.InRange(rmse, interval[0], interval[1]);
        Assert.False(result.TryGetProperty("test_accuracy", out _));
        JsonElement epoch = outcome.Lines.Last(line => line.GetProperty("event").GetString() == "epoch");
        Assert.InRange(Number(epoch, "rmse"), 2.8, 12);
        Assert.Contains("\"rmse\":", File.ReadAllText(tool["run/metrics.jsonl"]));
        JsonElement again = tool.Run("evaluate", "run", "--json").Expect(0).Last;
        Assert.Equal((rmse, interval[0]), (Number(again, "test_rmse"), again.GetProperty("test_rmse_interval")[0].GetDouble()));
        string text = tool.Run("evaluate", "run").Expect(0).Out;
        Assert.All((string[])["RMSE", "MAE", "R²", "95% interval", "baseline", "energy_kwh"], word => Assert.Contains(word, text));
    }

    [Fact]
    public void A_recipe_of_numbers_is_drawn_with_its_column_and_the_right_measure()
    {
        using var tool = new Tool();
        tool.Run(["train", "regression", "--out", "run", .. Quick]).Expect(0);
        string text = tool.Run("show", "run", "--text").Expect(0).Out;
        Assert.Contains("RMSE:", text);
        Assert.DoesNotContain("accuracy", text);
        string[] files = [.. Directory.EnumerateFiles(tool["run/figures"]).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(["curves.png", "curves.svg", "predictions.png", "predictions.svg", "residuals.png", "residuals.svg"], files);
        string curves = ShowTests.Words(tool["run/figures/curves.svg"]), residuals = ShowTests.Words(tool["run/figures/residuals.svg"]);
        Assert.Contains("|RMSE, energy_kwh|", curves);
        Assert.Contains("|true energy_kwh|", ShowTests.Words(tool["run/figures/predictions.svg"]));
        Assert.Contains("|predicted energy_kwh|", ShowTests.Words(tool["run/figures/predictions.svg"]));
        Assert.Contains("residual: true − predicted energy_kwh", residuals);
        Assert.Contains("R²", residuals);
    }

    [Fact]
    public void A_table_goes_from_its_file_to_predictions_in_its_own_unit()
    {
        using var tool = new Tool();
        string table = Houses(tool);
        var trained = tool.Run("train", "regression", "--data", table, "--target", "price", "--epochs", "80", "--out", "run").Expect(0);
        Assert.Contains("a random fifth (60 samples) is held out", trained.Errors);
        Assert.Contains("predicts           \"price\", 60 samples", trained.Out);
        Assert.Matches(@"largest errors +sample \d+ in line \d+: .*\(lines of houses\.csv\)", trained.Out);
        JsonElement result = tool.Run("evaluate", "run", "--data", table, "--json").Expect(0).Last;
        Assert.InRange(Number(result, "test_rmse"), 0, 0.2 * Number(result, "baseline_rmse"));
        JsonElement said = tool.Run("predict", "run", "100,1990,4", "--json").Expect(0).Last;
        Assert.Equal(("price", "100,1990,4"), (said.GetProperty("target").GetString(), said.GetProperty("input").GetString()));
        Assert.InRange(Number(said, "value"), 250_000, 420_000);
        Assert.Matches(@"100,1990,4: price \d{6}", tool.Run("predict", "run", "100,1990,4").Expect(0).Out);
        tool.Run("show", "run", "--data", table).Expect(0);
        Assert.Contains("|true price|", ShowTests.Words(tool["run/figures/predictions.svg"]));
    }

    [Fact]
    public void Cross_validation_has_a_line_a_fold_and_means()
    {
        using var tool = new Tool();
        string table = Houses(tool);
        string[] command = ["crossval", "regression", "--data", table, "--target", "price", "--folds", "3", "--epochs", "20"];
        var outcome = tool.Run([.. command, "--json"]).Expect(0);
        double[] folds = [.. outcome.Last.GetProperty("fold_rmses").EnumerateArray().Select(fold => fold.GetDouble())];
        Assert.Equal(folds.Average(), Number(outcome.Last, "mean_rmse"), 1e-9);
        Assert.All((string[])["std_rmse", "mean_mae", "mean_r2", "baseline_rmse"], name => Assert.True(Number(outcome.Last, name) > 0));
        Assert.Equal(300, outcome.Lines.Where(line => line.GetProperty("event").GetString() == "fold")
            .Sum(line => line.GetProperty("test_samples").GetInt32()));
        string text = tool.Run(command).Expect(0).Out;
        Assert.All((string[])["fold 3/3", "mean RMSE", "baseline RMSE", "R²"], word => Assert.Contains(word, text));
    }

    [Fact]
    public void Two_networks_are_compared_by_their_errors_on_the_same_samples()
    {
        using var tool = new Tool();
        tool.Run(["train", "regression", "--out", "short", "--epochs", "1", "--quiet"]).Expect(0);
        tool.Run(["train", "regression", "--out", "long", "--epochs", "6", "--quiet"]).Expect(0);
        var outcome = tool.Run("compare", "short", "long", "--json").Expect(0).Last;
        Assert.Equal("b", outcome.GetProperty("better").GetString());
        Assert.Contains("paired t-test", outcome.GetProperty("test").GetString());
        Assert.True(Number(outcome, "difference") < 0);
        Assert.Contains("B is better than A: its mean absolute error is lower by", tool.Run("compare", "short", "long").Expect(0).Out);
        Assert.Contains("no difference larger than chance", tool.Run("compare", "long", "long").Expect(0).Out);
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "1", "--out", "classes", "--quiet").Expect(0);
        tool.Run("compare", "long", "classes").Explains(1, "different tasks", "regression", "classification");
    }

    [Fact]
    public void The_loss_or_the_task_decides_and_what_does_not_fit_is_explained()
    {
        using var tool = new Tool();
        string houses = Houses(tool), fruit = tool.FruitTable();
        tool.Run("train", "wheat", "--data", houses, "--target", "price", "--epochs", "1")
            .Explains(1, "price", "expected classes", "--loss mse", "--task regression");
        tool.Run("train", "regression", "--data", fruit, "--exclude", "colour", "--epochs", "1")
            .Explains(1, "column 'fruit' holds text", "--loss cross-entropy");
        tool.Run("train", "wheat", "--data", houses, "--target", "price", "--task", "regression", "--epochs", "1", "--out", "a", "--quiet").Expect(0);
        tool.Run("train", "wheat", "--data", houses, "--target", "price", "--loss", "huber", "--epochs", "1", "--out", "b", "--quiet").Expect(0);
        Assert.Contains("\"mse\"", File.ReadAllText(tool["a/recipe.json"]));
        Assert.Contains("\"huber\"", File.ReadAllText(tool["b/recipe.json"]));
        var told = tool.Run("train", "wheat", "--data", houses, "--target", "rooms", "--epochs", "1", "--loss", "mae", "--out", "c").Expect(0);
        Assert.Contains("different integers, and is predicted as a number, as the loss says", told.Errors);
        Assert.Contains("--task classification", told.Errors);
        tool.Run("train", "wheat", "--loss", "mse", "--task", "classification").Explains(2, "the loss mse is for regression");
        tool.Run("train", "wheat", "--loss", "msee").Explains(2, "there is no loss", "Did you mean mse?");
        tool.Run("train", "wheat", "--task", "regresion").Explains(2, "there is no task", "Did you mean regression?");
        tool.Run("train", "digits", "--loss", "mse", "--epochs", "1").Explains(1, "the targets are classes (0, 1, 2", "cross-entropy");
        tool.Run("train", "regression", "--loss", "cross-entropy", "--epochs", "1").Explains(1, "the targets are no classes", "mse");
        tool.Run("train", "regression", "--class-weights", "balanced").Explains(2, "mse knows no weights", "cross-entropy");
        tool.Run("predict", "a", "100,1990,3", "--threshold", "0.3").Explains(2, "--threshold", "predicts a number");
    }

    [Fact]
    public void Stopping_early_speaks_of_the_RMSE()
    {
        using var tool = new Tool();
        tool.Write("patient.json", """
            {
              "name": "patient", "dataset": { "type": "heating", "count": 200, "test-count": 50 }, "transforms": ["z-score"],
              "layers": [{ "type": "linear", "outputs": 16 }, "relu", { "type": "linear", "outputs": 1 }],
              "loss": "mae", "optimizer": { "type": "adam", "lr": 0.1 }, "epochs": 200, "batch": 32, "patience": 3
            }
            """);
        var outcome = tool.Run("train", "patient.json", "--out", "run").Expect(0);
        Assert.Matches(@"no better validation RMSE in 3 epochs.*\(validation loss \d\.\d+, rmse \d+", outcome.Out);
        Assert.Contains("validation", ShowTests.Words(Drawn(tool, "run")));
    }

    private static string Drawn(Tool tool, string run)
    {
        tool.Run("show", run).Expect(0);
        return tool[$"{run}/figures/curves.svg"];
    }

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    /// <summary>300 houses: area, year, rooms and a price with noise of 5,000.</summary>
    private static string Houses(Tool tool)
    {
        var rng = new Rng(3);
        var text = new StringBuilder("area,year,rooms,price\n");
        for (int i = 0; i < 300; i++)
        {
            int area = 40 + rng.NextInt32(160), year = 1950 + rng.NextInt32(70);
            double price = (2500.0 * area) + (1500 * (year - 1950)) + (5000 * rng.NextNormal());
            text.Append(CultureInfo.InvariantCulture, $"{area},{year},{1 + (area / 30)},{price:F2}\n");
        }

        return tool.Write("houses.csv", text.ToString());
    }
}
