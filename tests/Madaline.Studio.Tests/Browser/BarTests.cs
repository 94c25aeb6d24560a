using System.Diagnostics;
using System.Globalization;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Workbench;

namespace Madaline.Studio.Tests.Browser;

/// <summary>
/// How fast the studio is, on an idle machine: <c>dotnet run -c Release --project tests/Madaline.Studio.Tests -- --explicit
/// only --filter-class '*.BarTests' --show-live-output on</c>. What it printed stands in docs/performance.md.
/// </summary>
public sealed class BarTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const int Rounds = 5, StepsARound = 40_000;

    /// <summary>784-30-10 of sigmoids with the quadratic cost, on drawn digits, batch 10.</summary>
    private static Recipe Network(int epochs) => RecipeFile.Load("digits") with
    {
        Layers =
        [
            new Spec("flatten"), new Spec("linear").With("outputs", 30.0), new Spec("sigmoid"),
            new Spec("linear").With("outputs", "classes"), new Spec("sigmoid"),
        ],
        Loss = new Spec("quadratic"),
        Optimizer = new Spec("sgd").With("lr", 3.0),
        Batch = 10,
        Epochs = epochs,
    };

    [Fact(Explicit = true)]
    public async Task Any_step_is_reached_soon()
    {
        var recipe = Network(10);
        using var running = new RunningSession(new Session(recipe, RecipeData.Load(recipe, path: null)));
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        long latest = running.Session.State.Latest;
        var seen = new Wire.SeenFrames();
        using var look = seen.Look(running.Session, "microscope", """{"layer":0,"neuron":3,"cell":400}""");
        var random = new Random(1);
        var times = new List<double>();
        // The first one makes the second training.
        for (int i = 0; i <= 50; i++)
        {
            long step = random.NextInt64(latest);
            long started = Stopwatch.GetTimestamp();
            running.Session.Do(new(SessionAction.GoTo, step));
            seen.WaitFor(frame => frame.Step == step);
            if (i > 0)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Yield();
        }

        Say($"goto, 784-30-10, {latest} steps, 50 random ones, until the frame is there: {Quantiles(times)} ms");
        Assert.True(times.Max() < 1000);
    }

    [Fact(Explicit = true)]
    public async Task Training_is_hardly_slowed_and_the_page_runs_smoothly()
    {
        var recipe = Network(1000);
        using var running = new RunningSession(new Session(recipe, RecipeData.Load(recipe, path: null)));
        await using var server = await StudioServer.StartAsync(running.Session, cancellationToken: TestContext.Current.CancellationToken);
        running.Do(SessionAction.Step, StepsARound, state => state.Latest == StepsARound && !state.IsPlaying);
        var (alone, watched, frames) = (new List<double>(), new List<double>(), new List<double>());
        double paint = 0;
        for (int round = 0; round < Rounds; round++)
        {
            alone.Add(Rate(running));
            await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=0&neuron=3&cell=400");
            await page.Page.Locator("canvas.net").WaitForAsync();
            paint = await page.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
            // What a page does once, when it is opened, is not what it costs to look on.
            await page.Page.WaitForTimeoutAsync(1500);
            var counting = page.Page.EvaluateAsync<double>("""
                new Promise(done => { let n = 0, begin = performance.now();
                  const tick = () => { n++; performance.now() - begin < 1500 ? requestAnimationFrame(tick) : done(n / (performance.now() - begin) * 1000); };
                  requestAnimationFrame(tick); })
                """);
            watched.Add(Rate(running));
            frames.Add(await counting);
        }

        Say($"steps/s alone {Quantiles(alone)}, watched {Quantiles(watched)}; watched/alone, medians: {Median(watched) / Median(alone):F3}");
        Say($"frames/s of the page while it trains {Quantiles(frames)}; first contentful paint {paint:F0} ms");
    }

    /// <summary>What the looks themselves take of the training: a page that takes frames as fast as they come, and no browser
    /// that needs a processor, too.</summary>
    [Fact(Explicit = true)]
    public void Training_is_hardly_slowed_by_looks_alone()
    {
        var recipe = Network(1000);
        using var running = new RunningSession(new Session(recipe, RecipeData.Load(recipe, path: null)));
        running.Do(SessionAction.Step, StepsARound, state => state.Latest == StepsARound && !state.IsPlaying);
        var (alone, watched) = (new List<double>(), new List<double>());
        int frames = 0;
        for (int round = 0; round < 3 * Rounds; round++)
        {
            alone.Add(Rate(running));
            var seen = new Wire.SeenFrames();
            using var status = new Wire.SeenFrames().Look(running.Session, "status", "{}");
            using var page = seen.Look(running.Session, "microscope", """{"layer":0,"neuron":3,"cell":400}""");
            Thread.Sleep(300);
            int before = seen.Count;
            watched.Add(Rate(running));
            frames += seen.Count - before;
        }

        Say($"steps/s alone {Quantiles(alone)}, looked at without a browser {Quantiles(watched)}; "
            + $"ratio of medians {Median(watched) / Median(alone):F3}; {frames} frames");
        Assert.True(frames > 0);
    }

    [Fact(Explicit = true)]
    public async Task A_page_that_is_left_open_does_not_grow()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("MADALINE_MINUTES") ?? "2", CultureInfo.InvariantCulture);
        var recipe = Network(100_000);
        using var running = new RunningSession(new Session(recipe, RecipeData.Load(recipe, path: null)));
        await using var server = await StudioServer.StartAsync(running.Session, cancellationToken: TestContext.Current.CancellationToken);
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=0&neuron=3&cell=400");
        running.Do(SessionAction.Play, 0, state => state.IsPlaying);
        var heaps = new List<double>();
        for (int i = 0; i <= 6; i++)
        {
            await page.Page.WaitForTimeoutAsync((float)(minutes * 60_000 / 6));
            var session = await page.Page.Context.NewCDPSessionAsync(page.Page);
            await session.SendAsync("HeapProfiler.collectGarbage");
            heaps.Add(await page.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6"));
        }

        Say($"page heap over {minutes} minutes, MB: {string.Join(", ", heaps.Select(heap => heap.ToString("F1", CultureInfo.InvariantCulture)))}; "
            + $"process {Environment.WorkingSet / 1e6:F0} MB, step {running.Session.State.Latest}");
        Assert.Empty(page.Complaints);
    }

    private static double Rate(RunningSession running)
    {
        long from = running.Session.State.Latest, until = from + StepsARound;
        long started = Stopwatch.GetTimestamp();
        running.Do(SessionAction.Step, StepsARound, state => state.Latest == until && !state.IsPlaying);
        return StepsARound / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Say(string text) => output.WriteLine(text);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Quantiles(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture,
            $"median {sorted[sorted.Length / 2]:F1} ({sorted[0]:F1} to {sorted[^1]:F1})");
    }
}
