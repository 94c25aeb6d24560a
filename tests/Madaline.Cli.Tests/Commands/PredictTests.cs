using System.IO.Compression;
using System.Text.Json;
using Madaline.Datasets;
using StbImageWriteSharp;

namespace Madaline.Cli.Tests.Commands;

public sealed class PredictTests
{
    private const int Side = Digits.Side, Scale = 4;

    [Theory]
    [InlineData("digit.png")]
    [InlineData("digit.jpg")]
    [InlineData("digit.bmp")]
    public void An_image_of_any_size_and_of_either_brightness_is_understood(string name)
    {
        using var tool = new Tool();
        string run = TrainedWell(tool);
        var (images, labels) = Digits.Generate(20, seed: 99, "test");
        int right = 0;
        for (int i = 0; i < 10; i++)
        {
            bool isDarkOnLight = i % 2 == 1;
            WriteImage(tool[name], images.AsSpan(i * Side * Side, Side * Side), isDarkOnLight);
            var outcome = tool.Run("predict", run, name, "--json").Expect(0);
            right += outcome.Last.GetProperty("class").GetString() == $"{labels[i]}" ? 1 : 0;
            if (i < 2)
                Assert.Equal(isDarkOnLight, tool.Run("predict", run, name).Expect(0).Errors.Contains("inverted"));
        }

        Assert.True(right >= 6, $"{right} of 10 right");
    }

    [Fact]
    public void An_entry_of_an_idx_file_is_named_in_four_ways()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        var (images, _) = Digits.Generate(10, seed: 5, "test");
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, Side, 0, 0, 0, Side, .. images];
        File.WriteAllBytes(tool["some-idx3-ubyte"], idx);
        using (var zip = new GZipStream(File.Create(tool["some-idx3-ubyte.gz"]), CompressionLevel.Fastest))
            zip.Write(idx);
        string row = string.Join(',', images.Skip(7 * Side * Side).Take(Side * Side));
        string expected = Answer(tool.Run("predict", run, row, "--json"));
        Assert.Equal(expected, Answer(tool.Run("predict", run, "some-idx3-ubyte:7", "--json")));
        Assert.Equal(expected, Answer(tool.Run("predict", run, "some-idx3-ubyte.gz#7", "--json")));
        Assert.Equal(expected, Answer(tool.Run("predict", run, "some-idx3-ubyte.gz[7]", "--json")));
        Assert.Equal(expected, Answer(tool.Run("predict", run, "some-idx3-ubyte.gz", "--index", "7", "--json")));
        tool.Run("predict", run, "some-idx3-ubyte").Explains(2, "which one", "some-idx3-ubyte:7");
        tool.Run("predict", run, "some-idx3-ubyte:10").Explains(2, "0 to 9");
        File.WriteAllBytes(tool["cut-idx3-ubyte"], idx[..300]);
        tool.Run("predict", run, "cut-idx3-ubyte:0").Explains(1, "cut-idx3-ubyte");
    }

    [Fact]
    public void A_prediction_has_every_class_and_probabilities_that_add_up_to_one()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--out", "run", "--quiet").Expect(0);
        var outcome = tool.RunWith("15.26,14.84,0.871,5.763,3.312,2.221,5.22\n\n18.7,16.2,0.89,6.2,3.7,3.5,6.1\n",
            "predict", "run", "-", "--json").Expect(0);
        Assert.Equal(2, outcome.Lines.Length);
        Assert.Equal(["event", "input", "class", "probability", "probabilities"],
            outcome.Last.EnumerateObject().Select(field => field.Name));
        Assert.Equal("prediction", outcome.Last.GetProperty("event").GetString());
        var shares = outcome.Last.GetProperty("probabilities").EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetDouble());
        Assert.Equal(["Kama", "Rosa", "Canadian"], shares.Keys);
        Assert.Equal(1, shares.Values.Sum(), 1e-5);
        Assert.Equal("Rosa", outcome.Last.GetProperty("class").GetString());
        Assert.Equal(shares["Rosa"], outcome.Last.GetProperty("probability").GetDouble());
        Assert.Contains("Rosa", tool.Run("predict", "run", "18.7 16.2 0.89 6.2 3.7 3.5 6.1").Expect(0).Out);
        Assert.Contains("Rosa", tool.Run("predict", "run", "18.7,16.2,0.89,6.2,3.7,3.5,6.1").Expect(0).Out);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_explained()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--out", "run", "--quiet").Expect(0);
        tool.Run("predict", "run", "1,2,3").Explains(2, "3 cells", "expected 7", "area, perimeter");
        tool.Run("predict", "run", "1,2,3,4,5,6,many").Explains(2, "many", "column 7");
        tool.Run("predict", "run", "1,2,3,4,5,6,NaN").Explains(2, "NaN", "column 7");
        tool.RunWith("1,2,3,4,5,6,7\n1,2\n", "predict", "run", "-").Explains(1, "-, line 2", "expected 7");
        tool.Run("predict", "run", "nowhere.png").Explains(1, "nowhere.png");
        tool.Run("predict", "run", "--nope").Explains(2, "--nope");
        tool.Run("predict", "run").Explains(2);
        tool.Run("predict", "nowhere", "1,2").Explains(1, "nowhere", "no such folder", "train");
        WriteImage(tool["digit.png"], Digits.Generate(1, 1, "test").Images, isDarkOnLight: false);
        tool.Run("predict", "run", "digit.png").Explains(2, "digit.png", "[7]");
    }

    [Fact]
    public void A_damaged_image_is_explained()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Write("text.png", "no image at all");
        tool.Run("predict", run, "text.png").Explains(1, "text.png");
        WriteImage(tool["whole.png"], Digits.Generate(1, 1, "test").Images, isDarkOnLight: false);
        File.WriteAllBytes(tool["cut.png"], File.ReadAllBytes(tool["whole.png"])[..100]);
        tool.Run("predict", run, "cut.png").Explains(1, "cut.png");
    }

    [Fact]
    public void A_row_is_read_between_any_delimiter_that_can_be_meant_and_else_what_is_expected_is_told()
    {
        using var tool = new Tool();
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},5;{i % 5};{i % 3};{"xy"[i % 2]}\n"));
        tool.Write("t.csv", $"a;b;c;kind\n{rows}");
        tool.Run("train", "table", "--data", "t.csv", "--target", "kind", "--decimal", ",", "--epochs", "1", "--out", "run", "--quiet").Expect(0);
        string said = Said("1,5;2;3");
        foreach (string row in (string[])["1.5,2,3", "1,5\t2\t3", "1,5|2|3", "1,5 2 3", "1.5,2,3,x"])
            Assert.Equal(said, Said(row));
        Assert.NotEqual(said, Said("1,2,3"));
        tool.Run("predict", "run", "1,5,2,3,4").Explains(1, "no row; expected a file, or a row of 3 cells (a, b, c) between semicolons, tabs or bars, "
            + "numbers with a decimal comma");
        tool.Write("rows.csv", "1.5,2,3\n2.5,2,3\n");
        tool.Run("predict", "run", "rows.csv").Explains(1, "the row has 1 cell; expected 3 (a, b, c)", "Cells do not end at commas", "--decimal .");
        tool.Run("predict", "run", "rows.csv", "--decimal", ".").Expect(0);

        string Said(string row) => tool.Run("predict", "run", row, "--json").Expect(0).Last.GetProperty("probabilities").GetRawText();
    }

    private static string TrainedWell(Tool tool)
    {
        tool.Run("train", tool.SmallRecipe(epochs: 6, count: 4000), "--out", "run", "--quiet").Expect(0);
        return "run";
    }

    private static string Answer(Outcome outcome)
    {
        JsonElement line = Assert.Single(outcome.Expect(0).Lines);
        return line.GetProperty("class").GetString() + line.GetProperty("probabilities").GetRawText();
    }

    /// <summary>The drawing four times as large, by the ending's format.</summary>
    private static void WriteImage(string path, ReadOnlySpan<byte> pixels, bool isDarkOnLight)
    {
        var large = new byte[Side * Scale * Side * Scale * 3];
        for (int i = 0; i < large.Length; i++)
        {
            int y = i / 3 / (Side * Scale) / Scale, x = i / 3 % (Side * Scale) / Scale;
            byte ink = pixels[(y * Side) + x];
            large[i] = isDarkOnLight ? (byte)(255 - ink) : ink;
        }

        const int Size = Side * Scale;
        using var stream = File.Create(path);
        var writer = new ImageWriter();
        switch (Path.GetExtension(path))
        {
            case ".png": writer.WritePng(large, Size, Size, ColorComponents.RedGreenBlue, stream); break;
            case ".jpg": writer.WriteJpg(large, Size, Size, ColorComponents.RedGreenBlue, stream, 95); break;
            default: writer.WriteBmp(large, Size, Size, ColorComponents.RedGreenBlue, stream); break;
        }
    }
}
