using System.Globalization;

namespace Madaline.Studio.Formulas;

/// <summary>A number as a person writes it: four digits, and a power of ten where it is very small or large.</summary>
/// <param name="Mantissa">Such as <c>−0.8623</c> or <c>4.683</c>.</param>
/// <param name="Exponent">The power of ten; null for none.</param>
internal readonly record struct FormulaNumber(string Mantissa, int? Exponent)
{
    private const double Small = 1e-3, Large = 1e5;

    /// <summary>Writes a number.</summary>
    public static FormulaNumber Of(double value)
    {
        if (double.IsNaN(value))
            return new("NaN", null);
        if (double.IsInfinity(value))
            return new(value > 0 ? "∞" : "−∞", null);
        double size = Math.Abs(value);
        if (size == 0)
            return new("0", null);
        if (value == Math.Floor(value) && size < Large)
            return new(Signed(value.ToString("0", CultureInfo.InvariantCulture)), null);
        if (size is >= Small and < Large)
        {
            int places = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6);
            return new(Signed(value.ToString("F" + places, CultureInfo.InvariantCulture)), null);
        }

        string[] parts = value.ToString("E3", CultureInfo.InvariantCulture).Split('E');
        return new(Signed(parts[0]), int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>As one line of text: <c>4.683 × 10⁻⁴</c>.</summary>
    public override string ToString() => Exponent is not { } power ? Mantissa
        : $"{Mantissa} × 10{string.Concat($"{power}".Select(Superscript))}";

    private static string Signed(string text) => text.Replace('-', '−');

    private static char Superscript(char sign) => sign == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign - '0'];
}
