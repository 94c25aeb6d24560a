using System.Globalization;

namespace Madaline.Studio.Views.Builder;

/// <summary>Sizes and times in words, to two digits: nobody needs more of a prediction.</summary>
internal static class Amount
{
    /// <summary>A size: 407 kB.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => $"{Number(bytes)} bytes",
        < 1e6 => $"{Number(bytes / 1e3)} kB",
        < 1e9 => $"{Number(bytes / 1e6)} MB",
        _ => $"{Number(bytes / 1e9)} GB",
    };

    /// <summary>A time: 12 s.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 1 => $"{Number(1e3 * seconds)} ms",
        < 100 => $"{Number(seconds)} s",
        < 6000 => $"{Number(seconds / 60)} min",
        _ => $"{Number(seconds / 3600)} h",
    };

    /// <summary>Two digits, or all before the point.</summary>
    private static string Number(double value) =>
        value.ToString(value < 10 ? "G2" : "F0", CultureInfo.InvariantCulture);
}
