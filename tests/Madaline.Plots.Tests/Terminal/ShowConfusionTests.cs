using Madaline.Training;

namespace Madaline.Plots.Tests.Terminal;

/// <summary>The confusion matrix as letters fits the terminal, however many classes there are.</summary>
public sealed class ShowConfusionTests
{
    [Fact]
    public void Names_stand_in_full_where_there_is_room() => Assert.Equal(
        "true \\ said oak elm\noak           2   1\nelm           ·   1\n",
        Text(Given.Evaluation(["oak", "elm"], (0, 0), (0, 0), (0, 1), (1, 1)), 80));

    [Theory]
    [InlineData(3, 6, 80)]
    [InlineData(10, 10, 80)]
    [InlineData(10, 10, 60)]
    [InlineData(30, 34, 80)]
    [InlineData(30, 34, 60)]
    [InlineData(100, 20, 60)]
    [InlineData(2, 400, 40)]
    public void No_line_is_wider_than_the_terminal_and_no_number_is_lost(int classes, int length, int width)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(c => new string('x', length - $"{c}".Length) + c)];
        Evaluation evaluation = Given.Evaluation(names, [.. Enumerable.Range(0, classes).Select(c => (c, (c + 1) % classes)), (0, 0), (0, 0)]);
        string[] lines = Text(evaluation, width).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length}: {line}"));
        string[] matrix = [.. lines.Where(line => !line.StartsWith("true", StringComparison.Ordinal))];
        Assert.Equal(classes + 1, matrix.Sum(line => line[RowWidth(names, width)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(cell => cell != "·")));
        string[] rows = [.. matrix.Select(line => line[..RowWidth(names, width)].Trim())];
        Assert.Equal(classes, rows.Distinct().Count());
    }

    [Fact]
    public void Numbers_have_no_confusion()
    {
        var numbers = Evaluator.Run(new Madaline.NN.Identity(), new Madaline.NN.MseLoss(),
            new Madaline.Data.TensorDataset(Tensor.Ones([3, 1]), Tensor.Ones([3, 1], DType.Float64)));
        Assert.Contains("PredictionsFigure", Assert.Throws<ArgumentException>(() => Show.Confusion(numbers, TextWriter.Null)).Message);
    }

    private static int RowWidth(string[] names, int width) =>
        Math.Clamp(names.Max(name => name.Length), 11, Math.Max(11, Math.Min(24, width / 3)));

    private static string Text(Evaluation evaluation, int width)
    {
        using var text = new StringWriter();
        Show.Confusion(evaluation, text, new ShowOptions { Width = width });
        return text.ToString().ReplaceLineEndings("\n");
    }
}
