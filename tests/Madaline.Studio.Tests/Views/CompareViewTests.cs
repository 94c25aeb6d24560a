using System.Text.Json;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Studio.Tests.Views;

/// <summary>Two networks on the same samples: the counts and the verdict are the engine's.</summary>
public sealed class CompareViewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("madaline-runs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_verdict_is_that_of_the_paired_comparison()
    {
        var model = Save("other", Sessions.Quadratic with { Seed = 9, Epochs = 12 });
        using var running = Start();
        running.Do(SessionAction.Epoch, 0, state => state.Latest == Sessions.StepsPerEpoch && !state.IsPlaying);
        var json = Whole(running, """{"run":"other"}""", Sessions.StepsPerEpoch);
        var test = Sessions.Data().Test;
        Evaluation a = running.Session.Experiment.Evaluate(test), b = model.Evaluate(test);
        var expected = PairedComparison.Of(a, b);
        var counts = json.GetProperty("counts");
        Assert.Equal((expected.BothRight, expected.OnlyA, expected.OnlyB, expected.BothWrong),
            (Count("both"), Count("onlyA"), Count("onlyB"), Count("neither")));
        Assert.Equal(expected.Test.PValue, json.GetProperty("p").GetDouble());
        Assert.Equal(expected.Interval, (json.GetProperty("low").GetDouble(), json.GetProperty("high").GetDouble()));
        Assert.Equal(ComparisonText.Verdict(expected), json.GetProperty("verdict").GetString());
        var classes = PairedComparison.ByClass(a, b);
        Assert.Equal(classes.Select(c => ComparisonText.Points(c.Difference).Replace('-', '−')), json.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("points").GetString()));
        Assert.Equal(Significance.Holm([.. classes.Select(c => c.Test.PValue)]).Select(p => ComparisonText.P(p)[4..]),
            json.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("p").GetString()));
        Assert.Equal(test.Count, expected.Count);

        long Count(string name) => counts.GetProperty(name).GetInt64();
    }

    [Fact]
    public void Pictures_of_a_cell_are_those_that_only_one_gets_right()
    {
        var model = Save("other", Sessions.Quadratic with { Seed = 9, Epochs = 12 });
        using var running = Start();
        var json = Whole(running, """{"run":"other","cell":"onlyB"}""", 0);
        var test = Sessions.Data().Test;
        Evaluation a = running.Session.Experiment.Evaluate(test), b = model.Evaluate(test);
        int[] expected = [.. Enumerable.Range(0, test.Count).Where(i => !a.Answers[i].IsRight && b.Answers[i].IsRight)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Take(12), json.GetProperty("found").EnumerateArray().Select(found => found.GetProperty("index").GetInt32()));
        Assert.Equal(json.GetProperty("found").GetArrayLength(), json.GetProperty("pictures").GetArrayLength());
    }

    [Fact]
    public void A_run_equals_itself_and_step_0_costs_as_much()
    {
        using var running = Start();
        var json = Whole(running, """{"run":"@start"}""", 0);
        Assert.Equal((0, 0), (json.GetProperty("counts").GetProperty("onlyA").GetInt32(), json.GetProperty("counts").GetProperty("onlyB").GetInt32()));
        Assert.StartsWith("There is no difference larger than chance makes", json.GetProperty("verdict").GetString());
        var costs = json.GetProperty("costs");
        Assert.Equal(2, costs.GetArrayLength());
        // 64-30-3: weights, and biases for the parameters.
        Assert.All(costs.EnumerateArray(), cost => Assert.Equal(((64 * 30) + (30 * 3), (64 * 30) + 30 + (30 * 3) + 3),
            (cost.GetProperty("multiplyAdds").GetInt32(), cost.GetProperty("parameters").GetInt32())));
    }

    [Fact]
    public void A_convolution_costs_its_kernel_at_every_place()
    {
        using var running = Start(Sessions.Convolutional);
        var json = Whole(running, "{}", 0);
        // Four kernels of 3 × 3 at 6 × 6 places; then 4 × 3 × 3 numbers to three classes.
        Assert.Equal((4 * 9 * 36) + (36 * 3), json.GetProperty("costs")[0].GetProperty("multiplyAdds").GetInt32());
        Assert.Equal("@start", json.GetProperty("run").GetString());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("../secret")]
    [InlineData("/etc")]
    [InlineData("other/../other")]
    [InlineData("other/")]
    [InlineData("OTHER")]
    [InlineData(".")]
    [InlineData("\u0000")]
    public void Only_names_of_the_list_are_accepted(string name)
    {
        Save("other", Sessions.Quadratic);
        string outside = $"{_folder}-outside";
        try
        {
            Save(Path.Combine("..", Path.GetFileName(outside)), Sessions.Quadratic);
            using var running = Start();
            name = name.Replace("secret", Path.GetFileName(outside));
            var json = Trouble(running, JsonSerializer.Serialize(new { run = name }));
            Assert.Equal("There is no such run on the list.", json.GetProperty("trouble").GetString());
            Assert.Null(new RunShelf(_folder).Find(name));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Runs_that_cannot_be_compared_are_listed_with_the_reason()
    {
        Save("fine", Sessions.Quadratic);
        Save("broken-model", Sessions.Quadratic);
        File.WriteAllText(new RunFolder(Path.Combine(_folder, "broken-model")).ModelPath, "no model");
        Write("broken-recipe", "{");
        Write("untrained", RecipeFile.Format(Sessions.Quadratic));
        Write("pictures", RecipeFile.Format(RecipeFile.Load("cifar10-fcn")));
        Directory.CreateDirectory(Path.Combine(_folder, "no-run"));
        using var running = Start();
        var runs = Trouble(running, """{"run":"broken-model"}""").GetProperty("runs").EnumerateArray()
            .ToDictionary(run => run.GetProperty("name").GetString()!, run => run.GetProperty("problem").GetString()!);
        Assert.Equal("", runs["fine"]);
        Assert.Contains("model.safetensors", runs["broken-model"]);
        Assert.StartsWith("It cannot be read", runs["broken-recipe"]);
        Assert.Equal("There is no trained network yet.", runs["untrained"]);
        Assert.Equal("Another data set: cifar10 in place of mnist.", runs["pictures"]);
        Assert.DoesNotContain("no-run", runs.Keys);
    }

    [Fact]
    public void A_run_that_knows_the_test_samples_is_refused()
    {
        var all = Sessions.Data();
        var everything = new TensorDataset(Tensor.Concat([all.Train.Inputs, all.Test.Inputs]), Tensor.Concat([all.Train.Targets, all.Test.Targets]), all.Test.ClassNames);
        Save("cheat", Sessions.Quadratic, everything);
        using var running = Start();
        Assert.StartsWith("It knows the test samples: 24 of 24", Trouble(running, """{"run":"cheat"}""").GetProperty("trouble").GetString());
    }

    [Fact]
    public void The_newest_runs_come_first_and_no_more_than_fifty()
    {
        for (int i = 0; i < 53; i++)
        {
            Write($"run-{i}", RecipeFile.Format(Sessions.Quadratic));
            File.SetLastWriteTimeUtc(Path.Combine(_folder, $"run-{i}", "recipe.json"), new DateTime(2026, 1, 1).AddMinutes(i));
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"run-{52 - i}"), new RunShelf(_folder).Names());
        Assert.Empty(new RunShelf(Path.Combine(_folder, "nowhere")).Names());
    }

    [Fact]
    public void While_a_network_trains_the_answers_are_of_one_step()
    {
        using var running = Start(Sessions.Quadratic with { Epochs = 100_000 });
        running.Do(SessionAction.Play, 0, state => state.Latest > 50);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "compare", """{"run":"@start"}""");
        long step = seen.WaitFor(frame => frame.Json.GetProperty("isThere").GetBoolean()).Json.GetProperty("step").GetInt64();
        var frame = seen.WaitFor(frame => frame.Json.GetProperty("isThere").GetBoolean() && frame.Json.GetProperty("step").GetInt64() > step);
        step = frame.Json.GetProperty("step").GetInt64();
        int right = frame.Json.GetProperty("counts").GetProperty("both").GetInt32() + frame.Json.GetProperty("counts").GetProperty("onlyA").GetInt32();
        var again = new Experiment(Sessions.Quadratic with { Epochs = 100_000 }, Sessions.Data().Train);
        again.Train(callbacks: [new UntilStep(step)]);
        Assert.Equal(again.Evaluate(Sessions.Data().Test).Correct, right);
    }

    private RunningSession Start(Recipe? recipe = null) =>
        new(new Session(recipe ?? Sessions.Quadratic, Sessions.Data()) { Runs = new RunShelf(_folder) });

    private TrainedModel Save(string name, Recipe recipe, TensorDataset? samples = null)
    {
        var train = samples ?? Sessions.Data().Train;
        var experiment = new Experiment(recipe, train);
        experiment.Train();
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(path);
        var run = new RunFolder(path);
        run.WriteRecipe(recipe);
        // One that was trained on everything had another test part.
        Tensor test = samples is null ? Sessions.Data().Test.Inputs : Tensor.Zeros([1, 1, 8, 8], DType.UInt8);
        run.WriteTrainingSamples(SampleFingerprints.Of(train.Inputs, test), goesOn: false);
        experiment.Model.Save(run.ModelPath);
        return experiment.Model;
    }

    private void Write(string name, string recipe)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name));
        File.WriteAllText(Path.Combine(_folder, name, "recipe.json"), recipe);
    }

    private static JsonElement Whole(RunningSession running, string args, long step)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "compare", args);
        return seen.WaitFor(frame => frame.Json.GetProperty("isThere").GetBoolean() && frame.Json.GetProperty("step").GetInt64() == step).Json;
    }

    private static JsonElement Trouble(RunningSession running, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "compare", args);
        return seen.WaitFor(frame => frame.Json.GetProperty("trouble").GetString()!.Length > 0).Json;
    }

    private sealed class UntilStep(long step) : TrainerCallback
    {
        public override bool OnStep(in TrainingProgress progress) => progress.TotalSteps < step;
    }
}
