using System.Globalization;

namespace Madaline.Formats;

/// <summary>
/// Numbers whose digits are in groups of three: <c>1,441.85</c>, <c>1.441,85</c>, <c>350 000</c>, <c>1'441</c>.
/// </summary>
internal static class GroupedNumber
{
    // Blanks: the plain one, one that does not break, and the narrow ones of French and Swiss tables.
    private const string Separators = ",.'\u2019 \u00A0\u2009\u202F";

    private const int MaxLength = 64;

    /// <summary>
    /// Parses such a number. A single group behind the sign that is the decimal mark elsewhere (<c>1,441</c> under a
    /// point) is one only where the notation is settled.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> cell, NumberNotation notation, out double value)
    {
        value = 0;
        if (cell.Length is < 5 or > MaxLength || SeparatorOf(cell) is not { } separator || separator == notation.Mark
            || (!notation.IsSettled && IsAmbiguous(cell, notation.OtherMark)))
            return false;
        Span<char> plain = stackalloc char[MaxLength];
        int count = 0, digits = -1;
        bool hasGroups = false;
        for (int i = 0; i < cell.Length; i++)
        {
            char c = cell[i];
            if (c == separator || c == notation.Mark)
            {
                // Before either sign there is a whole group, but for the first.
                if (digits is < 1 or > 3 || (hasGroups && digits != 3) || (c == notation.Mark && !hasGroups))
                    return false;
                if (c == notation.Mark)
                    return IsFraction(cell[(i + 1)..])
                        && Parse(plain[..count], cell[i..], plain, out value);
                (hasGroups, digits) = (true, 0);
                continue;
            }

            if (i == 0 && c is '+' or '-')
                digits = 0;
            else if (char.IsAsciiDigit(c))
                digits = Math.Max(digits, 0) + 1;
            else
                return false;
            plain[count++] = c;
        }

        return hasGroups && digits == 3 && Parse(plain[..count], [], plain, out value);
    }

    /// <summary>
    /// Whether a cell is one to three digits, not from 0 on, then a sign, then three digits: thousands or decimals.
    /// </summary>
    public static bool IsAmbiguous(ReadOnlySpan<char> cell, char sign)
    {
        if (cell.Length > 0 && cell[0] is '+' or '-')
            cell = cell[1..];
        int at = cell.IndexOf(sign);
        return at is > 0 and <= 3 && cell.Length == at + 4 && cell[0] is >= '1' and <= '9'
            && CellNumber.IsDigits(cell[..at]) && CellNumber.IsDigits(cell[(at + 1)..]);
    }

    /// <summary>
    /// The sign between groups, or null; what begins with 0 has decimals behind it.
    /// </summary>
    private static char? SeparatorOf(ReadOnlySpan<char> cell)
    {
        var digits = cell[0] is '+' or '-' ? cell[1..] : cell;
        int at = digits.IndexOfAnyExceptInRange('0', '9');
        return at is >= 1 and <= 3 && digits[0] != '0' && Separators.Contains(digits[at]) ? digits[at] : null;
    }

    private static bool IsFraction(ReadOnlySpan<char> text) =>
        text.Length > 0 && CellNumber.IsDigits(text);

    private static bool Parse(
        ReadOnlySpan<char> digits, ReadOnlySpan<char> fraction, Span<char> plain, out double value)
    {
        fraction.CopyTo(plain[digits.Length..]);
        if (fraction.Length > 0)
            plain[digits.Length] = '.';
        return double.TryParse(plain[..(digits.Length + fraction.Length)], NumberStyles.Float,
            CultureInfo.InvariantCulture, out value);
    }
}
