using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

public sealed class CrossValTests
{
    [Fact]
    public void Every_fold_is_reported_and_the_result_has_mean_and_deviation()
    {
        using var tool = new Tool();
        var outcome = tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--folds", "4", "--epochs", "30",
            "--json").Expect(0);
        Assert.Equal(["fold", "fold", "fold", "fold", "result"],
            outcome.Lines.Select(line => line.GetProperty("event").GetString()));
        JsonElement result = outcome.Last;
        Assert.InRange(result.GetProperty("baseline_accuracy").GetDouble(), 0.3, 0.34);
        double[] folds = [.. result.GetProperty("fold_accuracies").EnumerateArray().Select(fold => fold.GetDouble())];
        Assert.Equal(4, folds.Length);
        double mean = folds.Average(), deviation = Math.Sqrt(folds.Sum(fold => (fold - mean) * (fold - mean)) / 3);
        Assert.Equal(mean, result.GetProperty("mean_accuracy").GetDouble(), 1e-12);
        Assert.Equal(deviation, result.GetProperty("std_accuracy").GetDouble(), 1e-12);
        Assert.Equal(210, outcome.Lines.Take(4).Sum(line => line.GetProperty("test_samples").GetInt32()));
        Assert.InRange(mean, 0.85, 1);
        Assert.Empty(Directory.GetFileSystemEntries(tool.Folder));
        var again = tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--folds", "4", "--epochs", "30",
            "--json", "--threads", "1").Last;
        Assert.Equal(result.GetProperty("fold_accuracies").GetRawText(),
            again.GetProperty("fold_accuracies").GetRawText());
    }

    [Fact]
    public void People_read_folds_and_mean()
    {
        using var tool = new Tool();
        var outcome = tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--epochs", "5").Expect(0);
        Assert.Contains("fold 5/5", outcome.Out);
        Assert.Contains("mean accuracy", outcome.Out);
        Assert.Matches(@"majority baseline 3\d\.\d+%", outcome.Out);
        Assert.Contains("210 samples", outcome.Errors);
    }

    [Fact]
    public void What_does_not_fit_is_explained()
    {
        using var tool = new Tool();
        tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--folds", "1").Explains(2, "--folds is 1");
        tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--folds", "100").Explains(1, "100", "70");
        tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--holdout", "10").Explains(2, "--holdout");
        tool.Run("crossval").Explains(2);
    }

    [Fact]
    public void Real_wheat_reaches_93_percent()
    {
        using var tool = new Tool().WithRealData("wheat/wheat.csv");
        JsonElement result = tool.Run("crossval", "wheat", "--folds", "5", "--json").Expect(0).Last;
        Assert.InRange(result.GetProperty("mean_accuracy").GetDouble(), 0.93, 1);
    }
}
