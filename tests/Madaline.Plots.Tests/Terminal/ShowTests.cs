using System.Text;

namespace Madaline.Plots.Tests.Terminal;

/// <summary>What is written where there are no colours, to the letter.</summary>
public sealed class ShowTests
{
    [Fact]
    public void A_small_image_is_enlarged_and_written_as_shades() => Shows("""
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ░░░░░░░░░░░░░░░░████████████████
        ████████████████
        ████████████████
        ████████████████
        ████████████████
        ████████████████
        ████████████████
        ████████████████
        ████████████████
        """, to => Show.Image(Tensor.From([[0.4f, 1], [1, 0]]), to));

    [Fact]
    public void Numbers_beyond_those_of_images_are_stretched_and_that_is_said()
    {
        string text = Text(to => Show.Image(Tensor.From([[-2f, 6], [2, 6]]), to));
        Assert.EndsWith("\nblack is -2.0, white is 6.0\n", text);
        Assert.Contains("\n▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒████████████████\n", text);
    }

    [Fact]
    public void Of_a_batch_every_image_is_shown_with_its_index()
    {
        string text = Text(to => Show.Image(Tensor.Ones([2, 1, 4, 4]), to));
        Assert.Equal("████      ████\n████      ████\n[0]       [1]\n", text);
    }

    [Fact]
    public void A_curve_has_numbers_on_both_axes() => Shows("""
        3.00 ┤⠱⡀
             │⠀⠈⢆
        2.00 ┤⠀⠀⠀⠱⡀⠀⠀⠀⠀⠀⠀⠀⢀⡠
             │⠀⠀⠀⠀⠈⢆⠀⠀⠀⠀⡠⠒⠁
        1.00 ┤⠀⠀⠀⠀⠀⠀⠱⡠⠔⠉
             └┬──────┬─────┬
              0      1     2
        """, to => Show.Curve([3, 1, 2], to, Small));

    [Fact]
    public void What_is_not_a_number_leaves_a_gap() => Shows("""
        3.00 ┤⠑⠢⡀
             │⠀⠀⠈⠑
        2.00 ┤
             │
        1.00 ┤⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⣀⣀⣀⣀
             └┬──────┬─────┬
              0      2     4
        """, to => Show.Curve([3, 2.5, double.NaN, 1, 1], to, Small));

    [Fact]
    public void Several_curves_stand_below_each_other_on_the_same_axes()
    {
        Series[] both = [new("training", [0, 4]), new("validation", [2, 2])];
        string text = Text(to => Show.Curves(both, to, Small));
        string[] lines = text.Split('\n');
        Assert.Equal("training", lines[0]);
        Assert.Equal("validation", lines[8]);
        Assert.Equal(["4.00", "0.00"], [lines[9][..4], lines[13][..4]]);
    }

    [Fact]
    public void Numbers_of_a_matrix_are_aligned() => Shows("""
        Float32 [2, 3]: -1.50 to 12.00, mean 2.7
          1.00  -1.50   0.25
         12.00   0.00   4.50
        """, to => Show.Tensor(Tensor.From([[1f, -1.5f, 0.25f], [12, 0, 4.5f]]), to));

    [Fact]
    public void Integers_truths_and_odd_numbers_are_written_as_they_are()
    {
        Shows("Int64 [3]: -7 to 100, mean 32\n  -7    2  100", to => Show.Tensor(Tensor.From([-7L, 2, 100]), to));
        Shows("Bool [2]: 1 of 2 are true\n  true  false", to => Show.Tensor(Tensor.From([true, false]), to));
        Shows("Float32 [3]: 1 to 2, mean 1.50; 1 NaN or infinite\n   1  NaN    2",
            to => Show.Tensor(Tensor.From([1f, float.NaN, 2]), to));
        Shows("Float64 [0, 3]: no elements", to => Show.Tensor(Tensor.Zeros([0, 3], DType.Float64), to));
        Shows("Float32 []\n 3.5000", to => Show.Tensor(Tensor.FromScalar(3.5f), to));
    }

    [Fact]
    public void Matrices_of_a_small_tensor_are_written_with_their_index() => Shows("""
        Int64 [2, 1, 2]: 0 to 3, mean 1.50
        [0]
         0  1
        [1]
         2  3
        """, to => Show.Tensor(Tensor.Arange(4).Reshape(2, 1, 2), to));

    [Fact]
    public void Large_tensors_are_shades()
    {
        string map = Text(to => Show.Tensor(Tensor.Linspace(0, 1, 40 * 40).Reshape(40, 40), to));
        Assert.Equal(1 + 20, map.Count(c => c == '\n'));
        Assert.EndsWith($"\n{new string('█', 40)}\n", map);
        Tensor three = Tensor.Rand([3, 10, 10], rng: new Rng(1));
        string maps = Text(to => Show.Tensor(three, to, new ShowOptions { Width = 60 }));
        Assert.Contains("[0]         [1]         [2]", maps);
    }

    [Fact]
    public void Where_letters_are_ascii_so_are_pictures_and_curves()
    {
        using var bytes = new MemoryStream();
        using var to = new StreamWriter(bytes, Encoding.ASCII) { NewLine = "\n", AutoFlush = true };
        Show.Image(Tensor.From([[0f, 0.5f], [0, 0.5f]]), to);
        Show.Curve([1, 2], to, Small);
        string text = Encoding.ASCII.GetString(bytes.ToArray());
        Assert.DoesNotContain('?', text);
        Assert.StartsWith($"{new string(' ', 16)}{new string('+', 16)}\n", text);
        Assert.Contains("1.00 |**", text);
        Assert.Contains("     ++------------+\n      0            1\n", text);
    }

    [Fact]
    public void Control_characters_never_reach_the_terminal()
    {
        var tile = new Tile(Picture.OfImage(Tensor.Zeros([2, 2])), "a\u001b[2Jb");
        string text = Text(to => Show.Gallery(new Gallery("t\u001b[1m", [tile]), to));
        text += Text(to => Show.Curve(new Series("c\u001b[1m", [1, 2]), to));
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void What_cannot_be_shown_is_explained()
    {
        Data.InputTests.Explains("show: there is nothing to draw. The curve has no number in it; expected at least "
            + "one.",
            () => Show.Curve([double.NaN], TextWriter.Null));
        Data.InputTests.Explains("show: there is no such size. Width is 5, Height is 9; expected 20 to 1000 letters",
            () => Show.Curve([1], TextWriter.Null, new ShowOptions { Width = 5 }));
        Assert.Contains("x is [3]; expected [h, w]",
            Assert.Throws<TensorException>(() => Show.Image(Tensor.Zeros([3]), TextWriter.Null)).Message);
    }

    private static ShowOptions Small { get; } = new() { Width = 20, Height = 5 };

    private static void Shows(string expected, Action<TextWriter> show) => Assert.Equal(expected + "\n", Text(show));

    private static string Text(Action<TextWriter> show)
    {
        using var to = new StringWriter { NewLine = "\n" };
        show(to);
        return to.ToString();
    }
}
