using System.Globalization;

namespace Madaline.Studio.Views.Wheat;

/// <summary>Numbers of tables as people write them.</summary>
internal static class WheatText
{
    /// <summary>A cell as the file has it.</summary>
    public static string Written(double value) =>
        ((float)value).ToString("G7", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A distance in standard deviations.</summary>
    public static string Distance(double deviations) =>
        deviations.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A share.</summary>
    public static string Percent(double share) => double.IsFinite(share)
        ? $"{(100 * share).ToString("F1", CultureInfo.InvariantCulture)}%" : "–";

    /// <summary>A difference of shares, in points of a hundred.</summary>
    public static string Points(double difference) =>
        (100 * difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
}
