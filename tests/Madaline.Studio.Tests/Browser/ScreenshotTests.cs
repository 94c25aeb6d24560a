using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Workbench;
using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Browser;

/// <summary>
/// The pictures of docs/studio.md: <c>dotnet run --project tests/Madaline.Studio.Tests -- --explicit only --filter-class
/// '*.ScreenshotTests'</c>.
/// </summary>
public sealed class ScreenshotTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory(Explicit = true)]
    [InlineData("microscope-light", "view=microscope&layer=0&sample=3", false)]
    [InlineData("run-dark", "view=run", true)]
    public async Task Pictures_of_the_documentation(string name, string place, bool isDark)
    {
        Recipe recipe = RecipeFile.Load("digits") with
        {
            Layers =
            [
                new Spec("flatten"), new Spec("linear").With("outputs", 30.0), new Spec("sigmoid"),
                new Spec("linear").With("outputs", "classes"), new Spec("sigmoid"),
            ],
            Loss = new Spec("quadratic"),
            Optimizer = new Spec("sgd").With("lr", 3.0),
            Batch = 10,
            Epochs = 1,
        };
        using var running = new RunningSession(new Session(recipe, RecipeData.Load(recipe, path: null)));
        await using var server = await StudioServer.StartAsync(running.Session, cancellationToken: TestContext.Current.CancellationToken);
        await using var page = await chromium.OpenAsync(server.Address, place, 1440, isDark);
        running.Do(SessionAction.Step, 300, state => state is { Latest: 300, IsPlaying: false });
        await page.Page.WaitForTimeoutAsync(1000);
        string folder = Path.Combine(Root(), "docs", "studio");
        Directory.CreateDirectory(folder);
        await page.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        Assert.Empty(page.Complaints);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Madaline.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
