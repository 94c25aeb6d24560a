using Madaline.Datasets;
using Madaline.Datasets.Images;

namespace Madaline.Cli.Tests.Commands;

public sealed class ImageFolderTests
{
    [Fact]
    public void A_folder_of_images_is_trained_on_judged_by_and_asked_about()
    {
        using var tool = new Tool();
        WriteShapes(tool, "shapes/train", 40, 16);
        WriteShapes(tool, "shapes/test", 20, 16);
        WriteShapes(tool, "more", 20, 24);
        var start = tool.Run("train", "cifar10-fcn", "--data", "shapes", "--epochs", "1", "--batch", "10", "--out",
            "run", "--json").Expect(0).Lines[0];
        Assert.Equal((40, 20), (start.GetProperty("train_samples").GetInt32(),
            start.GetProperty("test_samples").GetInt32()));
        Assert.Contains("heart", tool.Run("evaluate", "run").Expect(0).Out);
        tool.Run("evaluate", "run", "--data", "more").Explains(1, "[3, 24, 24]", "[3, 16, 16]");
        Assert.Equal(20, tool.Run("evaluate", "run", "--data", "more", "--size", "16", "--json").Expect(0).Last
            .GetProperty("test_samples").GetInt32());
        string picture = Directory.GetFiles(tool["more/heart"])[0];
        Assert.True(tool.Run("predict", "run", picture, "--json").Expect(0).Last.GetProperty("probabilities")
            .TryGetProperty("crescent", out _));
    }

    [Fact]
    public void Sizes_and_folders_that_do_not_suit_are_explained()
    {
        using var tool = new Tool();
        WriteShapes(tool, "a", 10, 16);
        Tensor odd = Tensor.Full([3, 9, 8], 7, DType.UInt8);
        ImageFile.Write(tool["a/star/odd.png"], odd);
        tool.Run("train", "cifar10-fcn", "--data", "a").Explains(1, "odd.png", "8 × 9", "16 × 16");
        tool.Run("train", "cifar10-fcn", "--data", "a", "--size", "0").Explains(2, "--size is 0");
        tool.Run("train", "digits", "--size", "16").Explains(2, "--data FOLDER");
        tool.Run("train", "cifar10-fcn", "--dataset", "images").Explains(2, "--data FOLDER");
        tool.Run("train", "cifar10-fcn", "--dataset", "images", "--data", "nowhere").Explains(1, "nowhere");
    }

    [Fact]
    public void A_broken_picture_is_left_out_with_a_note_and_stops_only_with_strict()
    {
        using var tool = new Tool();
        WriteShapes(tool, "a", 20, 16);
        string first = Directory.GetFiles(tool["a/star"]).Order(StringComparer.Ordinal).First();
        File.WriteAllBytes(Path.Combine(tool["a/star"], "cut.png"), File.ReadAllBytes(first)[..^40]);
        tool.Write("a/star/photo.webp", "RIFF");
        var run = tool.Run("train", "cifar10-fcn", "--data", "a", "--epochs", "1", "--batch", "5", "--out", "run").Expect(0);
        Assert.Contains("1 file that cannot be read is left out. star/cut.png", run.Errors);
        Assert.Contains("1 × .webp (star/photo.webp)", run.Errors);
        tool.Run("train", "cifar10-fcn", "--data", "a", "--epochs", "1", "--strict").Explains(1, "cut.png", "replace");
        tool.Run("train", "digits", "--strict").Explains(2, "strict", "--data FOLDER");
        Assert.Contains("cut.png", tool.Run("crossval", "cifar10-fcn", "--data", "a", "--epochs", "1", "--folds", "2")
            .Expect(0).Errors);
    }

    [Fact]
    public void A_folder_of_pictures_is_answered_as_a_table()
    {
        using var tool = new Tool();
        WriteShapes(tool, "a", 20, 16);
        tool.Run("train", "cifar10-fcn", "--data", "a", "--epochs", "1", "--batch", "5", "--out", "run", "--quiet").Expect(0);
        Directory.CreateDirectory(tool["new/below"]);
        string[] pictures = [.. Directory.GetFiles(tool["a"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        File.Copy(pictures[0], tool["new/one, two.png"]);
        File.Copy(pictures[^1], tool["new/below/three.png"]);
        File.WriteAllBytes(tool["new/cut.png"], File.ReadAllBytes(pictures[1])[..^40]);
        tool.Write("new/notes.txt", "x");
        var outcome = tool.Run("predict", "run", "new").Expect(0);
        string[] rows = outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.Equal("file,class,probability", rows[0]);
        Assert.StartsWith("below/three.png,", rows[1]);
        Assert.StartsWith("\"one, two.png\",", rows[2]);
        foreach (string part in (string[])["cut.png: ", "1 of 3 pictures could not be read", "1 × .txt"])
            Assert.Contains(part, outcome.Errors);
        var lines = tool.Run("predict", "run", "new", "--json").Expect(0).Lines;
        Assert.Equal(["prediction", "skipped", "prediction"], lines.Select(line => line.GetProperty("event").GetString()));
        var single = tool.Run("predict", "run", pictures[0], "--json").Expect(0).Last;
        Assert.Equal(single.GetProperty("probabilities").GetRawText(), lines[2].GetProperty("probabilities").GetRawText());
        tool.Run("predict", "run", "new", "--strict").Explains(1, "cut.png");
        Directory.CreateDirectory(tool["nothing"]);
        tool.Run("predict", "run", "nothing").Explains(1, "nothing", "no picture", "Name a folder");
        tool.Write("x.webp", "RIFF????WEBPVP8 ");
        tool.Run("predict", "run", "x.webp").Explains(1, "a WebP picture", "Save it as PNG or JPEG");
    }

    [Fact]
    public void A_folder_of_pictures_is_described_and_drawn()
    {
        using var tool = new Tool();
        WriteShapes(tool, "a/train", 20, 16);
        WriteShapes(tool, "a/test", 10, 16);
        ImageFile.Write(tool["a/train/star/wide.jpg"], Tensor.Full([3, 9, 20], 7, DType.UInt8));
        tool.Write("a/train/star/broken.png", "text");
        var told = tool.Run("data", "info", "images", "--data", "a").Expect(0).Out;
        foreach (string part in (string[])["21 to train, 10 to test", "star", "16 × 16 (30)", "20 × 9 (1)", "broken.png", "--size"])
            Assert.Contains(part, told);
        var described = tool.Run("data", "info", "images", "--data", "a", "--json").Expect(0).Last;
        Assert.Equal(21, described.GetProperty("train_samples").GetInt32());
        Assert.Contains("broken.png", described.GetProperty("broken")[0].GetProperty("file").GetString());
        var drawn = tool.Run("data", "show", "images", "--data", "a", "--out", "a.png", "--count", "12").Expect(0);
        Assert.True(new FileInfo(tool["a.png"]).Length > 1000);
        Assert.DoesNotContain("Unhandled", drawn.Errors);
        tool.Run("data", "show", "images", "--data", "a", "--class", "star", "--out", "b.png").Expect(0);
        tool.Run("data", "show", "images", "--data", "a", "--class", "comet", "--out", "b.png").Explains(2, "comet", "star");
        tool.Run("data", "show", "images", "--out", "b.png").Explains(2, "--data FOLDER");
        tool.Run("data", "show", "images", "--data", "nowhere", "--out", "b.png").Explains(1, "nowhere");
        tool.Run("data", "info", "images", "--data", "nowhere").Explains(1, "nowhere");
        tool.Run("data", "info", "images").Expect(0);
    }

    [Fact]
    public void A_cifar_archive_without_a_test_part_names_holdout_and_trains_with_it()
    {
        using var tool = new Tool();
        Directory.CreateDirectory(tool["root/cifar10"]);
        var bytes = new byte[60 * 3073];
        for (int i = 0; i < 60; i++) bytes[i * 3073] = (byte)(i % 10);
        File.WriteAllBytes(tool["root/cifar10/data_batch_1.bin"], bytes);
        tool.Run("train", "cifar10-fcn", "--data", "root").Explains(1, "test_batch.bin", "--holdout N");
        var outcome = tool.Run("train", "cifar10-fcn", "--data", "root", "--holdout", "20", "--epochs", "1", "--json",
            "--out", "run").Expect(0);
        Assert.Equal(40, outcome.Lines[0].GetProperty("train_samples").GetInt32());
        var judged = tool.Run("evaluate", "run", "--data", "root").Expect(0);
        Assert.Contains("60 training images, published are 50000", judged.Errors);
        Assert.Contains("automobile", judged.Out);
        Assert.Equal(40, tool.Run("train", "cifar10-fcn", "--data", "root/cifar10/data_batch_1.bin", "--holdout", "20",
            "--epochs", "1", "--json").Expect(0).Lines[0].GetProperty("train_samples").GetInt32());
    }

    [Fact]
    public void A_cifar_file_is_read_as_such_and_other_files_are_refused_with_what_is_expected()
    {
        using var tool = new Tool();
        var bytes = new byte[60 * 3073];
        new Random(1).NextBytes(bytes);
        for (int i = 0; i < 60; i++) bytes[i * 3073] = (byte)(i % 10);
        File.WriteAllBytes(tool["some.bin"], bytes);
        Assert.Equal(40, tool.Run("train", "cifar10-fcn", "--data", "some.bin", "--holdout", "20", "--epochs", "1",
            "--out", "run", "--json").Expect(0).Lines[0].GetProperty("train_samples").GetInt32());
        tool.Run("evaluate", "run", "--data", "some.bin").Expect(0);
        tool.Run("evaluate", "run", "--data", "some.bin", "--holdout", "30").Explains(1, "10 of 30 evaluated samples");
        tool.Run("train", "mnist-fcn", "--data", "some.bin").Explains(2, "some.bin", "mnist", "expected", ".csv");
        tool.Run("train", "digits", "--data", "some.bin").Explains(2, "some.bin", "digits", "expected");
        tool.Write("notes.md", "a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 2}\n")));
        tool.Run("train", "cifar10-fcn", "--data", "notes.md").Explains(2, "notes.md", "expected", ".tar.gz");
        Assert.Equal("table:notes.md", tool.Run("train", "wheat", "--data", "notes.md", "--target", "b", "--epochs", "1",
            "--json").Expect(0).Last.GetProperty("dataset").GetString());
    }

    [Fact]
    public void The_real_cifar_archive_is_read_as_it_is()
    {
        using var tool = new Tool().WithRealData("cifar10/cifar-10-binary.tar.gz");
        string archive = Path.Combine(Given.DataFolder!, "cifar10", "cifar-10-binary.tar.gz");
        var start = tool.Run("train", "cifar10-fcn", "--data", archive, "--holdout", "0.999", "--epochs", "1", "--json")
            .Expect(0).Lines[0];
        Assert.Equal("cifar10", start.GetProperty("dataset").GetString());
    }

    private static void WriteShapes(Tool tool, string folder, int count, int side)
    {
        var (images, labels) = Shapes.Generate(count, 3, folder);
        for (int i = 0; i < count; i++)
        {
            Tensor image = Tensor.From<byte>(images.AsSpan(i * Shapes.PixelCount, Shapes.PixelCount), [3, 32, 32]);
            ImageFile.Write(tool[$"{folder}/{Shapes.ClassNames[labels[i]]}/{i}.png"],
                ImageScaling.Resize(image, side));
        }
    }
}
