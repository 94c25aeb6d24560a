namespace Madaline.Formats;

/// <summary>Text from elsewhere, fit for a message, a table or a terminal.</summary>
/// <remarks>
/// Names of files, classes and columns come from outside. A control character among them could move the
/// cursor, change colours or hide what stands before it; one that turns the direction of writing could do the last.
/// </remarks>
public static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with every control character replaced by U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="keepLines">Whether line feeds and tabs stay.</param>
    /// <returns>The same text, where there is nothing to replace.</returns>
    public static string Of(string text, bool keepLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = 0;
        while (first < text.Length && !IsControl(text[first], keepLines))
            first++;
        if (first == text.Length)
            return text;
        return string.Create(text.Length, (text, keepLines), static (shown, from) =>
        {
            for (int i = 0; i < shown.Length; i++)
                shown[i] = IsControl(from.text[i], from.keepLines) ? Replacement : from.text[i];
        });
    }

    /// <summary>The message of an error, without .NET's name of the parameter at its end.</summary>
    /// <param name="error">The error.</param>
    public static string MessageOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is ArgumentException { ParamName: { } parameter }
            ? error.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : error.Message;
    }

    /// <summary>A foreign text for a message, with only its beginning where it is long.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The most characters shown, and a mark behind them where there were more.</param>
    public static string Cut(string text, int most = 40)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most)
            return Of(text);
        int end = most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{Of(text[..end])}…";
    }

    /// <summary>A whole message, with the middle left out where it is far too long to read.</summary>
    internal static string Shortened(string message)
    {
        const int Head = 1600, Tail = 400;
        string text = message.Length <= Head + Tail ? message : $"{message[..Head]} … {message[^Tail..]}";
        return Of(text);
    }

    /// <summary>C0, DEL and C1; separators of lines and paragraphs; marks that turn the direction of writing.</summary>
    private static bool IsControl(char c, bool keepLines) =>
        char.IsControl(c) ? !(keepLines && (c is '\n' or '\t'))
            : c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>
    /// Texts of at most a number of letters: cut at the end, or, where that would make two of them one, in the middle.
    /// </summary>
    /// <param name="texts">Names in a column or a row.</param>
    /// <param name="width">Letters at most, at least 1.</param>
    public static string[] Shortened(IReadOnlyList<string> texts, int width)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        string[] cut = [.. texts.Select(text => text.Length <= width ? text : text[..(width - 1)] + "…")];
        if (width < 4 || cut.Distinct(StringComparer.Ordinal).Count() >= texts.Distinct(StringComparer.Ordinal).Count())
            return cut;
        int end = width / 2;
        return [.. texts.Select(text => text.Length <= width ? text : $"{text[..(width - end - 1)]}…{text[^end..]}")];
    }
}
