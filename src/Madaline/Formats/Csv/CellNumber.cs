using System.Globalization;

namespace Madaline.Formats;

/// <summary>What a cell of a table says: a number, nothing, or text.</summary>
internal static class CellNumber
{
    private const int MaxShown = 40;

    /// <summary>Decimal digits of which Float32 holds any number.</summary>
    private const int ExactDigits = 6;

    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>
    /// Parses a number: digits with a sign, a decimal mark and an exponent, or in groups of three. NaN is no number;
    /// what is too large comes out infinite.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberNotation notation, out double value) =>
        TryParsePlain(cell, notation.Mark, out value) || GroupedNumber.TryParse(cell, notation, out value);

    /// <summary>Parses a number without group separators.</summary>
    public static bool TryParsePlain(ReadOnlySpan<char> cell, char mark, out double value)
    {
        // Pixels and counts: a few digits need no general parser.
        if (cell.Length is > 0 and <= 9)
        {
            int number = 0, at = 0;
            while (at < cell.Length && char.IsAsciiDigit(cell[at]))
                number = (10 * number) + (cell[at++] - '0');
            value = number;
            if (at == cell.Length)
                return true;
        }

        if (mark == ',' && cell.IndexOfAny(',', '.') >= 0)
        {
            Span<char> point = stackalloc char[64];
            value = 0;
            if (cell.Length > point.Length || cell.Contains('.'))
                return false;
            cell.Replace(point, ',', '.');
            return TryParsePoint(point[..cell.Length], out value);
        }

        return TryParsePoint(cell, out value);
    }

    /// <summary>Whether the cell is empty, NA, N/A, ? or nan.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell) =>
        cell is "" or "?" or "NA" or "N/A" || cell.Equals("nan", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a text would be a number in the notation of the other decimal mark: no word is meant by it.
    /// </summary>
    public static bool LooksForeign(ReadOnlySpan<char> cell, NumberNotation notation) => cell.Length > 0
        && !TryParse(cell, notation, out _) && TryParse(cell, notation.Other, out double value)
        && double.IsFinite(value);

    /// <summary>Why a text that looks like a number is none, and what mends it; null where it is a word.</summary>
    public static (string Reason, TableRemedy? Remedy)? Explain(ReadOnlySpan<char> cell, NumberNotation notation)
    {
        if (!LooksForeign(cell, notation))
            return null;
        if (Meanings(cell, notation) is { } meanings)
            return ($"it may be {meanings}, and no number in training had such groups", null);
        return ($"numbers have a decimal {NumberNotation.NameOf(notation.Mark)} here",
            new TableRemedy(notation.Mark == '.' ? TableRemedyKind.DecimalComma : TableRemedyKind.DecimalPoint));
    }

    /// <summary>Both numbers that a cell of one group may be, in words; null for any other cell.</summary>
    public static string? Meanings(ReadOnlySpan<char> cell, NumberNotation notation)
    {
        char sign = GroupedNumber.IsAmbiguous(cell, '.') ? '.' : ',';
        if (notation.IsSettled || !GroupedNumber.IsAmbiguous(cell, sign))
            return null;
        string number = cell.ToString();
        return $"{number.Replace($"{sign}", "", StringComparison.Ordinal)}, in thousands, or "
            + $"{number.Replace(',', '.')}, with a decimal {NumberNotation.NameOf(sign)}";
    }

    /// <summary>Whether Float32 has no room for the digits that were written.</summary>
    public static bool LosesDigits(ReadOnlySpan<char> cell, double value)
    {
        float single = (float)value;
        if (single == value || CountDigits(cell) <= ExactDigits)
            return value != 0 && Math.Abs(value) < SmallestNormal;
        return double.Parse(single.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float,
            CultureInfo.InvariantCulture) != value;
    }

    /// <summary>A cell for an error message: short.</summary>
    public static string Show(ReadOnlySpan<char> cell) =>
        PlainText.Of(cell.Length > MaxShown ? $"{cell[..MaxShown]}…" : cell.ToString());

    /// <summary>Whether a text is digits only; none is too.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text)
    {
        // The searches of spans allocate before they are compiled for good, which a large table would notice.
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
        }

        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> cell)
    {
        int count = 0, zeros = 0;
        foreach (char c in cell)
        {
            if (c is 'e' or 'E')
                break;
            if (!char.IsAsciiDigit(c))
                continue;
            if (c != '0')
                (count, zeros) = (count + zeros + 1, 0);
            else if (count > 0)
                zeros++;
        }

        return count;
    }

    private static bool TryParsePoint(ReadOnlySpan<char> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);
}
