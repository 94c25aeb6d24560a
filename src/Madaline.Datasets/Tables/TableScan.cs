using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>The first pass over a table: its columns, its rows, and whether it has a header.</summary>
internal sealed class TableScan
{
    private readonly string _file;

    private TableScan(string file, TableColumn[] columns, int rows, bool hasHeader, int firstLine)
    {
        _file = file;
        Columns = columns;
        Rows = rows;
        HasHeader = hasHeader;
        FirstLine = firstLine;
    }

    public TableColumn[] Columns { get; }

    /// <summary>Rows without the header.</summary>
    public int Rows { get; }

    public bool HasHeader { get; }

    /// <summary>Line of the first row that is not blank.</summary>
    public int FirstLine { get; }

    /// <summary>Reads all records; every one must be as wide as the first.</summary>
    public static TableScan Run(CsvRecords records, string file, TableOptions options)
    {
        if (!records.Read()) throw new DataFormatException(file, 0, "the table is empty.");
        var firstLine = records.Line;
        var columns = Start(records, file);
        var count = 1;
        for (; records.Read(); count++)
        {
            if (records.FieldCount != columns.Length)
            {
                throw new DataFormatException(file, records.Line, 0,
                    $"the row has {records.FieldCount} cells; expected {columns.Length} as in line {firstLine}.");
            }

            foreach (var column in columns) column.Add(records[column.Index], records.Line);
        }

        var hasHeader = options.HasHeader ?? columns.Any(column => column.LooksHeaded || IsAskedFor(column, options));
        foreach (var column in columns) column.UseFirst(hasHeader, firstLine);
        return new TableScan(file, columns, hasHeader ? count - 1 : count, hasHeader, firstLine);
    }

    /// <summary>The column that a name or a number from 0 means.</summary>
    public TableColumn Find(string name, string purpose)
    {
        var found = Columns.Where(column => column.Name == name).ToArray();
        if (found.Length == 0)
            found = [.. Columns.Where(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0 && int.TryParse(name, out var index) && index >= 0 && index < Columns.Length)
            return Columns[index];
        if (found.Length == 1) return found[0];
        var names = string.Join(", ", Columns.Take(20).Select(column => column.Name));
        if (Columns.Length > 20) names += ", …";
        throw new DataFormatException(_file, FirstLine, 0, found.Length == 0
            ? $"no column '{name}' for {purpose}; the columns are {names}. A number from 0 will do too."
            : $"{found.Length} columns are called '{name}'; name the one for {purpose} by its number from 0.");
    }

    private static TableColumn[] Start(CsvRecords records, string file)
    {
        if (records.FieldCount < 2)
        {
            throw new DataFormatException(file, records.Line, 0,
                "the table has one column; expected features and a class, between commas, semicolons or tabs.");
        }

        var columns = new TableColumn[records.FieldCount];
        for (var i = 0; i < columns.Length; i++) columns[i] = new TableColumn(i, records[i].ToString());
        return columns;
    }

    private static bool IsAskedFor(TableColumn column, TableOptions options) =>
        column.FirstIsText && (column.First == options.Target || options.Exclude.Contains(column.First));
}
