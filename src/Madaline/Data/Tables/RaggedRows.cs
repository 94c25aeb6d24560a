using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Rows of a table that have another number of cells than its first.</summary>
internal sealed class RaggedRows
{
    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Line of the first one.</summary>
    public int Line { get; private set; }

    /// <summary>Its cells.</summary>
    public int Cells { get; private set; }

    /// <summary>Takes one into account.</summary>
    public void Add(CsvReader row)
    {
        if (Count++ == 0)
            (Line, Cells) = (row.Line, row.FieldCount);
    }
}
