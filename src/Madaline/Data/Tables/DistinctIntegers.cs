using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Columns of integers that all differ, found by a pass of their own.</summary>
internal static class DistinctIntegers
{
    /// <summary>Those of the columns in which no integer comes twice.</summary>
    public static IReadOnlyCollection<ColumnScan> Among(
        Table table, TableScan scan, IEnumerable<ColumnScan> columns)
    {
        var seen = columns.ToDictionary(column => column, _ => new HashSet<long>());
        if (seen.Count == 0)
            return [];
        var reader = scan.Rewind(table);
        while (seen.Count > 0 && reader.Read())
        {
            if (reader.FieldCount != scan.Cells)
                continue;
            foreach (var (column, values) in seen)
            {
                if (reader.TryGetNumber(column.Index, out double value) && !values.Add((long)value))
                    seen.Remove(column);
            }
        }

        return seen.Keys;
    }
}
