namespace Madaline.Formats;

/// <summary>Finds out what stands between the cells of a table.</summary>
internal static class CsvDialect
{
    private const int SampleRecords = 20;

    /// <summary>
    /// The sign that parts the first records into equally many cells; of several the tab, then the semicolon, the bar,
    /// the comma (which may be a decimal comma or stand in text), and at last runs of blanks. If none is so regular,
    /// the one that parts them most.
    /// </summary>
    /// <param name="text">The table.</param>
    /// <param name="suits">Whether a first record is as expected: such signs come before others; null for any.</param>
    public static char Detect(CsvText text, Func<CsvReader, bool>? suits)
    {
        char[] candidates = text.Format.Decimal == ',' ? ['\t', ';', '|', ' '] : ['\t', ';', '|', ',', ' '];
        (char Sign, int Cells, int Rank) best = (candidates[^2], 0, 0);
        bool hasSigns = false;
        foreach (char sign in candidates)
        {
            // Text has blanks too: they part cells only where no other sign does.
            if (sign == ' ' && hasSigns)
                continue;
            var (cells, isRegular, isSuited) = Try(text, sign, suits);
            if (cells <= 1 && !isSuited)
                continue;
            hasSigns |= sign != '\t' && cells > 1;
            int rank = (isSuited ? 2 : 0) + (isRegular ? 1 : 0);
            bool isMore = rank == best.Rank && !isRegular && cells > best.Cells;
            if (rank > best.Rank || isMore)
                best = (sign, cells, rank);
        }

        return best.Sign;
    }

    /// <summary>All cells of the first records beyond one each, and whether the records have equally many.</summary>
    private static (int Cells, bool IsRegular, bool IsSuited) Try(
        CsvText text, char sign, Func<CsvReader, bool>? suits)
    {
        int first = 0, cells = 1;
        bool isRegular = true, isSuited = false;
        var reader = new CsvReader(text, sign, isSample: true, decodes: suits is not null);
        try
        {
            for (int i = 0; i < SampleRecords && reader.Read(); i++)
            {
                if (i == 0)
                    (first, isSuited) = (reader.FieldCount, suits?.Invoke(reader) ?? false);
                isRegular &= reader.FieldCount == first;
                cells += reader.FieldCount - 1;
            }
        }
        catch (DataFormatException)
        {
            // What is wrong is told when the table is read with the sign chosen.
            isRegular = false;
        }

        return (cells, isRegular && first > 1, isSuited);
    }
}
