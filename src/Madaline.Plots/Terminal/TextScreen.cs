using System.Text;
using Madaline.Formats;

namespace Madaline.Plots;

/// <summary>Letters in colours, line by line; escapes are written only where colours change.</summary>
/// <param name="to">Where it goes.</param>
/// <param name="colours">What the terminal has.</param>
/// <param name="width">Letters in a line.</param>
/// <param name="options">How it was asked for.</param>
internal sealed class TextScreen(TextWriter to, TerminalColours colours, int width, ShowOptions options)
{
    private const string Reset = "\u001b[0m";
    private readonly StringBuilder _line = new();
    private string _state = "";

    /// <summary>Letters in a line.</summary>
    public int Width => width;

    public ShowOptions Options => options;

    public bool HasColours => colours != TerminalColours.None;

    /// <summary>Whether blocks and braille arrive; else there is ASCII.</summary>
    public bool HasBlocks { get; } = to.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds letters to the line.</summary>
    public void Write(string text, Colour? ink = null, Colour? ground = null)
    {
        string state = HasColours ? Escape(38, ink) + Escape(48, ground) : "";
        if (state != _state)
        {
            if (_state.Length > 0)
                _line.Append(Reset);
            _line.Append(state);
            _state = state;
        }

        _line.Append(text);
    }

    /// <summary>Ends the line; blanks without a ground at its end are left out.</summary>
    public void EndLine()
    {
        if (_state.Length > 0)
            _line.Append(Reset);
        else
            while (_line.Length > 0 && _line[^1] is ' ' or '\u2800')
                _line.Length--;

        to.WriteLine(_line.ToString());
        _line.Clear();
        _state = "";
    }

    /// <summary>A line of foreign text: without control characters, and no wider than the screen.</summary>
    public void WriteLine(string text)
    {
        Write(PlainText.Of(text));
        EndLine();
    }

    private string Escape(int what, Colour? colour) => colour is not { } c ? ""
        : colours == TerminalColours.All ? $"\u001b[{what};2;{c.R};{c.G};{c.B}m" : $"\u001b[{what};5;{Nearest(c)}m";

    /// <summary>The nearest of the 6·6·6 colours and 24 greys that all terminals of 256 have alike.</summary>
    private static int Nearest(Colour colour)
    {
        static int Step(byte value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
        static int Value(int step) => step == 0 ? 0 : 55 + (40 * step);
        int r = Step(colour.R), g = Step(colour.G), b = Step(colour.B);
        int grey = Math.Clamp((((colour.R + colour.G + colour.B) / 3) - 3) / 10, 0, 23), level = 8 + (10 * grey);
        int Distance(int red, int green, int blue) => ((red - colour.R) * (red - colour.R))
            + ((green - colour.G) * (green - colour.G)) + ((blue - colour.B) * (blue - colour.B));
        return Distance(level, level, level) < Distance(Value(r), Value(g), Value(b)) ? 232 + grey
            : 16 + (36 * r) + (6 * g) + b;
    }
}
