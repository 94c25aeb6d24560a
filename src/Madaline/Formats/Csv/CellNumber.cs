using System.Globalization;

namespace Madaline.Formats;

/// <summary>What a cell of a table says: a number, nothing, or text.</summary>
internal static class CellNumber
{
    private const int MaxShown = 40;

    /// <summary>Decimal digits of which Float32 holds any number.</summary>
    private const int ExactDigits = 6;

    private const string GroupSeparators = ",.'\u2019 \u00A0\u202F";

    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>
    /// Parses a number: digits with a sign, a decimal mark and an exponent, and no group separators. NaN is no number;
    /// what is too large comes out infinite.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> cell, char mark, out double value)
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
    /// Whether a text would be a number with the other decimal mark, or with group separators: no word is meant by it.
    /// </summary>
    public static bool LooksForeign(ReadOnlySpan<char> cell, char mark) => cell.Length > 0
        && !TryParse(cell, mark, out _) && (IsOfOtherMark(cell, mark) || IsGrouped(cell));

    /// <summary>Why a text that looks like a number is none, and what mends it; null where it is a word.</summary>
    public static (string Reason, TableRemedy Remedy)? Explain(ReadOnlySpan<char> cell, char mark)
    {
        if (!LooksForeign(cell, mark))
            return null;
        string reason = $"numbers have a decimal {(mark == '.' ? "point" : "comma")} here, and no group separators";
        return (reason, new TableRemedy(mark == '.' ? TableRemedyKind.DecimalComma : TableRemedyKind.DecimalPoint));
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

    private static bool IsOfOtherMark(ReadOnlySpan<char> cell, char mark) =>
        TryParse(cell, mark == '.' ? ',' : '.', out double value) && double.IsFinite(value);

    /// <summary>One to three digits, then groups of three between equal separators, then perhaps decimals.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> cell)
    {
        cell = cell.TrimStart("+-");
        int at = CountLeadingDigits(cell);
        if (at is 0 or > 3 || at == cell.Length || !GroupSeparators.Contains(cell[at]))
            return false;
        char separator = cell[at];
        cell = cell[at..];
        while (cell.Length > 3 && cell[0] == separator && CountLeadingDigits(cell[1..]) == 3)
            cell = cell[4..];
        return cell.IsEmpty || (cell.Length > 1 && cell[0] is ',' or '.' && cell[0] != separator
            && CountLeadingDigits(cell[1..]) == cell.Length - 1);
    }

    private static int CountLeadingDigits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }

    private static bool TryParsePoint(ReadOnlySpan<char> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);
}
