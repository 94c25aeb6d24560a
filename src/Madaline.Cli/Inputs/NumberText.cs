using System.Globalization;
using System.Text.RegularExpressions;

namespace Madaline.Cli.Inputs;

/// <summary>Numbers as people write them in flags: a decimal point, and no group separators.</summary>
internal static partial class NumberText
{
    /// <summary>A number; false for <c>0,001</c> and <c>1,000</c>.</summary>
    public static bool TryReal(string? text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>An integer; false for <c>1,000</c>.</summary>
    public static bool TryInteger(string? text, out int value) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    /// <summary>How to write a number that has a comma, as a sentence with a blank before it; else nothing.</summary>
    public static string Advice(string text)
    {
        string plain = Separators().Replace(text, "");
        if (Groups().IsMatch(text) && TryReal(plain, out _))
            return $" Numbers have no group separators: write {plain}.";
        string point = text.Replace(',', '.');
        return text.Contains(',', StringComparison.Ordinal) && TryReal(point, out _)
            ? $" The decimal mark is a point: write {point}." : "";
    }

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}([,'_ \u2019\u00A0\u202F]\d{3})+(\.\d+)?$")]
    private static partial Regex Groups();

    [GeneratedRegex(@"[,'_ \u2019\u00A0\u202F]")]
    private static partial Regex Separators();
}
