using System.Globalization;
using System.Text;
using System.Text.Json;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Plots;
using Madaline.Workbench;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Madaline.Cli.Output;

/// <summary>Where a command's results and notes go: tables for people on stdout and notes on stderr, or JSON
/// lines.</summary>
internal sealed class Report(bool json, bool quiet)
{
    public bool IsJson => json;

    public bool IsQuiet => quiet;

    /// <summary>Results for people.</summary>
    public IAnsiConsole Out { get; } = Make(Console.Out);

    /// <summary>Progress and notes for people.</summary>
    public IAnsiConsole Notes { get; } = Make(Console.Error);

    /// <summary>Whether someone watches the progress.</summary>
    public bool ShowsProgress => !quiet && !json;

    public void Note(string text)
    {
        if (!quiet && !json)
            Console.Error.WriteLine(PlainText.Of(text, keepLines: true));
    }

    /// <summary>Notes with their remedies in terms of flags.</summary>
    public void Note(IEnumerable<Note> notes)
    {
        foreach (Note note in notes)
            Note(note);
    }

    /// <summary>A note with its remedy in terms of flags, if there is one.</summary>
    public void Note(Note? note)
    {
        if (note is not null)
            Note(RemedyText.Of(note));
    }

    /// <summary>
    /// What the library noticed: a note, or an event. Classes that are never answered have notes of their own.
    /// </summary>
    public void Hint(Hint hint)
    {
        if (hint.Kind == HintKind.ClassNeverPredicted)
            return;
        string text = RemedyText.Of(hint);
        Note($"hint: {text} [{hint.Kind}]");
        Write(fields =>
        {
            fields.WriteString("event", "hint");
            fields.WriteString("kind", hint.Kind.ToString());
            fields.WriteString("message", text);
        });
    }

    /// <summary>One JSON object on a line of stdout.</summary>
    public void Write(Action<Utf8JsonWriter> fields)
    {
        if (!json)
            return;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        Console.Out.Flush();
    }

    /// <summary>A table or a picture for people on stdout.</summary>
    public void Show(IRenderable picture)
    {
        if (!json)
            Out.Write(picture);
    }

    /// <summary>Curves and pictures for people on stdout, in the colours that its terminal has.</summary>
    public void Draw(Action<TextWriter, ShowOptions> show)
    {
        if (json)
            return;
        var colours = Out.Profile.Capabilities.ColorSystem switch
        {
            ColorSystem.TrueColor => TerminalColours.All,
            ColorSystem.EightBit => TerminalColours.Palette,
            _ => TerminalColours.None,
        };
        show(Console.Out, new ShowOptions { Colours = colours, Width = Width });
    }

    /// <summary>Letters in a line of stdout.</summary>
    public int Width => Math.Clamp(Out.Profile.Width, 20, 1000);

    /// <summary>Whether someone looks at stdout as it is written.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;

    public void Line(string text)
    {
        if (!json)
            Console.Out.WriteLine(PlainText.Of(text, keepLines: true));
    }

    /// <summary>A number, or null where JSON has no word for it.</summary>
    public static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    /// <summary>What was filled or unknown in a row, if anything was.</summary>
    public static void Remarks(Utf8JsonWriter writer, IReadOnlyList<CellRemark> remarks)
    {
        if (remarks.Count == 0)
            return;
        writer.WriteStartArray("remarks");
        foreach (var remark in remarks)
            writer.WriteStringValue($"{remark}");
        writer.WriteEndArray();
    }

    /// <summary>What <c>COLUMNS</c> says, which shells and pagers set.</summary>
    private static int? WidthAskedFor() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None,
            CultureInfo.InvariantCulture, out int width) && width is >= 20 and <= 1000
            ? width : null;

    private static IAnsiConsole Make(TextWriter writer)
    {
        bool terminal = ReferenceEquals(writer, Console.Out) ? !Console.IsOutputRedirected : !Console.IsErrorRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = WidthAskedFor() ?? 120;
        return console;
    }
}
