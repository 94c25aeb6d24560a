using Madaline.Formats;

namespace Madaline.Data;

/// <summary>
/// Makes numbers of a table's rows: what each column becomes, the values it may hold, and the classes. Fitted on a
/// table once, it makes the same of every row that comes later.
/// </summary>
/// <remarks>
/// Classes and values are sorted: integers by number, text by character code. A model that was trained on a table keeps
/// its encoder. Safe from many threads.
/// </remarks>
public sealed class TableEncoder
{
    private readonly EncodedColumn[] _columns;

    /// <summary>An encoder of columns that are known.</summary>
    /// <param name="columns">All columns in the table's order, at most one of them the target.</param>
    /// <param name="dtype">Float32, or Float64 for features with more digits than Float32 holds.</param>
    /// <param name="mark">The decimal mark of numbers: a point or a comma.</param>
    /// <exception cref="ArgumentException">No feature, two columns of one name, or two targets.</exception>
    public TableEncoder(IEnumerable<EncodedColumn> columns, DType dtype = DType.Float32, char mark = '.')
    {
        _columns = [.. columns];
        (DType, Decimal) = (dtype, mark);
        string? problem = !dtype.IsFloating() ? $"dtype is {dtype}; expected Float32 or Float64"
            : mark is not ('.' or ',') ? $"the decimal mark is '{mark}'; expected '.' or ','"
            : !Array.Exists(_columns, column => column.IsFeature) ? "no column is a feature; expected one at least"
            : _columns.OfType<TargetColumn>().Count() > 1 ? "two columns are the target; expected one"
            : HaveOneName(_columns.Where(column => column is not OmittedColumn))
                ? "two columns have one name; expected different names"
            : null;
        if (problem is not null)
            throw new ArgumentException($"table encoder: {problem}.", nameof(columns));
        Vocabularies = Array.ConvertAll(_columns, VocabularyOf);
        Features = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i].IsFeature)];
        Target = Array.FindIndex(_columns, column => column is TargetColumn);
        FeatureNames = [.. Features.SelectMany(i => _columns[i].FeatureNames)];
        ClassNames = Target < 0 ? [] : _columns[Target].Values;
    }

    /// <summary>All columns, in the order of the table.</summary>
    public IReadOnlyList<EncodedColumn> Columns => _columns;

    /// <summary>
    /// A name for each feature: <c>COLUMN</c>, <c>COLUMN=value</c>, <c>COLUMN year</c>, <c>COLUMN is missing</c>.
    /// </summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Names of the classes, by index; empty where no column is the target.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether the target is a number, whose values are predicted as they are.</summary>
    public bool HasNumericTarget => Target >= 0 && _columns[Target].Values.Count == 0;

    /// <summary>The name of the target's column; empty where no column is the target.</summary>
    public string TargetName => Target < 0 ? "" : _columns[Target].Name;

    /// <summary>Number of features.</summary>
    public int Width => FeatureNames.Count;

    /// <summary>Float32, or Float64 where a column has more digits than Float32 holds.</summary>
    public DType DType { get; }

    /// <summary>The decimal mark of numbers.</summary>
    public char Decimal { get; }

    /// <summary>What is done with missing cells.</summary>
    public MissingCells Missing { get; init; }

    /// <summary>The words that mean a missing cell, in whatever letters; an empty cell always does.</summary>
    public IReadOnlyList<string> MissingValues
    {
        get => MissingWords.Words;
        init => MissingWords = new MissingSpellings(value);
    }

    /// <summary>What is done with values that were not trained on.</summary>
    public UnknownValues Unknown { get; init; }

    /// <summary>What the user should know of the table it was fitted on.</summary>
    public IReadOnlyList<TableNote> Notes { get; internal init; } = [];

    /// <summary>Whether <c>1,234</c> is one thousand and more, as in the table that it was fitted on.</summary>
    internal bool ReadsGroups { get; init; }

    /// <summary>How numbers are written.</summary>
    internal NumberNotation Notation => new(Decimal, ReadsGroups);

    /// <summary>What counts as missing.</summary>
    internal MissingSpellings MissingWords { get; init; } = MissingSpellings.Default;

    /// <summary>Columns that are features, by their places.</summary>
    internal int[] Features { get; }

    /// <summary>Place of the target, or -1.</summary>
    internal int Target { get; }

    /// <summary>The values of each column, or null.</summary>
    internal Vocabulary?[] Vocabularies { get; }

    /// <summary>An encoder of plain numbers.</summary>
    /// <param name="featureNames">A name for each feature.</param>
    /// <param name="classNames">Names of the classes, by index, or none.</param>
    /// <param name="target">The name of the class column.</param>
    public static TableEncoder OfNumbers(
        IEnumerable<string> featureNames, IReadOnlyList<string>? classNames = null, string target = "class")
    {
        EncodedColumn[] features = [.. featureNames.Select(name => new NumberColumn(name))];
        return new TableEncoder(classNames is null ? features
            : [.. features, new ClassColumn(target) { Values = classNames }]);
    }

    /// <summary>Finds out what becomes of each column of a table.</summary>
    /// <param name="table">The table to fit to.</param>
    /// <param name="options">Target, exclusions, encoding; null: the last column, and only numbers.</param>
    /// <exception cref="DataFormatException">
    /// Not a table, a column that can't be used, or a missing cell: with line, column and remedy.
    /// </exception>
    public static TableEncoder Fit(Table table, TableOptions? options = null) =>
        new TableFit(table, options ?? new TableOptions()).Run();

    /// <summary>Makes numbers of a table that has the class of each row.</summary>
    /// <param name="table">A table with these columns by name in any order, or without a header in this order.</param>
    /// <param name="target">The class column's name, where it is another one here.</param>
    /// <exception cref="DataFormatException">
    /// A column is missing, or a cell is missing, no number or an unknown value: with line and column.
    /// </exception>
    public TableData Encode(Table table, string? target = null) =>
        new RowEncoder(this, table.Format).ReadAll(table, target);

    /// <summary>Makes numbers of rows one after the other; the class of each may be there or not.</summary>
    /// <param name="table">A table with these columns by name in any order, or without a header in this order.</param>
    /// <param name="leftOut">
    /// Told of each row that misses cells, where such are left out; null to refuse them, since nobody would notice.
    /// </param>
    /// <exception cref="DataFormatException">As for <see cref="Encode"/>, when such a row is reached.</exception>
    public IEnumerable<EncodedRow> EncodeRows(Table table, Action<DataFormatException>? leftOut = null) =>
        new RowEncoder(this, table.Format) { LeftOut = leftOut }.Read(suits => table.Rows(suits), table.Name);

    /// <summary>Makes numbers of rows as a stream brings them.</summary>
    /// <param name="stream">The text; it stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="format">How it is written; null to find out, with this decimal mark.</param>
    /// <param name="leftOut">Told of each row that misses cells, where such are left out; null to refuse them.</param>
    /// <exception cref="DataFormatException">As for <see cref="Encode"/>, when such a row is reached.</exception>
    public IEnumerable<EncodedRow> EncodeRows(
        Stream stream, string name, CsvFormat? format = null, Action<DataFormatException>? leftOut = null)
    {
        format ??= new CsvFormat { Decimal = Decimal };
        return new RowEncoder(this, format) { LeftOut = leftOut }
            .Read(suits => new CsvReader(stream, name, format, suits), name);
    }

    /// <summary>Makes numbers of one row that is written as text.</summary>
    /// <param name="line">Cells between delimiters, without a header.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>Shape: [d].</returns>
    /// <exception cref="DataFormatException">As for <see cref="Encode"/>, or not exactly one row.</exception>
    public Tensor EncodeRow(string line, string name = "row")
    {
        var table = Table.Parse(line, name, new CsvFormat { Decimal = Decimal, HasHeader = false });
        EncodedRow[] rows = [.. EncodeRows(table).Take(2)];
        return rows.Length == 1 ? rows[0].Values : throw new DataFormatException(name, 0, 0,
            $"the text holds {(rows.Length == 0 ? "no row" : "several rows")}; expected one. Give a table for more.");
    }

    /// <summary>Makes numbers of one row by the names of its columns; columns of no use are passed over.</summary>
    /// <param name="row">Numbers, or texts as a table has them, by column.</param>
    /// <returns>Shape: [d].</returns>
    /// <exception cref="DataFormatException">A column is missing, no number or an unknown value.</exception>
    public Tensor EncodeRow<TValue>(IReadOnlyDictionary<string, TValue> row) => NamedRow.Encode(this, row);

    /// <summary>The encoder as JSON, for <see cref="FromJson"/>.</summary>
    public string ToJson() => EncoderJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">It is no encoder.</exception>
    public static TableEncoder FromJson(string json, string file = "encoder") => EncoderJson.Read(json, file);

    /// <summary>A tensor of this dtype over rows of features.</summary>
    internal Tensor ToTensor(double[] values, Shape shape) => DType == DType.Float64 ? Tensor.Wrap(values, shape)
        : Tensor.Wrap(Array.ConvertAll(values, value => (float)value), shape);

    /// <summary>Whether a cell is missing.</summary>
    internal bool IsMissing(in Cell cell) =>
        cell.Date is null && (MissingWords.Contains(cell.Text) || cell.Number is double.NaN);

    private static bool HaveOneName(IEnumerable<EncodedColumn> columns) =>
        columns.CountBy(column => column.Name).Any(name => name.Value > 1);

    private static Vocabulary? VocabularyOf(EncodedColumn column)
    {
        try
        {
            return column.Vocabulary();
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"table encoder: column '{CellNumber.Show(column.Name)}': {e.Message}.", e);
        }
    }

    /// <summary>How many features of which columns, and the target.</summary>
    public override string ToString() => $"TableEncoder: {Width} features of {Features.Length} columns"
        + (Target < 0 ? "" : $", target {TargetName}{(HasNumericTarget ? "" : $" of {ClassNames.Count} classes")}");
}

/// <summary>A row of a table made into numbers.</summary>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
/// <param name="Values">Shape: [d].</param>
public sealed record EncodedRow(int Line, Tensor Values)
{
    /// <summary>What the user should know of its cells: filled, or unknown; mostly none.</summary>
    public IReadOnlyList<CellRemark> Remarks { get; init; } = [];
}
