using System.Globalization;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Makes numbers of the rows of a table, by an encoder.</summary>
/// <param name="encoder">The columns and their values.</param>
/// <param name="format">How the table is written, as far as it was said.</param>
internal sealed class RowEncoder(TableEncoder encoder, CsvFormat? format = null)
{
    private const int ValuesShown = 12;

    /// <summary>Rows one after the other.</summary>
    /// <param name="open">Opens the table, given what a suitable first record is.</param>
    /// <param name="name">What errors call it.</param>
    public IEnumerable<EncodedRow> Read(Func<Func<CsvReader, bool>, CsvReader> open, string name)
    {
        var reader = open(Matches);
        var layout = Begin(reader, name);
        do
        {
            TableScan.RequireWidth(reader, layout.Cells, layout.FirstLine);
            var values = new double[encoder.Width];
            Fill(reader, layout, values);
            yield return new EncodedRow(reader.Line, encoder.ToTensor(values, [values.Length]));
        }
        while (reader.Read());
    }

    /// <summary>All rows with their classes.</summary>
    public TableData ReadAll(Table table, string? target)
    {
        var reader = table.Rows(Matches);
        char delimiter = reader.Delimiter;
        Begin(reader, table.Name);
        int count = 1, width = encoder.Width;
        while (reader.Read())
            count++;
        if ((long)count * width > Array.MaxLength)
        {
            throw new DataFormatException(table.Name, -1,
                $"{count} rows of {width} features are more than one array holds; leave columns out.");
        }

        var labels = new int[count];
        var lines = new int[count];
        double[]? numbers = encoder.HasNumericTarget ? new double[count] : null;
        reader = table.Rows(delimiter);
        int place = -1;
        var layout = Begin(reader, table.Name, (first, isHeader) => place = FindTarget(first, isHeader, target));
        if (place < 0)
            place = encoder.Target < 0 ? -1 : layout.Places[encoder.Target];
        if (place < 0)
            throw NoTarget(reader, layout, target);
        Tensor inputs = encoder.DType == DType.Float64
            ? Tensor.Wrap(ReadRows(new double[count * width], x => x), [count, width])
            : Tensor.Wrap(ReadRows(new float[count * width], x => (float)x), [count, width]);
        return numbers is null ? new TableData(encoder, inputs, labels, lines)
            : new TableData(encoder, inputs, labels, lines) { Targets = Tensor.Wrap(numbers, [count, 1]) };

        T[] ReadRows<T>(T[] all, Func<double, T> round)
        {
            var values = new double[width];
            for (int row = 0; row < count; row++)
            {
                TableScan.RequireWidth(reader, layout.Cells, layout.FirstLine);
                Fill(reader, layout, values);
                for (int i = 0; i < width; i++)
                    all[(row * width) + i] = round(values[i]);
                if (numbers is null)
                    labels[row] = ClassOf(reader, place);
                else
                    numbers[row] = Number(reader, place, encoder.TargetName, layout);
                lines[row] = reader.Line;
                reader.Read();
            }

            return all;
        }
    }

    /// <summary>What is wrong with a record as a row of data, or null.</summary>
    public DataFormatException? Check(CsvReader row, TableLayout layout)
    {
        try
        {
            Fill(row, layout, new double[encoder.Width]);
            return null;
        }
        catch (DataFormatException e)
        {
            return e;
        }
    }

    private bool Matches(CsvReader first) => TableLayout.Find(encoder, first, format?.HasHeader) is not null;

    /// <summary>Goes to the first row of data.</summary>
    private TableLayout Begin(CsvReader reader, string name, Action<CsvReader, bool>? look = null)
    {
        if (!reader.Read())
            throw new DataFormatException(name, 0, 0, "the table is empty; expected rows of cells.");
        var layout = TableLayout.Of(encoder, reader, format?.HasHeader);
        look?.Invoke(reader, layout.HasHeader);
        if (!layout.HasHeader)
            return layout;
        int line = reader.Line;
        return reader.Read() ? layout : throw new DataFormatException(name, line, 0,
            "the table has a header and no rows below it; expected rows.");
    }

    /// <summary>The place of a class column that is asked for by name or by number; -1 where none is.</summary>
    private static int FindTarget(CsvReader first, bool isHeader, string? target)
    {
        if (target is null)
            return -1;
        int place = -1;
        for (int i = 0; i < first.FieldCount && isHeader; i++)
        {
            if (first[i].Equals(target, StringComparison.OrdinalIgnoreCase)
                && (place < 0 || first[i].SequenceEqual(target)))
                place = i;
        }

        if (place < 0 && int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < first.FieldCount)
            place = number;
        return place >= 0 ? place : throw first.Wrong(-1, $"no column '{CellNumber.Show(target)}' for the target.",
            new TableRemedy(TableRemedyKind.ChooseTarget));
    }

    private DataFormatException NoTarget(CsvReader reader, TableLayout layout, string? target)
    {
        string name = target ?? (encoder.Target < 0 ? "class" : encoder.Columns[encoder.Target].Name);
        return new DataFormatException(reader.Name, layout.FirstLine, 0,
            $"the {(encoder.HasNumericTarget ? "target" : "class")} column '{CellNumber.Show(name)}' is missing, and "
                + "without it there is nothing to compare with.",
            new TableRemedy(TableRemedyKind.ChooseTarget));
    }

    private int ClassOf(CsvReader reader, int place)
    {
        var cell = reader[place];
        int index = CellNumber.IsMissing(cell) ? -1 : encoder.Vocabularies[encoder.Target]!.IndexOf(cell);
        return index >= 0 ? index : throw reader.Wrong(place, $"the class '{CellNumber.Show(cell)}' is none that was "
            + $"trained on; expected one of {Shown(encoder.ClassNames)}. Leave the row out, or train anew with it.");
    }

    private void Fill(CsvReader row, TableLayout layout, Span<double> values)
    {
        values.Clear();
        if (layout.IsEncoded)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Number(row, i, encoder.FeatureNames[i], layout);
            return;
        }

        int at = 0;
        foreach (int i in encoder.Features)
        {
            var column = encoder.Columns[i];
            if (column.Kind == ColumnKind.OneHot)
                values[at + Value(row, layout.Places[i], column, encoder.Vocabularies[i]!)] = 1;
            else
                values[at] = Number(row, layout.Places[i], column.Name, layout);
            at += column.Width;
        }
    }

    private static double Number(CsvReader row, int place, string name, TableLayout layout)
    {
        if (row.TryGetNumber(place, out double value))
        {
            return float.IsFinite((float)value) ? value : throw row.Wrong(place, $"{Shown(row, place)} in column "
                + $"'{CellNumber.Show(name)}' is beyond the range of single precision; expected at most 3.4e38.");
        }

        var cell = row[place];
        if (CellNumber.IsMissing(cell))
            throw Missing(row, place, name);
        string problem = $"{Shown(row, place)} in column '{CellNumber.Show(name)}' is no number";
        if (CellNumber.Explain(cell, row.Decimal) is var (reason, remedy))
            throw row.Wrong(place, $"{problem}: {reason}.", remedy);
        bool mayBeHeader = row.Line == layout.FirstLine && !layout.HasHeader;
        throw row.Wrong(place, $"{problem}; expected one, as in training."
            + (mayBeHeader ? " If the line is a header, name the columns as in the table that was trained on." : ""));
    }

    private static int Value(CsvReader row, int place, EncodedColumn column, Vocabulary values)
    {
        var cell = row[place];
        int index = values.IndexOf(cell);
        if (index >= 0)
            return index;
        if (CellNumber.IsMissing(cell))
            throw Missing(row, place, column.Name);
        throw row.Wrong(place, $"{Shown(row, place)} in column '{CellNumber.Show(column.Name)}' is a value that was "
            + $"not trained on; expected one of {Shown(column.Values)}. Leave the row out, or train anew with it.");
    }

    private static DataFormatException Missing(CsvReader row, int place, string name) => row.Wrong(place,
        $"the cell of column '{CellNumber.Show(name)}' is missing ({Shown(row, place)}); expected a value, as in "
        + "training. Fill it in, or leave the row out.");

    private static string Shown(CsvReader row, int place) => $"'{CellNumber.Show(row[place])}'";

    /// <summary>The first values of a column, for an error message.</summary>
    internal static string Shown(IReadOnlyList<string> values) =>
        string.Join(", ", values.Take(ValuesShown).Select(value => CellNumber.Show(value)))
            + (values.Count > ValuesShown ? ", …" : "");
}
