namespace Madaline.Cli.Output;

/// <summary>Words of a command line as a shell takes them for one each.</summary>
internal static class ShellWord
{
    private const string Plain = "_-.:/+=%,@";

    /// <summary>The word, between quotes where it needs them.</summary>
    public static string Of(string word)
    {
        if (word.Length > 0 && word[0] is not ('-' or '@')
            && word.All(c => char.IsLetterOrDigit(c) || Plain.Contains(c)))
            return word;
        // A shell of Unix reads on behind these, also between double quotes; that of Windows knows no others.
        return !OperatingSystem.IsWindows() && word.AsSpan().ContainsAny("\"$`\\!")
            ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
