using System.Text;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Live;

/// <summary>Other layers in the place of those that are trained: the training is that of the recipe with them, and what
/// cannot be is refused without harm.</summary>
public sealed class BuildTests
{
    private static readonly string Convolutional = RecipeFile.FormatLayers(Sessions.Convolutional);

    [Fact]
    public void It_trains_the_same_bits_as_the_recipe_with_these_layers()
    {
        string alone = Alone(Sessions.Quadratic with { Layers = Sessions.Convolutional.Layers });
        using var running = Sessions.Start();
        running.Do(SessionAction.Step, 5, state => state.Latest == 5 && !state.IsPlaying);
        Build(running, Convolutional);
        Assert.True(running.Session.IsBuilt);
        Assert.Equal("mnist-quadratic-built", running.Session.Experiment.Model.Recipe.Name);
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(alone, running.Sha);
        // Anew trains what was built, not what the session began with.
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(alone, running.Sha);
        Build(running, RecipeFile.FormatLayers(Sessions.Quadratic));
        Assert.False(running.Session.IsBuilt);
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(Alone(Sessions.Quadratic), running.Sha);
    }

    [Fact]
    public void Earlier_steps_are_those_of_the_layers_that_are_trained()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", """{"layer":0,"neuron":1}""");
        running.Do(SessionAction.Step, 6, state => state.Latest == 6 && !state.IsPlaying);
        running.Do(SessionAction.GoTo, 2, state => state.Shown == 2);
        seen.WaitFor(frame => frame.Step == 2);
        Build(running, Convolutional);
        string first = seen.WaitFor(frame => frame.Step == 0 && frame.Text.Contains("Conv2d")).Equations;
        running.Do(SessionAction.Step, 6, state => state.Latest == 6 && !state.IsPlaying);
        running.Do(SessionAction.GoTo, 0, state => state.Shown == 0);
        Assert.Equal(first, seen.WaitFor(frame => frame.Step == 0).Equations);
    }

    [Fact]
    public void What_views_keep_of_a_network_is_forgotten_with_it()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var landscape = seen.Look(running.Session, "landscape", "{}");
        long before = seen.WaitFor(frame => frame.Json.TryGetProperty("parameters", out _)).Json.GetProperty("parameters").GetInt64();
        Build(running, Convolutional);
        long expected = running.Session.Experiment.Model.Network.ParameterCount;
        Assert.NotEqual(before, expected);
        var frame = seen.WaitFor(frame => frame.Json.TryGetProperty("parameters", out var count) && count.GetInt64() == expected
            && frame.Json.GetProperty("done").GetInt32() > 100);
        Assert.False(frame.Json.TryGetProperty("problem", out _));
    }

    [Theory]
    [InlineData("""["lineer"]""", "unknown type")]
    [InlineData("no JSON", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("""["flatten",{"type":"linear","outputs":5}]""", "one score a class")]
    [InlineData("""["flatten",{"type":"linear","outputs":4000000},{"type":"linear","outputs":16000000}]""", "the network is too large")]
    [InlineData("""["flatten",{"type":"linear","outputs":3000000},{"type":"linear","outputs":"classes"}]""", "expected at most 2 GB here")]
    [InlineData("""[{"type":"upsample","scale":16},{"type":"conv","channels":128,"kernel":3,"padding":1},{"type":"conv","channels":128,"kernel":31,"padding":"same"},"global-avg-pool",{"type":"linear","outputs":"classes"}]""", "multiply-adds")]
    public void What_cannot_be_is_refused_and_nothing_is_lost(string layers, string words)
    {
        using var running = Sessions.Start();
        running.Do(SessionAction.Step, 3, state => state.Latest == 3 && !state.IsPlaying);
        string before = running.Sha;
        var error = Assert.ThrowsAny<Exception>(() => running.Session.Do(new(SessionAction.Build, 0, layers)));
        Assert.True(error is SessionCommandException or TensorException, error.ToString());
        Assert.Contains(words, error.Message);
        running.Do(SessionAction.GoTo, 1, state => state.Shown == 1);
        running.Do(SessionAction.Now, 0, state => state is { Latest: 3, IsPast: false });
        Assert.Equal(before, running.Sha);
        Assert.False(running.Session.IsBuilt);
    }

    [Fact]
    public void A_training_of_another_command_is_left_alone()
    {
        var data = Sessions.Data();
        var session = new Session(new Experiment(Sessions.Quadratic, data.Train), data);
        session.Attach(isPlaying: true);
        Assert.Contains("belongs to the command", Assert.Throws<SessionCommandException>(
            () => session.Do(new(SessionAction.Build, 0, Convolutional))).Message);
    }

    /// <summary>Mutations of lists through the command and the view: 1,500, or as many as MADALINE_FUZZ says.</summary>
    [Fact]
    public void Whatever_is_built_the_session_goes_on()
    {
        int times = int.TryParse(Environment.GetEnvironmentVariable("MADALINE_FUZZ"), out int asked) ? asked : 1500;
        using var running = Sessions.Start();
        var random = new Random(7);
        string[] starts = [.. RecipeFile.Names.Select(name => RecipeFile.FormatLayers(RecipeFile.Load(name))), Convolutional, "[]"];
        int built = 0, refused = 0;
        for (int i = 0; i < times; i++)
        {
            string layers = Mutated(starts[random.Next(starts.Length)], random);
            var seen = new SeenFrames();
            string args = System.Text.Json.JsonSerializer.Serialize(new { layers, measure = i % 4 == 0 ? 1 : 0 });
            bool fits;
            using (seen.Look(running.Session, "builder", args, acknowledges: false))
                fits = seen.WaitFor(_ => true).Json.GetProperty("fits").GetBoolean();
            try
            {
                running.Session.Do(new(SessionAction.Build, 0, layers));
                built++;
                Assert.True(fits);
                if (i % 3 == 0)
                    running.Session.Do(new(SessionAction.Step, 1));
            }
            catch (Exception e) when (e is SessionCommandException or TensorException)
            {
                refused++;
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{built} built, {refused} refused");
        Assert.True(built > times / 100 && refused > times / 10);
        Build(running, RecipeFile.FormatLayers(Sessions.Quadratic));
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(Alone(Sessions.Quadratic), running.Sha);
    }

    private static string Mutated(string layers, Random random)
    {
        string[] pieces = ["{", "}", "[", "]", ",", "\"", "0", "9", "1e99", "-1", "\"classes\"", "null", "true", "\\ud800", "\"same\"", "\"relu\",", "{\"type\":\"linear\",\"outputs\":7},"];
        var text = new StringBuilder(layers);
        for (int change = random.Next(4); change > 0 && text.Length > 0; change--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(text.Length - at, random.Next(1, 8)));
                    break;
                case 1:
                    text.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
                case 2 when char.IsAsciiDigit(text[at]):
                    text[at] = (char)('0' + random.Next(10));
                    break;
                default:
                    // A whole layer goes, or comes twice.
                    int from = text.ToString().LastIndexOf("{\"type\"", at, StringComparison.Ordinal), to = from < 0 ? -1 : text.ToString().IndexOf('}', from);
                    if (to < 0)
                        break;
                    string layer = text.ToString()[from..(to + 1)];
                    if (random.Next(2) == 0)
                        text.Insert(from, layer + ",");
                    else
                        text.Remove(from, layer.Length);
                    break;
            }
        }

        return text.ToString();
    }

    private static void Build(RunningSession running, string layers)
    {
        running.Session.Do(new(SessionAction.Build, 0, layers));
        running.Wait(state => state is { Latest: 0, Phase: SessionPhase.Waiting }
            && RecipeFile.FormatLayers(running.Session.Experiment.Model.Recipe) == layers);
    }

    private static string Alone(Recipe recipe)
    {
        var data = Sessions.Data();
        var experiment = new Experiment(recipe, data.Train);
        experiment.Train();
        return experiment.Model.WeightsSha256();
    }
}
