using System.Globalization;

namespace Madaline.Cli.Inputs;

/// <summary>The variable that says how many threads to use, which the library passes over where it is wrong.</summary>
internal static class ThreadCount
{
    public const string Variable = "MADALINE_NUM_THREADS";
    public const int Most = 1024;

    /// <summary>Its value. Wrong ones are refused, unless <c>--threads</c> decides.</summary>
    /// <exception cref="UsageException">It is no number of threads.</exception>
    public static string? Checked(string[] args)
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        bool isSaid = args is ["doctor", ..] || Array.Exists(args, arg => arg is "--help" or "-h" or "--version");
        if (isSaid || IsCount(text))
            return text;
        if (Array.Exists(args, arg => arg.StartsWith("--threads", StringComparison.Ordinal)))
            return null;
        throw new UsageException($"{Variable} is {text}; expected an integer from 1 to {Most}. Set it right, or "
            + "unset it to use all processors.");
    }

    /// <summary>Whether a text is a number of threads.</summary>
    public static bool IsCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= Most;
}
