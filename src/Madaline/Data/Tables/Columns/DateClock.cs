using System.Globalization;

namespace Madaline.Data;

/// <summary>The time of day behind a date: 9:30, 09:30:15.250, 9:30 PM, 09:30Z, 09:30+02:00.</summary>
internal static class DateClock
{
    /// <summary>Reads a time; nothing at all is midnight. That of a zone is brought to UTC.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time, out bool hasTime)
    {
        (time, hasTime) = (TimeSpan.Zero, !text.IsEmpty);
        if (text.IsEmpty)
            return true;
        if (!TryZone(ref text, out TimeSpan offset) || !TryHalf(ref text, out int half))
            return false;
        Span<Range> parts = stackalloc Range[4];
        int count = text.Split(parts, ':');
        double seconds = 0;
        if (count is not (2 or 3) || !TryInteger(text[parts[0]], half < 0 ? 23 : 12, out int hours)
            || !TryInteger(text[parts[1]], 59, out int minutes)
            || (count == 3 && !TrySeconds(text[parts[2]], out seconds)) || (half >= 0 && hours == 0))
            return false;
        if (half >= 0)
            hours = (hours % 12) + (12 * half);
        time = new TimeSpan(hours, minutes, 0) + TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            - offset;
        return true;
    }

    /// <summary>Takes Z or ±hh:mm from the end.</summary>
    private static bool TryZone(ref ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text[^1] is 'Z' or 'z')
        {
            text = text[..^1].TrimEnd();
            return true;
        }

        int at = text.LastIndexOfAny('+', '-');
        if (at < 0)
            return true;
        ReadOnlySpan<char> zone = text[(at + 1)..];
        int colon = zone.IndexOf(':');
        ReadOnlySpan<char> minutes = colon > 0 ? zone[(colon + 1)..] : zone.Length == 4 ? zone[2..] : "0";
        if (!TryInteger(colon > 0 ? zone[..colon] : zone[..Math.Min(2, zone.Length)], 14, out int h)
            || !TryInteger(minutes, 59, out int m) || (colon < 0 && zone.Length is not (2 or 4)))
            return false;
        offset = new TimeSpan(h, m, 0) * (text[at] == '-' ? -1 : 1);
        text = text[..at].TrimEnd();
        return true;
    }

    /// <summary>Takes AM (0) or PM (1) from the end; -1 where there is none.</summary>
    private static bool TryHalf(ref ReadOnlySpan<char> text, out int half)
    {
        half = text.EndsWith("am", StringComparison.OrdinalIgnoreCase) ? 0
            : text.EndsWith("pm", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        if (half >= 0)
            text = text[..^2].TrimEnd();
        return !text.IsEmpty;
    }

    private static bool TrySeconds(ReadOnlySpan<char> text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= 0 and < 60 && char.IsAsciiDigit(text[0]);

    private static bool TryInteger(ReadOnlySpan<char> text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && text.Length <= 2
            && value <= most;
}
