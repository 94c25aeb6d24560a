using System.Text.Json;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>Perceptron, sigmoid neuron and valley: what they say is what their formulas give.</summary>
public sealed class NeuronViewTests
{
    [Theory]
    [InlineData("and", true)]
    [InlineData("or", true)]
    [InlineData("nand", true)]
    [InlineData("xor", false)]
    public void The_rule_ends_where_a_line_separates(string task, bool ends)
    {
        var json = Look("perceptron", $$"""{"task":"{{task}}","changes":500}""");
        Assert.Equal(ends, json.GetProperty("ends").GetBoolean());
        if (!ends)
            return;
        Assert.Equal(0, json.GetProperty("wrong").GetInt32());
        Assert.Equal(4, json.GetProperty("line").GetArrayLength());
    }

    [Fact]
    public void One_change_of_a_perceptron_is_written_as_the_rule()
    {
        var json = Look("perceptron", """{"task":"or","changes":1}""");
        // (0, 0) is answered rightly; (0, 1) is the first that is not.
        Assert.Equal(1, json.GetProperty("point").GetInt32());
        Assert.Equal(["w₁←0+1·1·0=0", "w₂←0+1·1·1=1", "b←0+1·1·1=1"], json.GetProperty("change").EnumerateArray().Select(Text));
    }

    [Theory]
    [InlineData("""{"d1":0.01,"d2":-0.01,"db":0.02}""", true)]
    [InlineData("""{"d1":3,"d2":3,"db":3}""", false)]
    [InlineData("""{"steepness":50,"d1":0.1}""", false)]
    public void Slopes_hold_for_small_changes(string args, bool agrees)
    {
        var json = Look("sigmoid", args);
        Assert.Equal(agrees, json.GetProperty("agrees").GetBoolean());
        double z = json.GetProperty("z").GetDouble(), k = json.GetProperty("steepness").GetDouble(), a = 1 / (1 + Math.Exp(-k * z));
        Assert.Equal(a, json.GetProperty("a").GetDouble(), 1e-12);
        Assert.Equal(k * a * (1 - a), json.GetProperty("slope").GetDouble(), 1e-12);
    }

    [Theory]
    [InlineData("bowl", 0.01, "crawls")]
    [InlineData("bowl", 0.3, "goes down")]
    [InlineData("bowl", 2.2, "runs away")]
    [InlineData("trough", 0.02, "goes down")]
    [InlineData("trough", 0.2, "runs away")]
    [InlineData("two", 0.9, "jumps")]
    public void A_rate_is_called_what_it_does(string function, double rate, string zone) => Assert.StartsWith(zone,
        Look("valley", $$"""{"function":"{{function}}","rate":{{rate}}}""").GetProperty("zone").GetString());

    [Fact]
    public void Gradients_of_valleys_are_their_slopes()
    {
        const double Step = 1e-6;
        foreach (var valley in Studio.Views.Valley.Valleys.All)
        {
            foreach (var (x, y) in new[] { (0.3, -0.7), (-1.2, 0.4), (1.9, 1.1) })
            {
                var (dx, dy) = valley.Gradient(x, y);
                Assert.Equal((valley.At(x + Step, y) - valley.At(x - Step, y)) / (2 * Step), dx, 1e-5);
                Assert.Equal((valley.At(x, y + Step) - valley.At(x, y - Step)) / (2 * Step), dy, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("v1^2 + 3*v2", 0.5, -2, -5.75)]
    [InlineData("-v1^2", 3, 0, -9)]
    [InlineData("2^-v1 / (1 + v2²)", 1, 1, 0.25)]
    [InlineData("sin(v1)*exp(-v2) − log(4) + sqrt(abs(v1))", 0.25, 0.5, -0.73623634)]
    [InlineData("tanh(x·y)^v2", 2, 1, 0.96402758)]
    public void A_function_of_ones_own_is_read_with_its_slopes(string text, double x, double y, double expected)
    {
        var function = Studio.Views.Valley.ValleyExpression.Read(text);
        Assert.Equal(expected, At(x, y).Value, 1e-6);
        const double Step = 1e-6;
        Assert.Equal((At(x + Step, y).Value - At(x - Step, y).Value) / (2 * Step), At(x, y).X, 1e-5);
        Assert.Equal((At(x, y + Step).Value - At(x, y - Step).Value) / (2 * Step), At(x, y).Y, 1e-5);

        Studio.Views.Valley.Dual At(double a, double b) => function(new(a, 1, 0), new(b, 0, 1));
    }

    [Theory]
    [InlineData("v1 +", "At place 5 of “v1 +” stands nothing; expected a number, v1, v2")]
    [InlineData("v3", "At place 1 of “v3” stands “v”")]
    [InlineData("2 v1", "stands “v”; expected + − * / ^ or the end")]
    [InlineData("(v1", "expected a closing bracket")]
    [InlineData("sin v1", "expected a bracket behind sin")]
    [InlineData("1.2.3", "expected a number such as 0.5")]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((v1))))))))))))))))))))))))))))))))))))))))))", "nested more than 40 deep")]
    public void What_is_no_function_is_named_and_the_valley_stays(string text, string words)
    {
        var json = Look("valley", JsonSerializer.Serialize(new { function = "own", own = text }));
        Assert.Contains(words, json.GetProperty("wrong").GetString());
        Assert.Equal(text, json.GetProperty("own").GetString());
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        var random = new Random(3);
        const string Signs = "v12xy+-*/^().0 sincoexplgqrtabhπ²−·";
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Signs[random.Next(Signs.Length)]));
            try
            {
                Studio.Views.Valley.ValleyExpression.Read(text)(new(0.3, 1, 0), new(-0.2, 0, 1));
            }
            catch (Studio.Views.ViewException)
            {
                // Refused with words.
            }
        }
    }

    [Fact]
    public void The_valley_of_a_neuron_has_its_slopes()
    {
        var valley = Studio.Views.Valley.ValleyNeuron.Of(Sessions.Data().Train);
        const double Step = 1e-6;
        foreach (var (x, y) in new[] { (0.3, -0.7), (-4.0, 2.5) })
        {
            var (dx, dy) = valley.Gradient(x, y);
            Assert.Equal((valley.At(x + Step, y) - valley.At(x - Step, y)) / (2 * Step), dx, 1e-7);
            Assert.Equal((valley.At(x, y + Step) - valley.At(x, y - Step)) / (2 * Step), dy, 1e-7);
        }

        Assert.StartsWith("a sigmoid neuron", Look("valley", """{"function":"neuron"}""").GetProperty("title").GetString());
    }

    [Fact]
    public void To_first_order_a_step_does_what_it_promises()
    {
        var json = Look("valley", """{"function":"banana","rate":0.001,"x":-1,"y":1.5}""");
        double promised = Number(json, "promised"), measured = Number(json, "measured");
        Assert.True(promised < 0);
        Assert.Equal(promised, measured, 0.05 * Math.Abs(promised));
        Assert.False(json.GetProperty("isFar").GetBoolean());
    }

    [Fact]
    public void Flow_tells_sizes_and_idle_units()
    {
        var json = Look("flow", "{}");
        var layers = json.GetProperty("layers").EnumerateArray().ToList();
        Assert.Equal(2, layers.Count);
        Assert.All(layers, layer => Assert.InRange(layer.GetProperty("idle").GetInt32(), 0, layer.GetProperty("units").GetInt32()));
        Assert.Equal(30, layers[0].GetProperty("units").GetInt32());
    }

    [Fact]
    public void Gradients_of_mini_batches_come_closer_as_they_grow_and_all_samples_are_the_full_one()
    {
        double[] angles = [.. new[] { 2, 16, Sessions.Samples }.Select(size =>
        {
            using var running = Sessions.Start();
            var seen = new SeenFrames();
            using var page = seen.Look(running.Session, "batch", $$"""{"size":{{size}}}""");
            var frame = seen.WaitFor(frame => frame.Json.GetProperty("draws").GetInt32() == 40);
            Assert.Equal(80, frame.Numbers.Length);
            return frame.Numbers[..40].Average(angle => (double)angle);
        })];
        Assert.True(angles[0] > 1.5 * angles[1], string.Join(", ", angles));
        Assert.InRange(angles[2], 0, 0.1);
    }

    [Fact]
    public void A_landscape_is_complete_after_some_looks_and_has_the_loss_in_its_middle()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "landscape", "{}");
        var frame = seen.WaitFor(frame => frame.Json.GetProperty("done").GetInt32() == 41 * 41);
        Assert.DoesNotContain(frame.Numbers, float.IsNaN);
        float middle = frame.Numbers[(20 * 41) + 20];
        Assert.Equal(Number(frame.Json, "here"), middle, 1e-3);
        Assert.Equal(frame.Json.GetProperty("low").GetDouble(), frame.Numbers.Min(), 1e-6);
        int count = seen.Count;
        running.Do(Madaline.Studio.Live.SessionAction.Step, 1, state => state.Latest == 1 && !state.IsPlaying);
        seen.WaitFor(next => next.Json.GetProperty("step").GetInt64() == 1 && next.Json.GetProperty("done").GetInt32() == 41 * 41);
        Assert.True(seen.Count > count);
    }

    [Fact]
    public void The_way_of_a_training_comes_closer_to_where_it_is_now()
    {
        using var running = Sessions.Start();
        for (int step = 1; step <= 9; step++)
        {
            running.Do(Madaline.Studio.Live.SessionAction.Step, 1, state => state.Latest == step && !state.IsPlaying);
            // Copies are some time apart.
            Thread.Sleep(40);
        }

        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "landscape", """{"slice":"path"}""");
        var frame = seen.WaitFor(frame => frame.Json.GetProperty("done").GetInt32() == 41 * 41);
        var steps = frame.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetInt64()).ToList();
        Assert.Equal(0, steps[0]);
        Assert.InRange(steps.Count, 3, 24);
        float[] path = frame.Numbers[(41 * 41)..];
        Assert.Equal(2 * steps.Count, path.Length);
        Assert.All(path, at => Assert.InRange(Math.Abs(at), 0, 0.81));
        // The start is farther away than the last copy.
        Assert.True(Length(0) > Length(steps.Count - 1));
        Assert.InRange(int.Parse(frame.Json.GetProperty("share").GetString()!), 60, 100);

        double Length(int i) => Math.Sqrt((path[2 * i] * path[2 * i]) + (path[(2 * i) + 1] * path[(2 * i) + 1]));
    }

    [Fact]
    public void Two_weights_and_no_way_yet()
    {
        var json = Look("landscape", """{"slice":"weights","parameter":"1.weight","first":5,"second":99999}""");
        Assert.Equal("1.weight", json.GetProperty("parameter").GetString());
        Assert.Equal(5, json.GetProperty("first").GetInt32());
        Assert.Equal((30 * 64) - 1, json.GetProperty("second").GetInt32());
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "landscape", """{"slice":"path"}""");
        Assert.Contains("Train some steps", seen.WaitFor(_ => true).Json.GetProperty("problem").GetString());
    }

    private static JsonElement Look(string view, string args)
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, view, args);
        var json = seen.WaitFor(_ => true).Json;
        Assert.False(json.TryGetProperty("problem", out _), json.GetRawText());
        return json;
    }

    private static double Number(JsonElement json, string name) =>
        double.Parse(Text(json.GetProperty(name)).Replace('−', '-').Replace("×10", "e"), System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonElement node) => string.Concat(node.EnumerateArray().Skip(1)
        .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : Text(part)));
}
