using System.Globalization;

namespace Madaline.Data;

/// <summary>A number with a unit, such as <c>1.441,85 €</c>, <c>53 kg</c> or <c>$12</c>: text to a table.</summary>
internal static class CellUnit
{
    private const int MaxLetters = 8;

    /// <summary>
    /// The unit of a cell: what stands behind a number, or a currency before it; empty where none does.
    /// </summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        if (cell.Length > 1 && char.GetUnicodeCategory(cell[0]) == UnicodeCategory.CurrencySymbol)
            return IsNumber(cell[1..]) ? cell[..1] : [];
        int start = cell.Length;
        while (start > 0 && !char.IsAsciiDigit(cell[start - 1]))
            start--;
        var unit = cell[start..].TrimStart();
        bool isUnit = unit.Length is > 0 and <= MaxLetters && unit.IndexOfAny(",;:") < 0;
        return isUnit && IsNumber(cell[..start]) ? unit : [];
    }

    /// <summary>Digits, with signs and marks between them, in whatever notation.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("+-");
        if (text.IsEmpty || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
            return false;
        foreach (char sign in text)
        {
            if (!char.IsAsciiDigit(sign) && sign is not ('.' or ',' or ' ' or '\'' or '\u00A0' or '\u202F'))
                return false;
        }

        return true;
    }
}
