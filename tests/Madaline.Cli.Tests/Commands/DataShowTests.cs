namespace Madaline.Cli.Tests.Commands;

public sealed class DataShowTests
{
    [Fact]
    public void Images_are_drawn_with_their_classes()
    {
        using var tool = new Tool();
        Assert.Contains("digits.svg", tool.Run("data", "show", "digits", "--out", "digits.svg").Expect(0).Out);
        string words = ShowTests.Words(tool["digits.svg"]);
        Assert.Contains("digits: 100 of 10000 training images", words);
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(10, words.Split($"|{digit}").Length - 1);
        tool.Run("data", "show", "digits", "--out", "new/four.png", "--class", "4", "--count", "12").Expect(0);
        var (width, height) = ShowTests.SizeOfPng(tool["new/four.png"]);
        Assert.InRange(width, 1500, 2500);
        Assert.InRange(height, 300, 700);
    }

    [Fact]
    public void Text_needs_no_file()
    {
        using var tool = new Tool();
        var outcome = tool.Run("data", "show", "digits", "--text", "--count", "10").Expect(0);
        Assert.Contains("10 of 10000", outcome.Out);
        Assert.Contains('▓', outcome.Out);
        Assert.DoesNotContain('\u001b', outcome.Out);
        Assert.Empty(Directory.EnumerateFiles(tool.Folder));
    }

    [Fact]
    public void Unknown_sets_classes_and_files_name_the_known_ones()
    {
        using var tool = new Tool();
        tool.Run("data", "show", "nope", "--out", "x.png").Explains(2, "nope", "digits", "mnist");
        tool.Run("data", "show", "digits", "--class", "ten", "--out", "x.png").Explains(2, "--class is ten", "0, 1, 2");
        tool.Run("data", "show", "digits").Explains(2, "--out is missing", "--text");
        tool.Run("data", "show", "digits", "--out", "x.gif").Explains(2, "x.gif", ".png or .svg");
        tool.Run("data", "show", "digits", "--count", "0", "--out", "x.png").Explains(2, "--count");
        tool.Run("data", "show", "wheat-sample", "--out", "x.png").Explains(1, "no images", "7 numbers");
        tool.Run("data", "show", "mnist", "--out", "x.png").Explains(1, "mnist", "data get mnist");
        tool.Write("file", "");
        tool.Run("data", "show", "digits", "--out", "file/x.png").Explains(1, "cannot be written");
    }
}
