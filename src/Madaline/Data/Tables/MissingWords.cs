using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Finds words that seem to mean a missing cell: a few, among numbers or dates.</summary>
internal static class MissingWords
{
    private const int MaxWords = 3;

    /// <summary>Whether numbers prevail in a column, and its texts are a few words that come again and again.</summary>
    public static bool AreAmongNumbers(ColumnScan column) => column.Numbers > column.Texts && column.Texts > 0
        && !column.IsForeign && column.Different.Count <= MaxWords;

    /// <summary>Whether a column holds dates but for a few words.</summary>
    public static bool AreAmongDates(ColumnScan column) => column is { IsNearlyDate: true, Numbers: 0 }
        && column.Dates.Others.Count > 0 && column.Dates.OtherTexts.Count <= MaxWords;

    /// <summary>
    /// The words that such a column holds, and with them all that are taken for missing in the table now: naming some
    /// puts them in the place of the usual ones. Empty where the column has no such words.
    /// </summary>
    public static IReadOnlyList<string> For(ColumnScan column, Table table, TableScan scan, TableOptions options)
    {
        if (!AreAmongNumbers(column) && !AreAmongDates(column))
            return [];
        ColumnScan[] mixed = [.. scan.Columns.Where(c => AreAmongNumbers(c) || AreAmongDates(c))];
        var spellings = MissingSpellings.Of(options.MissingValues);
        List<string> known = [.. options.MissingValues ?? []], words = [];
        bool hasWord = false;
        var reader = scan.Rewind(table);
        while (reader.Read())
        {
            for (int i = 0; i < reader.FieldCount && options.MissingValues is null; i++)
            {
                if (reader[i].Length > 0 && spellings.Contains(reader[i]))
                    AddTo(known, reader[i].ToString());
            }

            foreach (var other in reader.FieldCount == scan.Cells ? mixed : [])
            {
                var cell = reader[other.Index];
                if (!IsWord(cell, reader.Notation, spellings, other.IsNearlyDate))
                    continue;
                AddTo(words, cell.ToString());
                hasWord |= other == column;
            }
        }

        return hasWord ? [.. known, .. words] : [];
    }

    // A comma parts the words where they are named, and stands in none.
    private static bool IsWord(
        ReadOnlySpan<char> cell, NumberNotation notation, MissingSpellings spellings, bool isAmongDates) =>
        !spellings.Contains(cell) && !cell.Contains(',') && !CellNumber.TryParse(cell, notation, out _)
            && !CellNumber.LooksForeign(cell, notation) && !(isAmongDates && DateText.TryParse(cell, out _));

    private static void AddTo(List<string> words, string word)
    {
        if (!words.Contains(word, StringComparer.OrdinalIgnoreCase))
            words.Add(word);
    }
}
