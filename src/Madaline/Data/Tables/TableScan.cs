using System.Globalization;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>The first pass over a table: its columns, its rows, and whether it has a header.</summary>
internal sealed class TableScan
{
    /// <summary>Columns that an error names.</summary>
    public const int NamesShown = 20;

    /// <summary>Rows up to which values that do not come again are no wonder.</summary>
    private const int FewRows = 5;

    private readonly List<TableNote> _notes = [];

    private TableScan(string file, CsvReader reader, ColumnScan[] columns) =>
        (Name, Delimiter, Notation, Columns, FirstLine, Cells) =
            (file, reader.Delimiter, reader.Notation, columns, reader.Line, columns.Length);

    /// <summary>What errors call the table.</summary>
    public string Name { get; }

    public ColumnScan[] Columns { get; private set; }

    public char Delimiter { get; }

    /// <summary>How numbers are written: settled where it is said, or where cells show it.</summary>
    public NumberNotation Notation { get; private set; }

    /// <summary>Rows without the header, and without those of another width.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows of another width, where such are left out.</summary>
    public RaggedRows Ragged { get; } = new();

    /// <summary>Cells of a row.</summary>
    public int Cells { get; }

    public bool HasHeader { get; private set; }

    /// <summary>What to know of a first row that is read as data and may name the columns; mostly null.</summary>
    public TableNote? UntoldHeader { get; private set; }

    /// <summary>Whether it does in all likelihood: the other values of a column come again and again.</summary>
    public bool HasLikelyHeader { get; private set; }

    /// <summary>Line of the first row that is not blank.</summary>
    public int FirstLine { get; }

    /// <summary>What the user should know, as sentences.</summary>
    public IReadOnlyList<TableNote> Notes => _notes;

    /// <summary>Reads all records; every one must be as wide as the first, unless such rows are left out.</summary>
    public static TableScan Run(Table table, TableOptions options, bool skipsRagged = false)
    {
        var notation = table.Format.Notation;
        var scan = Run(table, options, skipsRagged, notation);
        if (notation.IsSettled || scan.Columns.Any(column => column.Marks.Other is not null)
            || scan.Columns.All(column => column.Marks.Own is null))
            return scan;
        scan.Notation = notation with { IsSettled = true };
        // What was open (1,234) is a group now.
        return scan.Columns.All(column => column.Marks.Open is null) ? scan
            : Run(table, options, skipsRagged, scan.Notation);
    }

    private static TableScan Run(Table table, TableOptions options, bool skipsRagged, NumberNotation notation)
    {
        string[] wanted = [.. options.Exclude, .. options.Include];
        if (options.Target is { } target)
            wanted = [.. wanted, target];
        var reader = table.Rows(wanted.Length == 0 ? null : first => HasAll(first, wanted));
        reader.Notation = notation;
        if (!reader.Read())
            throw new DataFormatException(table.Name, 0, 0, "the table is empty; expected rows of cells.");
        var scan = new TableScan(table.Name, reader, Start(reader, MissingSpellings.Of(options.MissingValues)));
        int count = 1;
        while (reader.Read())
        {
            if (reader.FieldCount != scan.Cells)
            {
                if (!skipsRagged && options.Missing != MissingCells.Drop)
                    throw WrongWidth(reader, scan.Cells, scan.FirstLine);
                scan.Ragged.Add(reader);
                continue;
            }

            count++;
            foreach (var column in scan.Columns)
                column.Add(reader[column.Index], reader.Line);
        }

        scan.SettleHeader(table.Format.HasHeader, options, count);
        scan.DropEmptyColumn();
        return scan;
    }

    /// <summary>The records again, from the first row below the header.</summary>
    public CsvReader Rewind(Table table)
    {
        var reader = table.Rows(Delimiter);
        reader.Notation = Notation;
        if (HasHeader)
            reader.Read();
        return reader;
    }

    /// <summary>The error of a row that is not as wide as the first.</summary>
    public static DataFormatException WrongWidth(CsvReader reader, int width, int firstLine)
    {
        int found = reader.FieldCount;
        string ends = found == width + 1 && reader[found - 1].IsEmpty ? " The row ends with a delimiter." : "";
        return reader.Wrong(-1, $"the row has {InCells(found)}; expected {width} as in line {firstLine}.{ends} Put "
            + "a cell that holds the delimiter between double quotes.", new TableRemedy(TableRemedyKind.DropRows));
    }

    /// <summary>A number of cells in words.</summary>
    public static string InCells(int count) => count == 1 ? "1 cell" : $"{count} cells";

    /// <summary>The column to predict: the one asked for, or the last.</summary>
    public ColumnScan Target(TableOptions options) =>
        options.Target is { } name ? Find(name, "the target") : Columns[^1];

    /// <summary>The column that a name or a number from 0 means.</summary>
    public ColumnScan Find(string name, string purpose)
    {
        var found = TryFind(name);
        if (found.Length == 1)
            return found[0];
        string names = string.Join(", ", Columns.Take(NamesShown).Select(column => column.ShownName));
        if (Columns.Length > NamesShown)
            names += ", …";
        string problem = found.Length == 0
            ? $"no column '{CellNumber.Show(name)}' for {purpose}; the columns are {names}."
                + $"{NearestName.Hint(name, Columns.Select(column => column.Name))} A number from 0 will do too."
            : $"{found.Length} columns are called '{CellNumber.Show(name)}', but for upper and lower case; name the "
                + $"one for {purpose} exactly.";
        throw found.Length > 0 || HasHeader ? new DataFormatException(Name, FirstLine, 0, problem)
            : new DataFormatException(Name, FirstLine, 0, problem, new TableRemedy(TableRemedyKind.Header));
    }

    /// <summary>The columns that are asked for; a name with commas that no column has stands for several.</summary>
    public IEnumerable<ColumnScan> FindSeveral(string name, string purpose)
    {
        string[] parts = TryFind(name).Length == 0 ? name.Split(',', StringSplitOptions.TrimEntries) : [name];
        return parts.Length > 1 && Array.TrueForAll(parts, part => TryFind(part).Length == 1)
            ? parts.Select(part => TryFind(part)[0])
            : [Find(name, purpose)];
    }

    /// <summary>An error about a column.</summary>
    public DataFormatException Refuse(ColumnScan column, int line, string what, TableRemedy? remedy = null)
    {
        string problem = $"column '{column.ShownName}' {what}";
        return remedy is null ? new DataFormatException(Name, line, column.Index + 1, problem)
            : new DataFormatException(Name, line, column.Index + 1, problem, remedy);
    }

    private ColumnScan[] TryFind(string name)
    {
        var found = Array.FindAll(Columns, column => column.Name == name);
        if (found.Length == 0)
            found = Array.FindAll(Columns, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found.Length == 0 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? Array.FindAll(Columns, column => column.Index == index)
            : found;
    }

    private static ColumnScan[] Start(CsvReader reader, MissingSpellings missing)
    {
        if (reader.FieldCount < 2)
        {
            throw reader.Wrong(-1, "the table has one column; expected features and a class, between tabs, semicolons, "
                + "bars, commas or blanks.", new TableRemedy(TableRemedyKind.Delimiter));
        }

        var columns = new ColumnScan[reader.FieldCount];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = new ColumnScan(i, reader[i].ToString(), reader.Notation, missing);
        return columns;
    }

    /// <summary>Whether a first row holds the names asked for.</summary>
    private static bool HasAll(CsvReader first, string[] wanted)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < first.FieldCount; i++)
            names.Add(first[i].ToString());
        return Array.TrueForAll(wanted, names.Contains);
    }

    private void SettleHeader(bool? said, TableOptions options, int count)
    {
        HasHeader = said ?? Array.Exists(Columns,
            column => column.LooksHeaded || column.LooksHeadedByDates || IsAskedFor(column, options));
        foreach (var column in Columns)
            column.UseFirst(HasHeader, FirstLine);
        Rows = HasHeader ? count - 1 : count;
        if (said is not null)
            return;
        var number = Array.Find(Columns, column => column.FirstIsNumber);
        if (HasHeader && number is not null)
        {
            _notes.Add(new TableNote($"Line {FirstLine} is read as the names of the columns, though "
                + $"'{CellNumber.Show(number.First)}' in it is a number.",
                new TableRemedy(TableRemedyKind.Header, "no")));
        }

        var texts = Array.FindAll(Columns, column => column.FirstIsText);
        if (!HasHeader && Rows > 1 && texts.Length > 0 && !Array.Exists(texts, column => column.FirstComesAgain))
        {
            bool isAllText = Array.TrueForAll(Columns, column => column.Numbers == 0);
            UntoldHeader = new TableNote($"Line {FirstLine} is read as a row of data, though "
                + $"'{CellNumber.Show(texts[0].First)}' comes in no other row"
                + (isAllText ? ": where all cells are texts, nothing tells names from data." : "."),
                new TableRemedy(TableRemedyKind.Header, "yes"));
            _notes.Add(UntoldHeader);
            HasLikelyHeader = Rows > FewRows
                && Array.Exists(texts, column => 2 * (column.Different.Count - 1) < Rows);
        }
    }

    /// <summary>What delimiters at the ends of all lines make: a column without a name and without cells.</summary>
    private void DropEmptyColumn()
    {
        var last = Columns[^1];
        if (last.IsNamed || last.Numbers + last.Texts > 0 || Columns.Length < 3 || Rows == 0)
            return;
        Columns = Columns[..^1];
        _notes.Add(new TableNote("Every line ends with a delimiter: the empty column behind it is left out."));
    }

    /// <summary>Refuses two columns of one name among those in use.</summary>
    public void RequireUniqueNames(IEnumerable<ColumnScan> used)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in used.OrderBy(column => column.Index))
        {
            if (seen.TryAdd(column.Name, column.Index))
                continue;
            throw new DataFormatException(Name, FirstLine, column.Index + 1, "two columns are called "
                + $"'{column.ShownName}' (columns {seen[column.Name] + 1} and {column.Index + 1}); expected different "
                + "names, so that a row means one thing.",
                new TableRemedy(TableRemedyKind.RenameOrExclude, $"{column.Index}"));
        }
    }

    private static bool IsAskedFor(ColumnScan column, TableOptions options) =>
        column.FirstIsText && (column.First == options.Target
            || options.Exclude.Contains(column.First) || options.Include.Contains(column.First));
}
