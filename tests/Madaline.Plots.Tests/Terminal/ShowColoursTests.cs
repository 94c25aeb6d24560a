namespace Madaline.Plots.Tests.Terminal;

public sealed class ShowColoursTests
{
    [Theory]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor", TerminalColours.All)]
    [InlineData("TERM=xterm-kitty", TerminalColours.All)]
    [InlineData("TERM=xterm-256color", TerminalColours.Palette)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", TerminalColours.None)]
    [InlineData("TERM=dumb", TerminalColours.None)]
    [InlineData("", TerminalColours.None)]
    public void Colours_are_those_that_the_environment_tells_of(string environment, TerminalColours expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, StandardOutput.ColoursOf(variables.GetValueOrDefault, isWindows: false));
    }

    [Fact]
    public void On_Windows_only_terminals_that_name_themselves_have_colours()
    {
        Assert.Equal(TerminalColours.None, StandardOutput.ColoursOf(_ => null, isWindows: true));
        Assert.Equal(TerminalColours.All,
            StandardOutput.ColoursOf(name => name == "WT_SESSION" ? "x" : null, isWindows: true));
    }

    [Fact]
    public void An_image_is_half_blocks_of_two_pixels()
    {
        var bytes = Tensor.From(new byte[] { 255, 255, 0, 0, 0, 128 }, [3, 2, 1]);
        string first = Text(to => Show.Image(bytes, to, In(TerminalColours.All))).Split('\n')[0];
        Assert.Equal($"\u001b[38;2;255;0;0m{Ground(255, 0, 0)}{new string('▀', 16)}\u001b[0m", first);
        string palette = Text(to => Show.Image(bytes, to, In(TerminalColours.Palette)));
        Assert.Contains("\u001b[38;5;196m\u001b[48;5;196m▀", palette);
    }

    [Fact]
    public void Numbers_stand_on_colours_of_their_value()
    {
        string text = Text(to => Show.Tensor(Tensor.From([-1f, 0, 1]), to, In(TerminalColours.All)));
        Assert.Contains($"{Ground(Palette.Blue)} -1 ", text);
        Assert.Contains($"{Ground(Palette.White)}  0 ", text);
        Assert.Contains($"{Ground(Palette.Vermilion)}  1 ", text);
    }

    [Fact]
    public void Curves_lie_over_each_other_with_a_legend()
    {
        string text = Text(to => Show.Curves([new Series("a", [1, 2]), new Series("b", [2, 1])], to,
            In(TerminalColours.All)));
        Assert.Single(text.Split('\n'), line => line.Contains('└'));
        Assert.EndsWith("━━ \u001b[0mb\n", text);
    }

    private static ShowOptions In(TerminalColours colours) => new() { Colours = colours };

    private static string Ground(Colour colour) => Ground(colour.R, colour.G, colour.B);

    private static string Ground(int r, int g, int b) => $"\u001b[48;2;{r};{g};{b}m";

    private static string Text(Action<TextWriter> show)
    {
        using var to = new StringWriter { NewLine = "\n" };
        show(to);
        return to.ToString();
    }
}
