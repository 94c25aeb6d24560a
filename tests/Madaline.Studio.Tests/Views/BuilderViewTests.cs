using System.Text;
using System.Text.Json;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>A network of blocks: shapes, counts and errors are the engine's, and measuring disturbs nothing.</summary>
public sealed class BuilderViewTests
{
    [Fact]
    public void Blocks_say_what_they_make_and_what_they_take()
    {
        var json = Look(RecipeFile.FormatLayers(Sessions.Convolutional));
        var blocks = json.GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal(["[4, 6, 6]", "[4, 6, 6]", "[4, 3, 3]", "[36]", "[3]"], blocks.Select(block => block.GetProperty("output").GetString()));
        Assert.Equal([(4 * 9) + 4, 0, 0, 0, (36 * 3) + 3], blocks.Select(block => block.GetProperty("parameters").GetInt64()));
        double[] products = [4 * 6 * 6 * 9, 0, 0, 0, 36 * 3];
        Assert.Equal(products, blocks.Select(block => block.GetProperty("multiplyAdds").GetDouble()));
        Assert.Equal(products.Select(one => one / products.Sum()), blocks.Select(block => block.GetProperty("productShare").GetDouble()));
        Assert.Equal(151, json.GetProperty("parameters").GetInt64());
        Assert.Equal("604 bytes", json.GetProperty("weights").GetString());
        Assert.True(json.GetProperty("fits").GetBoolean());
        Assert.False(json.GetProperty("isNow").GetBoolean());
    }

    [Fact]
    public void It_starts_from_the_layers_that_are_trained_or_those_of_a_recipe_that_fits()
    {
        using var running = Sessions.Start(Sessions.Convolutional);
        var own = Look(running, "{}");
        Assert.Equal(RecipeFile.FormatLayers(Sessions.Convolutional), own.GetProperty("text").GetString());
        Assert.True(own.GetProperty("isNow").GetBoolean());
        var starts = own.GetProperty("starts").EnumerateArray().ToDictionary(start => start.GetProperty("name").GetString()!, start => start.GetProperty("layers").GetString());
        string[] fitting = [.. RecipeFile.Names.Where(name => CanTrain(Sessions.Convolutional with { Layers = RecipeFile.Load(name).Layers }))];
        Assert.Equal(fitting, starts.Keys);
        Assert.Contains("mnist-cnn", fitting);
        Assert.DoesNotContain("wheat-scratch", fitting);
        Assert.Equal(starts["mnist-cnn"], Look(running, """{"from":"mnist-cnn"}""").GetProperty("text").GetString());
        Assert.Equal(own.GetProperty("text").GetString(), Look(running, """{"from":"../../etc/passwd"}""").GetProperty("text").GetString());
    }

    public static TheoryData<string, int> Wrong => new()
    {
        { """["flatten","lineer",{"type":"linear","outputs":"classes"}]""", 1 },
        { """["flatten",{"type":"linear"}]""", 1 },
        { """[{"type":"conv","channels":0,"kernel":3}]""", 0 },
        { """[{"type":"conv","channels":4,"kernel":"big"}]""", 0 },
        { """["flatten",{"type":"dropout","p":2},{"type":"linear","outputs":"classes"}]""", 1 },
        { """["flatten",{"type":"dropout","q":0.2},{"type":"linear","outputs":"classes"}]""", 1 },
        { """["flatten",7]""", 1 },
        { """{"type":"linear","outputs":3}""", -1 },
        { """[{"type":"residual","layers":[{"type":"conv","channels":4,"kernel":3,"grups":2}]}]""", 0 },
        { """["flatten",{"type":"conv","channels":4,"kernel":3},{"type":"linear","outputs":"classes"}]""", 1 },
        { """[{"type":"conv","channels":4,"kernel":9},"flatten"]""", 0 },
        { """[{"type":"conv","channels":4,"kernel":3},"flatten",{"type":"linear","outputs":9}]""", -1 },
        { """["flatten",{"type":"linear","outputs":"classes"},"softmax"]""", -1 },
        { """["flatten",{"type":"linear","outputs":9000000},{"type":"linear","outputs":9000000}]""", 1 },
        { """[{"type":"group-norm","groups":2},"flatten",{"type":"linear","outputs":"classes"}]""", 0 },
        { "[]", -1 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Errors_are_those_of_a_training_by_the_recipe(string layers, int at)
    {
        using var running = Sessions.Start(Sessions.Convolutional);
        var json = Look(running, Arguments(layers));
        var problem = json.GetProperty("problems")[0];
        Assert.Equal(TrainingError(Sessions.Convolutional, layers), problem.GetProperty("text").GetString());
        Assert.Equal(at, problem.GetProperty("at").GetInt32());
        Assert.False(json.GetProperty("fits").GetBoolean());
        Assert.False(json.TryGetProperty("code", out _));
        if (at >= 0)
            Assert.Equal(at, json.GetProperty("blocks").GetArrayLength());
        running.Do(SessionAction.Step, 1, state => state.Latest == 1 && !state.IsPlaying);
    }

    [Theory]
    [InlineData("not JSON", -1)]
    [InlineData("[[[[", -1)]
    [InlineData("""["\ud800"]""", 0)]
    [InlineData("\0", -1)]
    public void Texts_that_are_no_lists_are_refused(string layers, int at)
    {
        var json = Look(layers);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("layers").ValueKind);
        Assert.Equal(at, json.GetProperty("problems")[0].GetProperty("at").GetInt32());
    }

    [Fact]
    public void An_argument_that_is_half_a_pair_of_utf16_is_taken_for_none()
    {
        using var running = Sessions.Start();
        Assert.True(Look(running, """{"layers":"\ud800"}""").GetProperty("fits").GetBoolean());
        running.Do(SessionAction.Step, 1, state => state.Latest == 1 && !state.IsPlaying);
    }

    [Fact]
    public void The_recipe_it_gives_is_read_and_trained_as_any_other()
    {
        using var running = Sessions.Start();
        var json = Look(running, Arguments(RecipeFile.FormatLayers(Sessions.Convolutional)));
        Recipe recipe = RecipeFile.Parse(Encoding.UTF8.GetBytes(json.GetProperty("json").GetString()!), "page");
        Assert.Equal(Sessions.Quadratic with { Name = "mnist-quadratic-built", Description = "", Layers = Sessions.Convolutional.Layers }, recipe);
        Assert.Equal("mnist-quadratic-built", json.GetProperty("file").GetString());
        new Experiment(recipe with { Epochs = 1 }, Sessions.Data().Train).Train();
    }

    [Fact]
    public void The_blocks_to_add_are_those_of_recipes_with_what_they_take()
    {
        var types = Look("[]").GetProperty("types").EnumerateArray().ToList();
        Assert.Equal(RecipeCatalog.Layers.Names, types.Select(type => type.GetProperty("name").GetString()));
        var conv = types.Single(type => type.GetProperty("name").GetString() == "conv").GetProperty("arguments").EnumerateArray().ToList();
        Assert.Equal(RecipeCatalog.Layers["conv"].Arguments.Select(argument => argument.Name), conv.Select(argument => argument.GetProperty("name").GetString()));
        Assert.Equal(["channels", "kernel"], conv.Where(argument => argument.GetProperty("needed").GetBoolean()).Select(argument => argument.GetProperty("name").GetString()));
        Assert.Equal("1", conv.Single(argument => argument.GetProperty("name").GetString() == "stride").GetProperty("otherwise").GetString());
    }

    [Fact]
    public void An_epoch_is_predicted_from_steps_of_another_network_while_the_training_keeps_its_bits()
    {
        string alone = Alone(Sessions.Convolutional);
        using var running = Sessions.Start(Sessions.Convolutional);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "builder", """{"from":"mnist-cnn","measure":1}""");
        running.Do(SessionAction.Speed, 200, state => state.StepsPerSecond == 200);
        running.Do(SessionAction.Play, 0, state => state.Latest > 2);
        var measured = seen.WaitFor(frame => frame.Json.TryGetProperty("measured", out var found) && found.GetProperty("done").GetBoolean()).Json.GetProperty("measured");
        Assert.InRange(measured.GetProperty("steps").GetInt32(), 3, 20);
        Assert.Equal(Sessions.Convolutional.Batch, measured.GetProperty("samples").GetInt32());
        double predicted = measured.GetProperty("seconds").GetDouble();
        running.Wait(state => state.Phase == SessionPhase.Ended);
        Assert.Equal(alone, running.Sha);
        // A loose bound: other programs use the processor, too.
        double took = new Experiment(Sessions.Convolutional with { Layers = RecipeFile.Load("mnist-cnn").Layers, Epochs = 8 }, Sessions.Data().Train).Train().Epochs.Min(epoch => epoch.Seconds);
        Assert.InRange(predicted, took / 10, 10 * took);
    }

    [Fact]
    public void What_is_too_large_to_be_measured_is_not_made()
    {
        using var running = Sessions.Start();
        long before = GC.GetTotalAllocatedBytes();
        var json = Look(running, Arguments("""["flatten",{"type":"linear","outputs":3000000},{"type":"linear","outputs":"classes"}]""", measure: 1));
        Assert.Contains("too large to be measured", json.GetProperty("measured").GetProperty("refusal").GetString());
        Assert.Contains("expected at most 2 GB here", json.GetProperty("cannot").GetString());
        Assert.True(json.GetProperty("fits").GetBoolean());
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Fact]
    public void A_large_step_is_measured_with_fewer_samples()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        // 8 × 8 × 1024 × 1024 × 9 products a sample, three times; half of eight samples are below the limit.
        using var page = seen.Look(running.Session, "builder", Arguments(
            """[{"type":"conv","channels":1024,"kernel":3,"padding":1},{"type":"conv","channels":1024,"kernel":3,"padding":1},"global-avg-pool",{"type":"linear","outputs":"classes"}]""", measure: 1));
        var measured = seen.WaitFor(frame => frame.Json.TryGetProperty("measured", out var found) && found.GetProperty("done").GetBoolean()).Json.GetProperty("measured");
        Assert.Equal(2, measured.GetProperty("samples").GetInt32());
        Assert.True(measured.GetProperty("steps").GetInt32() >= 3);
    }

    private static string? TrainingError(Recipe recipe, string layers)
    {
        try
        {
            string whole = RecipeFile.Format(recipe with { Layers = [] }).Replace("\"layers\": []", $"\"layers\": {layers}");
            _ = new Experiment(RecipeFile.Parse(Encoding.UTF8.GetBytes(whole), recipe.Name), Sessions.Data().Train);
            return null;
        }
        catch (Exception e) when (e is DataFormatException or TensorException)
        {
            return e.Message;
        }
    }

    private static bool CanTrain(Recipe recipe) => TrainingError(recipe, RecipeFile.FormatLayers(recipe)) is null;

    private static string Arguments(string layers, int measure = 0) => JsonSerializer.Serialize(new { layers, measure });

    private static JsonElement Look(string layers)
    {
        using var running = Sessions.Start();
        return Look(running, Arguments(layers));
    }

    private static JsonElement Look(RunningSession running, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "builder", args);
        return seen.WaitFor(_ => true).Json;
    }

    private static string Alone(Recipe recipe)
    {
        var experiment = new Experiment(recipe, Sessions.Data().Train);
        experiment.Train();
        return experiment.Model.WeightsSha256();
    }
}
