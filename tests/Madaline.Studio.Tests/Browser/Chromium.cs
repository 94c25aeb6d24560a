using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Browser;

/// <summary>The system's Chromium, started once; tests skip with a word where there is none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run", "--disable-quic",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it is; null for none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("MADALINE_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Path is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Flags });
    }

    /// <summary>A page of a studio that keeps everything it complains of.</summary>
    /// <param name="address">The address with its token.</param>
    /// <param name="place">What is added to the fragment, such as <c>view=run</c>.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="isDark">Which theme.</param>
    internal async Task<StudioPage> OpenAsync(Uri address, string place = "", int width = 1280, bool isDark = false)
    {
        Assert.SkipWhen(_browser is null, "there is no Chromium here; MADALINE_CHROMIUM may name one");
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = new StudioPage(await context.NewPageAsync());
        await page.Page.GotoAsync($"{address}{(place.Length > 0 ? "&" : "")}{place}");
        await page.Page.Locator(".bar .what").WaitForAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>One page with what it said and asked for.</summary>
internal sealed class StudioPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    public StudioPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public IReadOnlyList<string> Requests => _requests;

    public async Task<string> TextAsync(string selector) => (await Page.Locator(selector).First.TextContentAsync())!.Trim();

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
