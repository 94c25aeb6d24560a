using System.Globalization;
using System.Text;
using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>What a cell says: a number, nothing, or text.</summary>
internal static class TableCell
{
    /// <summary>Parses a number with a decimal point; NaN is no number. What is too large comes out infinite.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, out double value)
    {
        // Pixels and counts: a few digits need no general parser.
        if (cell.Length is > 0 and <= 9)
        {
            int number = 0, at = 0;
            while (at < cell.Length && char.IsAsciiDigit(cell[at])) number = 10 * number + (cell[at++] - '0');
            value = number;
            if (at == cell.Length) return true;
        }

        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && !double.IsNaN(value);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    /// <summary>Whether the cell is empty, NA, N/A, ? or nan.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell) =>
        cell is "" or "?" or "NA" or "N/A" || cell.Equals("nan", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc cref="IsMissing(ReadOnlySpan{char})"/>
    public static bool IsMissing(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || cell.SequenceEqual("?"u8) || cell.SequenceEqual("NA"u8) || cell.SequenceEqual("N/A"u8)
        || Ascii.EqualsIgnoreCase(cell, "nan"u8);

    /// <summary>A cell for an error message: short, and on one line.</summary>
    public static string Show(ReadOnlySpan<char> cell)
    {
        const int most = 40;
        return PlainText.Of(cell.Length > most ? $"{cell[..most]}…" : cell.ToString());
    }
}
