using System.Globalization;

namespace Madaline.Cli.Output;

/// <summary>How many files a process may have open: the runtime needs some itself, and fails oddly without.</summary>
internal static class OpenFileLimit
{
    private const string Limits = "/proc/self/limits", Line = "Max open files";
    private const int MinLimit = 128;

    /// <summary>Refuses to begin where the runtime could not load what the commands need.</summary>
    /// <exception cref="IOException">The limit is too low.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Limits))
            return;
        string? line = File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(Line, StringComparison.Ordinal));
        string first = line?[Line.Length..].TrimStart().Split(' ')[0] ?? "";
        if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit < MinLimit)
            throw new IOException($"a process may have {limit} files open here; expected at least {MinLimit}. Raise "
                + "the limit: ulimit -n 1024.");
    }
}
