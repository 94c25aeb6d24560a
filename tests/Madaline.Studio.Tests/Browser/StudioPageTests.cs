using System.Globalization;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;
using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Browser;

/// <summary>The page in a real browser: it says the engine's numbers, by mouse and by keyboard, in both themes.</summary>
public sealed class StudioPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_microscope_says_the_numbers_of_the_engine()
    {
        await using var server = await RunningServer.StartAsync();
        var seen = new SeenFrames();
        using var look = seen.Look(server.Session, "microscope", """{"layer":1,"neuron":2,"cell":4,"sample":7}""");
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=1&neuron=2&cell=4&sample=7");
        for (int step = 0; step < 3; step++)
        {
            if (step > 0)
            {
                await page.Page.GetByRole(AriaRole.Button, new() { Name = "Step", Exact = true }).ClickAsync();
                await page.Page.GetByText($"Network after step {step}").WaitForAsync();
            }

            var frame = seen.WaitFor(frame => frame.Step == step);
            foreach (var equation in frame.Json.GetProperty("equations").EnumerateArray())
            {
                string expected = Text(equation.GetProperty("result"));
                var item = page.Page.Locator("li[data-equation]", new() { Has = page.Page.Locator($"text=/^{Label(equation.GetProperty("label").GetString()!)}$/") });
                string shown = Plain((await item.Locator(".maths").TextContentAsync())!);
                Assert.EndsWith($"={Plain(expected)}", shown);
            }
        }
    }

    [Fact]
    public async Task An_address_leads_to_a_moment_and_the_page_writes_one()
    {
        await using var server = await RunningServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&step=13&layer=0&neuron=4&cell=20&sample=2");
        await page.Page.GetByText("Network after step 13").WaitForAsync();
        server.Running.Wait(state => state is { Latest: 13, IsPlaying: false });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Moment" }).ClickAsync();
        await page.Page.GetByText("madaline studio mnist-quadratic --seed 1 --at \"view=microscope&step=13").WaitForAsync();
        await page.Page.GotoAsync("about:blank");
        await page.Page.GotoAsync($"{server.Address}&view=microscope&step=5&layer=0&neuron=4&cell=20&sample=2");
        await page.Page.GetByText("Network after step 5").WaitForAsync();
        server.Running.Wait(state => state is { Latest: 13, Shown: 5 });
    }

    [Fact]
    public async Task A_result_is_hidden_until_it_is_guessed()
    {
        await using var server = await RunningServer.StartAsync();
        var seen = new SeenFrames();
        using var look = seen.Look(server.Session, "microscope", """{"layer":1,"neuron":2,"cell":4,"sample":7}""");
        double delta = seen.WaitFor(_ => true).Json.GetProperty("equations").EnumerateArray()
            .Single(equation => equation.GetProperty("label").GetString() == "1").GetProperty("value").GetDouble();
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=1&neuron=2&cell=4&sample=7&phase=backward");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "let me compute" }).ClickAsync();
        var field = page.Page.Locator("li", new() { HasText = "equation 1" }).GetByLabel("Your result");
        Assert.DoesNotContain("autograd", await page.TextAsync("ol"));
        await field.FillAsync(Written(-delta));
        await field.PressAsync("Enter");
        await page.Page.GetByText("look at the sign").WaitForAsync();
        await field.FillAsync(Written(delta * 1.01));
        await field.PressAsync("Enter");
        await page.Page.GetByText("autograd").First.WaitForAsync();
        Assert.Equal(0, await field.CountAsync());
        Assert.Empty(page.Complaints);

        static string Written(double value) => value.ToString("F6", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    [Fact]
    public async Task A_kernel_slides_by_itself_and_stops()
    {
        await using var server = await RunningServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "view=kernel&padding=0");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Slide, or stop" }).ClickAsync();
        await page.Page.GetByText("Row 2, column 3 of the map").WaitForAsync();
        await page.Page.GetByText("Row 3, column 3 of the map").WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Kirsch around" }).ClickAsync();
        await page.Page.WaitForFunctionAsync("() => location.hash.includes('Kirsch')");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Everything_is_done_by_keyboard()
    {
        await using var server = await RunningServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=0&neuron=3&cell=1");
        await page.Page.Locator("canvas.net").WaitForAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        server.Running.Wait(state => state is { Latest: 1, IsPlaying: false });
        await page.Page.Keyboard.PressAsync("Shift+ArrowRight");
        server.Running.Wait(state => state is { Latest: Sessions.StepsPerEpoch, IsPlaying: false });
        await page.Page.GetByText("Step 8 of").WaitForAsync();
        await page.Page.Keyboard.PressAsync(",");
        server.Running.Wait(state => state is { Shown: 7, IsPast: true });
        await page.Page.Locator("canvas.net").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.GetByText("Layer 1, neuron 4,").WaitForAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.GetByText("Layer 2, neuron").WaitForAsync();
        await page.Page.Keyboard.PressAsync("t");
        await page.Page.Locator("table th", new() { HasText = "δ" }).WaitForAsync();
        await page.Page.Keyboard.PressAsync("Space");
        server.Running.Wait(state => state.Phase == SessionPhase.Ended);
        await page.Page.GetByText("The training is over").WaitForAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_mistake_is_answered_where_it_was_made()
    {
        await using var server = await RunningServer.StartAsync();
        await using var page = await chromium.OpenAsync(server.Address);
        await page.Page.Locator("input.rate").FillAsync("fast");
        await page.Page.Locator("input.rate").PressAsync("Enter");
        await page.Page.Locator(".banner", new() { HasText = "“fast” is no learning rate" }).WaitForAsync();
        await page.Page.Locator("input.rate").FillAsync("1e9");
        await page.Page.Locator("input.rate").PressAsync("Enter");
        await page.Page.Locator(".banner", new() { HasText = "rate is 1000000000; expected" }).WaitForAsync();
        await page.Page.Locator("input.rate").FillAsync("0,25");
        await page.Page.Locator("input.rate").PressAsync("Enter");
        server.Running.Wait(state => state.Rate == 0.25);
    }

    [Fact]
    public async Task When_the_studio_ends_the_page_says_so_and_finds_it_again()
    {
        await using var server = await RunningServer.StartAsync();
        int port = server.Port;
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope&layer=1&neuron=1&sample=9");
        server.Running.Do(SessionAction.Step, 2, state => state.Latest == 2 && !state.IsPlaying);
        await page.Page.GetByText("Network after step 2").WaitForAsync();
        await server.StopServingAsync();
        await page.Page.GetByText("The studio does not answer").WaitForAsync();
        // Another studio has another token, and the page is not let in with the old one.
        await server.ServeAsync(port);
        await page.Page.GetByText("The token is missing or is not this studio's").WaitForAsync();
        await page.Page.GotoAsync("about:blank");
        await page.Page.GotoAsync($"{server.Address}&view=microscope&layer=1&neuron=1&sample=9");
        await page.Page.GetByText("Network after step 2").WaitForAsync();
        Assert.Equal("9", await page.Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Sample" }).InputValueAsync());
    }

    [Fact]
    public async Task A_studio_that_was_killed_and_started_again_brings_the_page_back_to_its_moment()
    {
        string folder = Directory.CreateTempSubdirectory("madaline-studio-").FullName, secret = Path.Combine(folder, "studio.key");
        // Below those that the system gives to others while the studio is away.
        int port = 20_000 + (Environment.ProcessId % 10_000);
        var first = await RunningServer.StartAsync(port: port, secretFile: secret);
        await using var page = await chromium.OpenAsync(first.Address, "view=microscope&layer=1&neuron=1&sample=9");
        first.Running.Do(SessionAction.Step, 5, state => state.Latest == 5 && !state.IsPlaying);
        await page.Page.GetByText("Network after step 5").WaitForAsync();
        string before = await page.TextAsync("ol");
        await first.DisposeAsync();
        await page.Page.GetByText("The studio does not answer").WaitForAsync();
        await using var second = await RunningServer.StartAsync(port: port, secretFile: secret);
        await page.Page.GetByText("The studio was started again; it trains to step 5").WaitForAsync();
        second.Running.Wait(state => state is { Latest: 5, IsPlaying: false });
        await page.Page.GetByText("Network after step 5").WaitForAsync();
        await page.Page.WaitForFunctionAsync("text => document.querySelector('ol').textContent.trim() === text", before);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_hidden_page_asks_for_nothing_and_a_page_that_is_left_open_does_not_grow()
    {
        await using var server = await RunningServer.StartAsync(Sessions.Quadratic with { Epochs = 4000 });
        await using var page = await chromium.OpenAsync(server.Address, "view=microscope");
        server.Running.Do(SessionAction.Play, 0, state => state.Latest > 100);
        await page.Page.WaitForTimeoutAsync(1000);
        double before = await HeapAsync(page);
        await page.Page.WaitForTimeoutAsync(4000);
        double after = await HeapAsync(page);
        Assert.InRange(after, 0, before + 20e6);
        Assert.Empty(page.Complaints);
    }

    private static async Task<double> HeapAsync(StudioPage page)
    {
        var session = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        return await page.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize");
    }

    private static string Label(string label) => label switch
    {
        "z" => "sum",
        "a" => "activation",
        "w" => "update",
        _ => $"equation {label}",
    };

    /// <summary>The text of nested arrays.</summary>
    private static string Text(System.Text.Json.JsonElement node) => string.Concat(node.EnumerateArray().Skip(1)
        .Select(part => part.ValueKind == System.Text.Json.JsonValueKind.String ? part.GetString() : Text(part)));

    private static string Plain(string text) => text.Replace(" ", "", false, CultureInfo.InvariantCulture).Replace("\u00a0", "").Replace("\n", "");
}
