namespace Madaline;

/// <summary>Where hints go that nobody asked for: the one place of the library that writes to the console.</summary>
public static partial class Hints
{
    private static Action<Hint>? StandardError()
    {
        string? setting = Environment.GetEnvironmentVariable("MADALINE_HINTS");
        return string.Equals(setting, "off", StringComparison.OrdinalIgnoreCase)
            ? null : hint => Console.Error.WriteLine(hint);
    }
}
