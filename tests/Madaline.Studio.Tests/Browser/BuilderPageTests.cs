using Madaline.Recipes;
using Madaline.Studio.Live;
using Microsoft.Playwright;

namespace Madaline.Studio.Tests.Browser;

/// <summary>The builder in a real browser: blocks are moved, changed, undone and trained, by keyboard and by mouse.</summary>
public sealed class BuilderPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_network_is_built_by_keyboard_and_trained()
    {
        await using var server = await RunningServer.StartAsync(Sessions.Convolutional);
        await using var page = await chromium.OpenAsync(server.Address, "view=builder");
        Assert.Equal(["conv", "relu", "max-pool", "flatten", "linear"], await BlocksAsync(page));
        await Block(page, 0).FocusAsync();
        await page.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Has(page, "relu", "conv", "max-pool", "flatten", "linear");
        Assert.Equal("1", await page.Page.EvaluateAsync<string>("document.activeElement.dataset.block"));
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("Delete");
        await Has(page, "relu", "conv", "flatten", "linear");
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.Keyboard.PressAsync("Control+z");
        await Has(page, "conv", "relu", "max-pool", "flatten", "linear");
        await page.Page.Keyboard.PressAsync("Control+Shift+Z");
        await Has(page, "relu", "conv", "max-pool", "flatten", "linear");
        await page.Page.GetByText("It fits:").WaitForAsync();
        Assert.Null(await page.Page.Locator(".buttons button", new() { HasText = "Moment" }).GetAttributeAsync("disabled"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Train it here" }).ClickAsync();
        await page.Page.GetByText("These layers were built in the page").WaitForAsync();
        await page.Page.GetByText("These are the layers that are trained.").WaitForAsync();
        Assert.NotNull(await page.Page.Locator(".buttons button", new() { HasText = "Moment" }).GetAttributeAsync("disabled"));
        Assert.Equal(["relu", "conv", "max-pool", "flatten", "linear"], server.Session.Experiment.Model.Recipe.Layers.Select(layer => layer.Type));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Blocks_are_dragged_added_and_changed_and_errors_stand_where_they_were_made()
    {
        await using var server = await RunningServer.StartAsync(Sessions.Convolutional);
        await using var page = await chromium.OpenAsync(server.Address, "view=builder");
        await Block(page, 3).ClickAsync();
        await page.Page.Locator(".grip").First.DragToAsync(Block(page, 3));
        await Has(page, "relu", "max-pool", "flatten", "conv", "linear");
        await page.Page.Locator("li.wrong", new() { HasText = "the input does not fit. Input is [16] a sample; expected [channels, height, width]" }).WaitForAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.Page.GetByText("It fits:").WaitForAsync();
        await Block(page, 0).ClickAsync();
        await page.Page.GetByLabel("New block").SelectOptionAsync("dropout2d");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Has(page, "conv", "dropout2d", "relu", "max-pool", "flatten", "linear");
        var share = page.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^p ") });
        await share.FillAsync("1.5");
        await share.PressAsync("Enter");
        await page.Page.GetByText("mnist-quadratic: layers[1].p is 1.5; expected a number at least 0 and at most 1").WaitForAsync();
        await share.FillAsync("");
        await share.PressAsync("Enter");
        await page.Page.GetByText("It fits:").WaitForAsync();
        await page.Page.GetByLabel("Start from").SelectOptionAsync(new SelectOptionValue { Label = "mnist-cnn" });
        await page.Page.GetByText("[32, 4, 4]").First.WaitForAsync();
        await page.Page.Keyboard.PressAsync("t");
        await page.Page.Locator("table th", new() { HasText = "multiply-adds" }).WaitForAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_recipe_is_saved_as_a_file_that_can_be_trained()
    {
        await using var server = await RunningServer.StartAsync(Sessions.Convolutional);
        await using var page = await chromium.OpenAsync(server.Address, "view=builder&layers=[\"flatten\",{\"type\":\"linear\",\"outputs\":\"classes\"}]");
        await page.Page.GetByText("It fits:").WaitForAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = "Save mnist-quadratic-built.json" }).ClickAsync());
        Recipe recipe = RecipeFile.Load(await Saved(download, "recipe.json"));
        Assert.Equal([new Spec("flatten"), new Spec("linear").With("outputs", "classes")], recipe.Layers);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "C#", Exact = true }).ClickAsync();
        download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByRole(AriaRole.Button, new() { Name = "Save mnist-quadratic-built.cs" }).ClickAsync());
        Assert.Contains("new Linear(64, 3, rng: rng.Split(\"layers.1\"))", File.ReadAllText(await Saved(download, "built.cs")));
        Assert.Empty(page.Complaints);
    }

    private static async Task<string> Saved(IDownload download, string name)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("madaline-builder-").FullName, name);
        await download.SaveAsAsync(path);
        return path;
    }

    private static ILocator Block(StudioPage page, int index) => page.Page.Locator($"[data-block=\"{index}\"]");

    private static async Task<string[]> BlocksAsync(StudioPage page)
    {
        await page.Page.Locator(".blocks b").First.WaitForAsync();
        return [.. (await page.Page.Locator(".blocks b").AllTextContentsAsync()).Select(text => text.Split(' ')[1])];
    }

    private static async Task Has(StudioPage page, params string[] types)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        string[] found = [];
        while (DateTime.UtcNow < deadline && !(found = await BlocksAsync(page)).SequenceEqual(types))
            await Task.Delay(20);
        Assert.Equal(types, found);
    }
}
