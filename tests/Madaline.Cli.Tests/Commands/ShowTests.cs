using System.Buffers.Binary;
using System.Text.Json;
using System.Xml.Linq;

namespace Madaline.Cli.Tests.Commands;

public sealed class ShowTests
{
    private static readonly string[] OfImages = ["curves", "confusion", "classes", "first-layer", "mistakes"];

    [Fact]
    public void A_run_is_drawn_into_its_own_folder_as_PNG_and_SVG()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        var outcome = tool.Run("show", run).Expect(0);
        Assert.Contains("feature-maps: not drawn, since the network has no convolution", outcome.Errors);
        string[] files = [.. Directory.EnumerateFiles(tool["run/figures"]).Select(path => Path.GetFileName(path))
            .Order()];
        Assert.Equal(OfImages.SelectMany(name => new[] { $"{name}.png", $"{name}.svg" }).Order(), files);
        foreach (string name in OfImages)
        {
            Assert.Contains(Path.Combine(run, "figures", $"{name}.png"), outcome.Out);
            var (width, height) = SizeOfPng(tool[$"run/figures/{name}.png"]);
            var svg = XDocument.Load(tool[$"run/figures/{name}.svg"]).Root!;
            Assert.Equal((width, height), (2 * (int)svg.Attribute("width")!, 2 * (int)svg.Attribute("height")!));
            Assert.NotEmpty(Words(tool[$"run/figures/{name}.svg"]));
            Assert.Equal(["title", "desc"], svg.Elements().Take(2).Select(e => e.Name.LocalName));
        }
    }

    [Fact]
    public void Figures_name_axes_classes_and_numbers()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        JsonElement judged = tool.Run("evaluate", run, "--json").Expect(0).Last;
        JsonElement[] figures = [.. tool.Run("show", run, "--out", "drawn", "--json").Expect(0).Lines
            .Where(line => line.GetProperty("event").GetString() == "figure")];
        string[] paths = [.. figures.Select(line => line.GetProperty("path").GetString()!)];
        Assert.All(figures, line => Assert.NotEmpty(line.GetProperty("description").GetString()!));
        Assert.Equal(2 * OfImages.Length, paths.Length);
        Assert.All(paths, path => Assert.True(File.Exists(tool[path])));
        string confusion = Words(tool["drawn/confusion.svg"]), curves = Words(tool["drawn/curves.svg"]);
        Assert.Contains("true class", confusion);
        foreach (JsonElement row in judged.GetProperty("confusion").EnumerateArray())
            Assert.All(row.EnumerateArray().Where(cell => cell.GetInt32() > 0), cell =>
                Assert.Contains($"|{cell.GetInt32()}|", confusion));
        Assert.All((string[])["epoch", "loss", "accuracy"], word => Assert.Contains(word, curves));
        Assert.Contains("said", Words(tool["drawn/mistakes.svg"]));
        Assert.Contains("test: ", curves);
        Assert.Contains("baseline", confusion);
        Assert.Contains("32 units", Words(tool["drawn/first-layer.svg"]));
    }

    [Fact]
    public void A_convolution_is_drawn_with_its_kernels_and_feature_maps()
    {
        using var tool = new Tool();
        tool.Write("conv.json", """
            {
              "name": "conv", "dataset": { "type": "digits", "count": 200, "test-count": 50 },
              "transforms": [{ "type": "to-float" }],
              "layers": [
                { "type": "conv", "channels": 5, "kernel": 3 }, { "type": "relu" }, { "type": "max-pool", "kernel": 2 },
                { "type": "conv", "channels": 7, "kernel": 5 }, { "type": "flatten" },
                { "type": "linear", "outputs": "classes" }
              ],
              "loss": "cross-entropy", "optimizer": { "type": "adam", "lr": 0.001 }, "epochs": 1, "batch": 20
            }
            """);
        tool.Run("train", "conv.json", "--out", "run", "--quiet").Expect(0);
        tool.Run("show", "run", "--image", "7").Expect(0);
        string maps = Words(tool["run/figures/feature-maps.svg"]), kernels = Words(tool["run/figures/first-layer.svg"]);
        Assert.Contains("test image 7", maps);
        Assert.Contains("0 (Conv2d): 5 maps of 26×26", maps);
        Assert.Contains("3 (Conv2d): 7 maps of 9×9", maps);
        Assert.Contains("all 5 kernels of 3×3", kernels);
        tool.Run("show", "run", "--image", "50").Explains(2, "--image is 50", "0 to 49");
    }

    [Fact]
    public void Text_shows_the_same_without_colours()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        string text = tool.Run("show", run, "--text").Expect(0).Out;
        foreach (string words in (string[])["loss:", "accuracy, %:", "true \\ said", "95% interval", "First layer",
            "Wrong and sure of it"])
            Assert.Contains(words, text);
        Assert.Contains(text, c => c is > '\u2800' and <= '\u28FF');
        Assert.Contains('█', text);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain("Wrong and sure of it", tool.Run("show", run).Expect(0).Out);
    }

    [Fact]
    public void A_table_is_drawn_without_pictures()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "2", "--out", "run", "--quiet").Expect(0);
        Assert.Contains("the inputs are no images", tool.Run("show", "run").Expect(0).Errors);
        Assert.Equal(6, Directory.EnumerateFiles(tool["run/figures"]).Count());
        Assert.Contains("Kama", Words(tool["run/figures/confusion.svg"]));
    }

    [Fact]
    public void A_missing_run_missing_data_and_a_place_that_cannot_be_written_are_explained()
    {
        using var tool = new Tool();
        tool.Run("show", "nowhere").Explains(1, "nowhere", "no such folder", "train");
        string run = tool.Trained();
        tool.Run("show", run, "--dataset", "mnist", "--data", "nothing").Explains(1, "mnist", "data get mnist");
        tool.Write("file", "");
        tool.Run("show", run, "--out", "file/figures").Explains(1, "cannot be written", "--out");
    }

    [Fact]
    public void The_tool_carries_the_native_libraries_of_this_machine_alone()
    {
        long bytes = Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).Contains("Skia") || Path.GetFileName(path).Contains("HarfBuzz"))
            .Sum(path => new FileInfo(path).Length);
        Assert.InRange(bytes, 1 << 20, 40 << 20);
    }

    internal static (int Width, int Height) SizeOfPng(string path)
    {
        byte[] head = File.ReadAllBytes(path)[..24];
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], head[..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)),
            BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
    }

    /// <summary>All texts of an SVG, between bars.</summary>
    internal static string Words(string path) => "|" + string.Join('|',
        XDocument.Load(path).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())) + "|";
}
