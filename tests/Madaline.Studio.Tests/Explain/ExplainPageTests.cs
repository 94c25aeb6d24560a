using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Madaline.Recipes;
using Madaline.Studio.Explain;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Browser;
using Madaline.Studio.Tests.Wire;
using Madaline.Workbench;
using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Explain;

/// <summary>The page that is one file: it shows what the studio shows, and asks for nothing.</summary>
public sealed partial class ExplainPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly PreparedData Data = Sessions.Data();

    [Fact]
    public void It_holds_what_the_views_say_of_the_moments_that_were_asked_for()
    {
        var (page, result) = Explain(Sessions.Quadratic, [0, 11]);
        Assert.Equal([0, 11, Sessions.Epochs * Sessions.StepsPerEpoch], result.Steps);
        Assert.Empty(result.Notes);
        var kept = Kept.Read(page);
        Assert.Equal(result.Answers, kept.Frames.Count);
        using var running = Sessions.Start();
        running.Do(SessionAction.Step, 11, state => state.Latest == 11 && !state.IsPlaying);
        foreach (string args in new[] { """{"sample":2,"layer":1,"neuron":0}""", """{"sample":0,"layer":0,"neuron":7}""" })
        {
            var seen = new SeenFrames();
            using var look = seen.Look(running.Session, "microscope", args);
            var live = seen.WaitFor(frame => frame.Step == 11);
            var (json, numbers) = kept.Find("microscope", 11, args);
            Assert.Equal(live.Text.Trim(), json);
            Assert.Equal(live.Numbers, numbers);
        }

        string[] views = [.. kept.Frames.Select(frame => frame.GetProperty("view").GetString()!).Distinct().Order()];
        Assert.Equal(["batch", "confusion", "flow", "gallery", "landscape", "matrices", "microscope", "run", "status"], views);
    }

    [Fact]
    public void A_convolutional_network_shows_its_maps()
    {
        var (page, result) = Explain(Sessions.Convolutional, [0]);
        Assert.Equal([0, Sessions.Epochs * Sessions.StepsPerEpoch], result.Steps);
        Assert.Contains(Kept.Read(page).Frames, frame => frame.GetProperty("view").GetString() == "maps");
    }

    [Fact]
    public void A_training_that_comes_to_other_weights_is_told()
    {
        var experiment = new Experiment(Sessions.Quadratic, Data.Train);
        var trained = experiment.Train();
        var weights = experiment.Model.Network.StateDict();
        experiment.Model.Network.LoadStateDict(weights.ToDictionary(entry => entry.Key, entry => entry.Value * 1.5));
        using var stream = new MemoryStream();
        var result = ExplainPage.Write(stream, experiment.Model, Data, trained.Epochs, new ExplainOptions { Steps = [0, 5] }, TestContext.Current.CancellationToken);
        Assert.Contains("other weights than the run", Assert.Single(result.Notes));
        Assert.Equal([0, 5, Sessions.Epochs * Sessions.StepsPerEpoch], result.Steps);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(33)]
    public void A_step_that_is_none_of_the_training_is_named(long step)
    {
        var error = Assert.Throws<TensorException>(() => Explain(Sessions.Quadratic, [step]));
        Assert.Contains($"step {step} is not one of this training", error.Message);
        Assert.Contains("expected 0 to 32", error.Message);
    }

    [Fact]
    public void When_it_is_given_up_nothing_is_written()
    {
        var experiment = new Experiment(Sessions.Quadratic, Data.Train);
        var trained = experiment.Train();
        using var gone = new CancellationTokenSource();
        using var stream = new MemoryStream();
        var options = new ExplainOptions { Steps = [20], Progress = new At(3, gone.Cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ExplainPage.Write(stream, experiment.Model, Data, trained.Epochs, options, gone.Token));
        Assert.Equal(0, stream.Length);
    }

    [Theory]
    [InlineData("microscope", 1280, true)]
    [InlineData("run", 375, false)]
    [InlineData("confusion&row=0&column=1", 1280, false)]
    [InlineData("matrices&layer=1&way=backward", 375, true)]
    [InlineData("landscape", 800, false)]
    public async Task In_a_browser_it_is_accessible_and_asks_for_nothing(string view, int width, bool isDark)
    {
        await using var page = await OpenAsync(Explain(Sessions.Quadratic, [0, 11]).Page, $"view={view}", width, isDark);
        await page.Page.Locator("main h1").WaitForAsync();
        await page.Page.WaitForTimeoutAsync(300);
        var found = await page.Page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(page.Complaints);
        Assert.All(page.Requests.Skip(1), url => Assert.Matches("^(data|blob):", url));
    }

    [Fact]
    public async Task One_goes_from_moment_to_moment_and_from_neuron_to_neuron()
    {
        await using var page = await OpenAsync(Explain(Sessions.Quadratic, [0, 11]).Page, "view=microscope&sample=1", 1280, false);
        await page.Page.GetByText("Network after step 32").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "step 11" }).ClickAsync();
        await page.Page.GetByText("Network after step 11").WaitForAsync();
        await page.Page.Keyboard.PressAsync(",");
        await page.Page.GetByText("Network after step 0").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "before training" }).WaitForAsync();
        await page.Page.Locator("canvas.net").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.Page.GetByText("Layer 1, neuron").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Sample" }).FillAsync("40");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator(".banner", new() { HasText = "does not hold sample 40 here; the nearest is shown" }).WaitForAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_studio_saves_the_moment_that_is_shown_as_a_file()
    {
        await using var server = await RunningServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope");
        server.Running.Do(SessionAction.Step, 6, state => state.Latest == 6 && !state.IsPlaying);
        await page.Page.GetByText("Network after step 6").WaitForAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() =>
            page.Page.GetByRole(AriaRole.Button, new() { Name = "File", Exact = true }).ClickAsync());
        Assert.Equal("mnist-quadratic-step-6.html", download.SuggestedFilename);
        var kept = Kept.Read(await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.All(kept.Frames, frame => Assert.Equal(6, frame.GetProperty("step").GetInt64()));
        Assert.Empty(page.Complaints);
    }

    private async Task<StudioPage> OpenAsync(string html, string place, int width, bool isDark)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("madaline-explain-").FullName, "page.html");
        await File.WriteAllTextAsync(file, html);
        return await chromium.OpenAsync(new Uri($"{new Uri(file)}#_"), place, width, isDark);
    }

    private static (string Page, ExplainResult Result) Explain(Recipe recipe, IReadOnlyList<long> steps)
    {
        var experiment = new Experiment(recipe, Data.Train);
        var trained = experiment.Train();
        using var stream = new MemoryStream();
        var result = ExplainPage.Write(stream, experiment.Model, Data, trained.Epochs, new ExplainOptions { Steps = steps });
        Assert.Equal(stream.Length, result.Bytes);
        return (Encoding.UTF8.GetString(stream.ToArray()), result);
    }

    /// <summary>Does something at a step.</summary>
    private sealed class At(long step, Action act) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value == step)
                act();
        }
    }

    /// <summary>What a page holds, read as its script reads it.</summary>
    private sealed partial record Kept(IReadOnlyList<JsonElement> Frames, IReadOnlyList<float[]> Lists)
    {
        public static Kept Read(string page)
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(Recorded().Match(page).Groups[1].Value)), CompressionMode.Decompress);
            using var all = new MemoryStream();
            gzip.CopyTo(all);
            byte[] bytes = all.ToArray();
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes), at = 4 + length;
            var about = JsonDocument.Parse(bytes.AsMemory(4, length)).RootElement;
            var lists = new List<float[]>();
            foreach (var size in about.GetProperty("lists").EnumerateArray())
            {
                float[] list = new float[size.GetInt32()];
                for (int i = 0; i < list.Length; i++, at += 4)
                    list[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at));
                lists.Add(list);
            }

            Assert.Equal(bytes.Length, at);
            return new Kept([.. about.GetProperty("frames").EnumerateArray()], lists);
        }

        public (string Json, float[] Numbers) Find(string view, long step, string args)
        {
            var frame = Frames.Single(frame => frame.GetProperty("view").GetString() == view
                && frame.GetProperty("step").GetInt64() == step && frame.GetProperty("args").GetRawText() == args);
            return (frame.GetProperty("json").GetRawText(),
                [.. frame.GetProperty("lists").EnumerateArray().SelectMany(list => Lists[list.GetInt32()])]);
        }

        [GeneratedRegex("id=\"recording\">([^<]+)<")]
        private static partial Regex Recorded();
    }
}
