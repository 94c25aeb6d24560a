using System.Globalization;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>What a column of a table holds, whatever becomes of it.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Its place, from 0.</param>
public sealed record ColumnProfile(string Name, int Index)
{
    /// <summary>Numbers, integers, dates, text, text and numbers, or empty.</summary>
    public required string Type { get; init; }

    /// <summary>Cells that are missing.</summary>
    public int Missing { get; init; }

    /// <summary>Different cells among those that are there; of very many at least these.</summary>
    public int Distinct { get; init; }

    /// <summary>Whether there may be more different cells than were counted.</summary>
    public bool HasMore { get; init; }

    /// <summary>The smallest and the largest number or date as text; empty for text.</summary>
    public string Min { get; init; } = "";

    /// <inheritdoc cref="Min"/>
    public string Max { get; init; } = "";

    /// <summary>The values of a column of few, the most frequent first; of one with very many the first cell.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>Every column of a table at a glance.</summary>
public sealed class TableProfile
{
    private TableProfile(TableScan scan, IReadOnlyList<ColumnProfile> columns) =>
        (Columns, Rows, RaggedRows, Delimiter, HasHeader) =
            (columns, scan.Rows, scan.Ragged.Count, scan.Delimiter, scan.HasHeader);

    /// <summary>The columns, in the order of the table.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>Rows of the first one's width, without the header.</summary>
    public int Rows { get; }

    /// <summary>Rows of another width.</summary>
    public int RaggedRows { get; }

    /// <summary>What stands between cells.</summary>
    public char Delimiter { get; }

    /// <summary>Whether the first row names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>Looks at every cell of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What counts as missing; columns asked for, which show the header.</param>
    /// <exception cref="DataFormatException">It cannot be read to its end.</exception>
    public static TableProfile Of(Table table, TableOptions? options = null)
    {
        options ??= new TableOptions();
        var scan = TableScan.Run(table, options, skipsRagged: true);
        var missing = MissingSpellings.Of(options.MissingValues);
        ColumnCells[] cells = [.. scan.Columns.Select(_ => new ColumnCells())];
        var reader = scan.Rewind(table);
        while (reader.Read())
        {
            for (int i = 0; i < cells.Length && reader.FieldCount == scan.Cells; i++)
            {
                if (!missing.Contains(reader[i]))
                    cells[i].Add(reader[i]);
            }
        }

        return new TableProfile(scan, [.. scan.Columns.Select((column, i) => Describe(column, cells[i]))]);
    }

    private static ColumnProfile Describe(ColumnScan column, ColumnCells cells)
    {
        string type = column.Present == 0 ? "empty" : column.IsDate ? "dates"
            : column.IsNumeric ? column.Values.AreIntegers ? "integers" : "numbers"
            : column.Numbers == 0 ? "text" : "text and numbers";
        var (min, max) = (type, column.Dates) switch
        {
            ("dates", { Min: { } first, Max: { } last }) => (DateText.Show(first), DateText.Show(last)),
            ("integers" or "numbers", _) => (Shown(column.Values.Min), Shown(column.Values.Max)),
            _ => ("", ""),
        };
        return new ColumnProfile(column.Name, column.Index)
        {
            Type = type,
            Missing = column.Missing,
            Distinct = cells.Different.Count,
            HasMore = cells.Different.IsCut,
            Min = min,
            Max = max,
            Values = cells.MostFrequent(),
        };
    }

    private static string Shown(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The cells of a column, as far as they are few.</summary>
    private sealed class ColumnCells
    {
        private const int Most = 64;
        private Dictionary<string, int>? _counts = [];
        private string _first = "";

        public DistinctCells Different { get; } = new();

        public void Add(ReadOnlySpan<char> cell)
        {
            if (Different.Count == 0)
                _first = cell.ToString();
            Different.Add(cell);
            if (_counts is null)
                return;
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                _counts.GetAlternateLookup<ReadOnlySpan<char>>(), cell, out _)++;
            if (_counts.Count > Most)
                _counts = null;
        }

        public IReadOnlyList<string> MostFrequent() => _counts is null ? [_first]
            : [.. _counts.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => value.Key)];
    }

    /// <summary>How many rows, and every column with its type.</summary>
    public override string ToString() =>
        $"{Rows:N0} rows: {string.Join(", ", Columns.Select(c => $"{c.Name} ({c.Type})"))}";
}
