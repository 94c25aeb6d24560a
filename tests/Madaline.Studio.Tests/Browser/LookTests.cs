using Deque.AxeCore.Commons;
using Madaline.Studio.Live;
using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Browser;

/// <summary>Every view in both themes and several widths: accessible, nothing cut, no complaint, no request elsewhere.</summary>
/// <remarks>The views of one training are opened one after the other in one page, as a person goes through them.</remarks>
public sealed class LookTests(LookPages pages) : IClassFixture<LookPages>
{
    public static TheoryData<string, int, bool> Looks => new()
    {
        { "run", 1280, false }, { "run", 375, true }, { "microscope", 1280, true }, { "microscope", 375, false }, { "microscope", 2560, false },
        { "perceptron", 1280, false }, { "perceptron", 375, true }, { "sigmoid", 1280, true }, { "sigmoid", 375, false }, { "valley", 1280, false },
        { "valley", 375, true }, { "gallery", 1280, false }, { "gallery&table=1", 375, true },
        { "digit", 1280, true }, { "digit", 375, false }, { "confusion&row=0&column=1", 1280, false }, { "confusion", 375, true }, { "maps", 1280, true },
        { "maps&table=1", 375, false }, { "kernel", 1280, false }, { "kernel", 375, true }, { "kernel&image=sample&table=1", 800, true },
        { "pooling", 1280, true }, { "pooling&image=sample", 375, false }, { "pooling&table=1", 800, false }, { "batch", 1280, false }, { "batch", 375, true }, { "landscape", 1280, true },
        { "landscape", 375, false }, { "batch&table=1", 800, true }, { "landscape&table=1", 800, false }, { "flow", 1280, true }, { "flow", 375, false }, { "sigmoid&table=1", 800, true }, { "valley&table=1", 800, false },
        { "matrices", 1280, false }, { "matrices&layer=1&way=backward", 375, true }, { "matrices&table=1", 800, false },
        { "builder", 1280, false }, { "builder&from=mnist-cnn&measure=1", 375, true }, { "builder&table=1", 800, false }, { "builder&layers=[\"flatten\",\"lineer\"]", 1280, true },
        { "microscope&table=1", 800, true }, { "run&table=1", 800, false },
        { "wheat&epochs=3&scaled=1&kept=1&best=1", 1280, false }, { "wheat&epochs=3&plot=axes&fold=2&row=2&column=1&slip=40", 375, true }, { "wheat&epochs=3&row=2&column=1&slip=40&table=1", 800, true },
        { "compare", 1280, true }, { "compare&cell=neither", 375, false }, { "compare&table=1", 800, false },
        { "adaline", 1280, true }, { "adaline", 375, false }, { "adaline&table=1", 800, true }, { "adaline&part=vote&changes=2", 1280, false }, { "adaline&part=vote", 375, true },
        { "adaline&part=history", 375, false }, { "adaline&part=history", 1280, true },
        { "tensors&start=2x3x4", 1280, false }, { "tensors&chain=add-row", 375, true }, { "tensors&table=1", 800, false }, { "tensors&part=tape&chain=square%3Bmean", 1280, true },
        { "tensors&part=tape", 375, false }, { "tensors&part=devices", 375, true }, { "tensors&chain=matmul", 1280, true },
    };

    /// <summary>Makes each address another one, so that the page opens its view anew.</summary>
    private static int _looks;

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task It_is_accessible_fits_and_complains_of_nothing(string view, int width, bool isDark)
    {
        var (server, page) = await pages.OfAsync(view);
        int before = page.Complaints.Count;
        await page.Page.SetViewportSizeAsync(width, 900);
        await page.Page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light });
        await page.Page.EvaluateAsync("place => { document.querySelector('main').replaceChildren(); location.hash = place; }", $"view={view}&look={++_looks}");
        await page.Page.Locator("main h1").WaitForAsync();
        await page.Page.WaitForTimeoutAsync(300);
        Assert.Empty(await page.Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .map(violation => `${violation.id}: ${violation.help} ${violation.nodes.map(node => node.html).join("; ")}`)
            """));
        int overflow = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.Equal(0, overflow);
        Assert.Empty(page.Complaints.Skip(before));
        Assert.All(page.Requests, url => Assert.StartsWith($"http://127.0.0.1:{server.Port}/", url));
        Assert.DoesNotContain(page.Requests, url => url.Contains(server.Token));
    }
}

/// <summary>A page of each kind of training, after one epoch.</summary>
public sealed class LookPages : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private readonly Dictionary<string, (RunningServer Server, StudioPage Page)> _open = [];

    public ValueTask InitializeAsync() => _chromium.InitializeAsync();

    /// <summary>The page whose training has something to show in a view.</summary>
    internal async Task<(RunningServer Server, StudioPage Page)> OfAsync(string view)
    {
        string kind = view.StartsWith("wheat") ? "table" : view.StartsWith("maps") ? "convolutional" : "quadratic";
        if (_open.TryGetValue(kind, out var open))
            return open;
        var server = await RunningServer.StartAsync(kind switch
        {
            "table" => Tables.Start(),
            "convolutional" => Sessions.Start(Sessions.Convolutional),
            _ => Sessions.Start(),
        });
        server.Running.Do(SessionAction.Epoch, 0, state => state.Latest == Sessions.StepsPerEpoch && !state.IsPlaying);
        var page = await _chromium.OpenAsync(server.Address);
        // Once a page: to bring it in takes longer than a look.
        await page.Page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return _open[kind] = (server, page);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (server, page) in _open.Values)
        {
            await page.DisposeAsync();
            await server.DisposeAsync();
        }

        await _chromium.DisposeAsync();
    }
}
