using System.Text.Json;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Studio.Tests.Wire;
using Madaline.Training;

namespace Madaline.Studio.Tests.Views;

/// <summary>Tables: scores of folds are cross-validation's, leaks leak, and a slip does what arithmetic says.</summary>
public sealed class WheatViewTests
{
    [Fact]
    public void Honest_scores_are_those_of_cross_validation()
    {
        using var running = Tables.Start();
        var json = Whole(running, """{"epochs":12}""");
        var expected = Experiment.CrossValidate(Tables.Recipe with { Epochs = 12 }, Tables.Rows());
        var honest = json.GetProperty("settings")[0];
        Assert.Equal(expected.Folds.Select(fold => fold.Evaluation.Accuracy), Scores(honest));
        Assert.Equal(expected.MeanAccuracy, honest.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(expected.StdAccuracy, honest.GetProperty("deviation").GetDouble(), 1e-12);
    }

    [Fact]
    public void Each_row_is_test_in_the_fold_that_cross_validation_puts_it_in()
    {
        using var running = Tables.Start();
        var frame = Look(running, "{}");
        var rows = Tables.Rows();
        float[] folds = frame.Numbers[(rows.Count * 5)..(rows.Count * 6)];
        int fold = 0;
        CrossValidation.Run(rows, 5, new Rng(Tables.Recipe.Seed).Split("folds"), (_, test, _) =>
        {
            int[] members = [.. Enumerable.Range(0, rows.Count).Where(i => folds[i] == fold + 1)];
            Assert.Equal(test.Inputs.ToArray<float>(), rows.Take(members).Inputs.ToArray<float>());
            fold++;
            return (new Experiment(Tables.Recipe, rows).Evaluate(test), 0);
        });
        Assert.Equal(5, fold);
    }

    [Fact]
    public void A_network_that_goes_on_remembers_and_a_chosen_epoch_is_never_worse()
    {
        using var running = Tables.Start(Tables.Recipe with
        {
            Epochs = 120,
            Layers = [new Spec("linear").With("outputs", 64.0), new Spec("relu"), new Spec("linear").With("outputs", "classes")],
            Loss = new Spec("cross-entropy"),
            Optimizer = new Spec("adam").With("lr", 0.02),
            Schedule = null,
        });
        var settings = Whole(running, """{"epochs":120,"kept":1,"best":1,"scaled":1}""").GetProperty("settings");
        double[] honest = Scores(settings[0]), best = Scores(settings[1]), scaled = Scores(settings[2]), kept = Scores(settings[3]);
        Assert.Equal(honest[0], kept[0]);
        Assert.True(kept.Skip(1).Average() > honest.Skip(1).Average() + 0.1, $"{string.Join(' ', kept)} against {string.Join(' ', honest)}");
        Assert.All(honest.Zip(best), pair => Assert.True(pair.Second >= pair.First));
        Assert.InRange(scaled.Average(), honest.Average() - 0.15, honest.Average() + 0.15);
    }

    [Fact]
    public void On_wheat_the_kept_network_scores_at_least_as_well_in_later_folds()
    {
        var wheat = Tables.Wheat();
        using var running = Tables.Start(RecipeFile.Load("wheat"), wheat);
        var json = Whole(running, """{"epochs":40,"kept":1}""");
        double[] honest = Scores(json.GetProperty("settings")[0]), kept = Scores(json.GetProperty("settings")[1]);
        Assert.True(kept.Skip(1).Average() >= honest.Skip(1).Average(), $"{string.Join(' ', kept)} against {string.Join(' ', honest)}");
        // Lines bring the rows back to the order of the file: the tool's own numbers.
        Assert.Equal(Experiment.CrossValidate(RecipeFile.Load("wheat") with { Epochs = 40 }, wheat).Folds.Select(fold => fold.Evaluation.Accuracy), honest);
        var slip = json.GetProperty("suggestions")[0];
        Assert.StartsWith("Manitoba", slip.GetProperty("text").GetString());
        Assert.Equal(21.018, slip.GetProperty("value").GetDouble());
        Assert.Equal(1.018f, wheat.Inputs[slip.GetProperty("row").GetInt32(), slip.GetProperty("column").GetInt32()].Item<float>());
    }

    [Theory]
    [InlineData("min-max")]
    [InlineData("z-score")]
    public void One_slip_changes_the_scale_of_its_column(string scaler)
    {
        using var running = Tables.Start();
        var frame = Look(running, $$"""{"row":7,"column":1,"slip":100,"scaler":"{{scaler}}"}""");
        var slip = frame.Json.GetProperty("slip");
        double[] column = [.. Enumerable.Range(0, 60).Select(i => (double)Tables.Rows().Inputs[i, 1].Item<float>())];
        double[] changed = [.. column];
        changed[7] = 100;
        float[] before = frame.Numbers[^120..^60], after = frame.Numbers[^60..];
        Assert.All(Scaled(column).Zip(before), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(Scaled(changed).Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal("100", slip.GetProperty("rows")[3].GetProperty("after").GetString());
        double width = Others(after) / Others(before);
        Assert.Contains($"{(100 * width).ToString("F1", System.Globalization.CultureInfo.InvariantCulture)}% of", slip.GetProperty("says").GetString());
        Assert.InRange(width, 0.01, 0.5);

        double[] Scaled(double[] x)
        {
            double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)));
            return scaler == "min-max" ? [.. x.Select(v => (v - x.Min()) / (x.Max() - x.Min()))] : [.. x.Select(v => (v - mean) / deviation)];
        }

        static double Others(float[] x) => x.Where((_, i) => i != 7).Max() - x.Where((_, i) => i != 7).Min();
    }

    [Fact]
    public void A_slip_is_an_outlier_and_has_a_score_of_its_own()
    {
        using var running = Tables.Start();
        var json = Whole(running, """{"epochs":5,"row":7,"column":1,"slip":100}""");
        Assert.Equal((7, 1), (json.GetProperty("far")[0].GetProperty("row").GetInt32(), json.GetProperty("far")[0].GetProperty("column").GetInt32()));
        var rows = Tables.Rows();
        float[] changed = rows.Inputs.ToArray<float>();
        changed[(7 * 4) + 1] = 100;
        var expected = Experiment.CrossValidate(Tables.Recipe with { Epochs = 5 }, rows.With(Tensor.From(changed, [60, 4])));
        Assert.Equal(expected.Folds.Select(fold => fold.Evaluation.Accuracy), Scores(json.GetProperty("settings")[1]));
    }

    [Fact]
    public void What_makes_no_sense_is_brought_into_range()
    {
        using var running = Tables.Start();
        var json = Look(running, """{"sample":1e99,"x":-4,"y":"no","cell":77,"fold":99,"epochs":1e12,"slip":1e300,"row":-1,"column":1e9,"plot":"\u0000","scaler":"../x"}""").Json;
        Assert.Equal((59, 0, 1, 3), (Number("sample"), Number("x"), Number("y"), Number("cell")));
        Assert.Equal((5, 30), (Number("fold"), Number("epochs")));
        Assert.Equal(1e6, json.GetProperty("slip").GetProperty("value").GetDouble());

        int Number(string name) => json.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Without_a_table_it_says_which_command_shows_one()
    {
        using var running = Sessions.Start();
        Assert.Contains("the recipe wheat", Look(running, "{}").Json.GetProperty("problem").GetString());
    }

    private static double[] Scores(JsonElement setting) => [.. setting.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble())];

    private static JsonElement Whole(RunningSession running, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "wheat", args);
        return seen.WaitFor(frame => frame.Json.TryGetProperty("problem", out _) || frame.Json.GetProperty("isDone").GetBoolean()).Json;
    }

    private static SeenFrame Look(RunningSession running, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "wheat", args);
        return seen.WaitFor(_ => true);
    }
}
