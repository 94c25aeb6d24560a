using System.Globalization;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Makes numbers of the rows of a table, by an encoder.</summary>
/// <param name="encoder">The columns and their values.</param>
/// <param name="format">How the table is written, as far as it was said.</param>
internal sealed class RowEncoder(TableEncoder encoder, CsvFormat? format = null)
{
    private const int ValuesShown = 12;

    /// <summary>Told of rows that are left out; null where such rows are refused.</summary>
    public Action<DataFormatException>? LeftOut { get; init; }

    private bool Drops => encoder.Missing == MissingCells.Drop;

    /// <summary>Rows one after the other.</summary>
    /// <param name="open">Opens the table, given what a suitable first record is.</param>
    /// <param name="name">What errors call it.</param>
    public IEnumerable<EncodedRow> Read(Func<Func<CsvReader, bool>, CsvReader> open, string name)
    {
        var reader = Noted(open(Matches));
        var layout = Begin(reader, name);
        do
        {
            var values = new double[encoder.Width];
            List<CellRemark>? remarks = null;
            if (FaultIn(reader, layout, values, ref remarks) is not { } fault)
            {
                yield return new EncodedRow(reader.Line, encoder.ToTensor(values, [values.Length]))
                {
                    Remarks = remarks ?? [],
                };
                continue;
            }

            if (!fault.IsMissing || !Drops || LeftOut is null)
                throw fault.Error;
            LeftOut(fault.Error);
        }
        while (reader.Read());
    }

    /// <summary>All rows with their classes.</summary>
    public TableData ReadAll(Table table, string? target)
    {
        var reader = Noted(table.Rows(Matches));
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
        reader = Noted(table.Rows(delimiter));
        int place = -1, kept = 0;
        var layout = Begin(reader, table.Name, (first, isHeader) => place = FindTarget(first, isHeader, target));
        if (place < 0)
            place = encoder.Target < 0 ? -1 : layout.Places[encoder.Target];
        if (place < 0)
            throw NoTarget(reader, layout, target);
        var notes = new EncodingNotes(encoder);
        Tensor inputs = encoder.DType == DType.Float64
            ? ReadRows(new double[count * width], x => x, all => Tensor.Wrap(all, [kept, width]))
            : ReadRows(new float[count * width], x => (float)x, all => Tensor.Wrap(all, [kept, width]));
        if (kept == 0)
            throw notes.NothingLeft(table.Name, layout.FirstLine);
        var data = new TableData(encoder, inputs, labels[..kept], lines[..kept]) { Notes = notes.All(kept) };
        if (numbers is not null)
            data.Targets = Tensor.Wrap(numbers[..kept], [kept, 1]);
        return data;

        Tensor ReadRows<T>(T[] all, Func<double, T> round, Func<T[], Tensor> wrap)
        {
            var values = new double[width];
            for (int row = 0; row < count; row++, reader.Read())
            {
                List<CellRemark>? remarks = null;
                if (IsLeftOut(reader, layout, place, values, ref remarks, notes))
                    continue;
                notes.Add(remarks);
                for (int i = 0; i < width; i++)
                    all[(kept * width) + i] = round(values[i]);
                if (numbers is null)
                    labels[kept] = ClassOf(reader, place);
                else
                    numbers[kept] = TargetNumber(reader, place);
                lines[kept++] = reader.Line;
            }

            return wrap(kept == count ? all : all[..(kept * width)]);
        }
    }

    /// <summary>Whether a record is a row of data, without any value that is not known.</summary>
    public bool IsRow(CsvReader row, TableLayout layout)
    {
        List<CellRemark>? remarks = null;
        return FaultIn(row, layout, new double[encoder.Width], ref remarks) is null && remarks is null;
    }

    private bool Matches(CsvReader first) => TableLayout.Find(encoder, first, format?.HasHeader) is not null;

    /// <summary>A reader that reads groups of thousands as the table was read that was trained on.</summary>
    private CsvReader Noted(CsvReader reader)
    {
        reader.Notation = reader.Decimal == encoder.Decimal ? encoder.Notation : new NumberNotation(reader.Decimal);
        return reader;
    }

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

    private double TargetNumber(CsvReader reader, int place)
    {
        List<CellRemark>? remarks = null;
        double number = 0;
        var fault = new NumberColumn(encoder.TargetName).Encode(
            new Cell(reader[place], reader.Notation), new Span<double>(ref number), encoder, null, ref remarks);
        return fault is null ? number : throw fault.At(reader.Name, reader.Line, place + 1);
    }

    private int ClassOf(CsvReader reader, int place)
    {
        var cell = reader[place];
        int index = encoder.MissingWords.Contains(cell) ? -1
            : encoder.Vocabularies[encoder.Target]!.IndexOf(cell, reader.Notation);
        return index >= 0 ? index : throw reader.Wrong(place, $"the class '{CellNumber.Show(cell)}' is none that was "
            + $"trained on; expected one of {Shown(encoder.ClassNames)}. Leave the row out, or train anew with it.");
    }

    /// <summary>Whether a row is no sample: it misses cells and such are left out, or its class where they are
    /// filled.</summary>
    private bool IsLeftOut(CsvReader reader, TableLayout layout, int place, double[] values,
        ref List<CellRemark>? remarks, EncodingNotes notes)
    {
        bool hasClass = reader.FieldCount != layout.Cells || !encoder.MissingWords.Contains(reader[place]);
        if (!hasClass && encoder.Missing != MissingCells.Refuse)
        {
            notes.AddWithoutClass();
            return true;
        }

        if (FaultIn(reader, layout, values, ref remarks) is not { } fault)
            return false;
        if (!fault.IsMissing || !Drops)
            throw fault.Error;
        notes.AddLeftOut();
        return true;
    }

    /// <summary>Makes numbers of a row; what is wrong with it, or null.</summary>
    private RowFault? FaultIn(CsvReader row, TableLayout layout, Span<double> values, ref List<CellRemark>? remarks)
    {
        if (row.FieldCount != layout.Cells)
            return new RowFault(TableScan.WrongWidth(row, layout.Cells, layout.FirstLine), IsMissing: true);
        values.Clear();
        if (layout.IsEncoded)
            return FaultInEncoded(row, layout, values);
        RowFault? first = null;
        int at = 0;
        foreach (int i in encoder.Features)
        {
            var column = (FeatureColumn)encoder.Columns[i];
            int place = layout.Places[i];
            var fault = column.Encode(new Cell(row[place], row.Notation), values.Slice(at, column.Width), encoder,
                encoder.Vocabularies[i], ref remarks);
            if (fault is not null && Fault(row, place, fault, layout) is var told)
            {
                // A row that misses a cell is left out whatever else is in it.
                if (told.IsMissing || !Drops)
                    return told;
                first ??= told;
            }

            at += column.Width;
        }

        return first;
    }

    /// <summary>A row of one number a feature, where columns became several.</summary>
    private RowFault? FaultInEncoded(CsvReader row, TableLayout layout, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            var column = new NumberColumn(encoder.FeatureNames[i]);
            List<CellRemark>? remarks = null;
            if (column.Encode(new Cell(row[i], row.Notation), values.Slice(i, 1), encoder, null, ref remarks)
                is { } fault)
                return Fault(row, i, fault, layout);
        }

        return null;
    }

    private static RowFault Fault(CsvReader row, int place, CellFault fault, TableLayout layout)
    {
        bool mayBeHeader = !fault.IsMissing && fault.Remedy is null && row.Line == layout.FirstLine
            && !layout.HasHeader && !row.TryGetNumber(place, out _);
        var told = mayBeHeader ? fault with
        {
            Problem = $"{fault.Problem} If the line is a header, name the columns as in the table that was trained on.",
        } : fault;
        return new RowFault(told.At(row.Name, row.Line, place + 1), fault.IsMissing);
    }

    /// <summary>Why a row cannot be used.</summary>
    private sealed record RowFault(DataFormatException Error, bool IsMissing);

    /// <summary>The first values of a column, for an error message.</summary>
    internal static string Shown(IReadOnlyList<string> values) =>
        string.Join(", ", values.Take(ValuesShown).Select(value => CellNumber.Show(value)))
            + (values.Count > ValuesShown ? ", …" : "");
}
