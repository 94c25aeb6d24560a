namespace Madaline.Plots;

/// <summary>Standard output, where someone looks: the one place of this library that knows the console.</summary>
internal static class StandardOutput
{
    private const int WidthOfFiles = 80;

    /// <summary>Terminals that have all colours without saying so in COLORTERM.</summary>
    private static readonly string[] Colourful = ["direct", "kitty", "alacritty", "foot", "ghostty", "wezterm"];

    /// <summary>What is written on: standard output as its terminal can, others as the options say.</summary>
    public static TextScreen Screen(TextWriter? to, ShowOptions? options)
    {
        options ??= new ShowOptions();
        options.Require();
        to ??= Console.Out;
        bool isTerminal = ReferenceEquals(to, Console.Out) && !Console.IsOutputRedirected;
        var colours = options.Colours ?? (isTerminal
            ? ColoursOf(Environment.GetEnvironmentVariable, OperatingSystem.IsWindows()) : TerminalColours.None);
        return new TextScreen(to, colours, options.Width ?? (isTerminal ? TerminalWidth() : WidthOfFiles), options);
    }

    /// <summary>What the environment says of a terminal's colours.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    /// <param name="isWindows">Whether only terminals that name themselves understand colours.</param>
    public static TerminalColours ColoursOf(Func<string, string?> variable, bool isWindows)
    {
        string term = variable("TERM") ?? "", said = variable("COLORTERM") ?? "";
        if (variable("NO_COLOR") is { Length: > 0 } || term == "dumb")
            return TerminalColours.None;
        bool hasAll = said is "truecolor" or "24bit" || variable("WT_SESSION") is { Length: > 0 }
            || variable("TERM_PROGRAM") is "iTerm.app" or "vscode" or "WezTerm" or "ghostty"
            || Colourful.Any(name => term.Contains(name, StringComparison.Ordinal));
        return hasAll ? TerminalColours.All
            : term.Length == 0 || (isWindows && !term.Contains("256", StringComparison.Ordinal)) ? TerminalColours.None
            : TerminalColours.Palette;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Math.Clamp(Console.WindowWidth, 20, 1000);
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return WidthOfFiles;
        }
    }
}
