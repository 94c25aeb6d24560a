using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>The columns of the three wheat layouts, and what becomes of them.</summary>
/// <param name="table">A file in one of the layouts.</param>
internal sealed class WheatSchema(Table table)
{
    public const int MaxBytes = 512 * 1024;
    private const int Features = 7;
    private const int ClassColumn = Features;
    private const int ProvinceColumn = -1;

    /// <summary>Headers seen in the wild, for the seven measurements, the class and Province.</summary>
    private static readonly string[][] Headers =
    [
        ["Area", "Area-A"],
        ["Perimeter", "Perimiter", "Perimeter-P"],
        ["Compactness", "Compactness-C"],
        ["Kernel-Length", "Length-Of-Kernel", "Length"],
        ["Kernel-Width", "Width-Of-Kernel", "Width"],
        ["Asymmetry", "Asymmetry-Coefficient", "Asymmetry-Coeff"],
        ["Groove-Length", "Kernel-Groove-Length", "Length-Of-Kernel-Groove", "Groove"],
        ["Type", "Class", "Variety", "Seed-Type"],
    ];

    private static readonly Dictionary<string, int> ColumnsByHeader = ReadHeaders();

    // Where each cell of a row goes; the widest layout has nine.
    private readonly int[] _roles = new int[Features + 2];
    private int _width, _firstLine;

    /// <summary>The encoder that models trained on wheat keep.</summary>
    public static TableEncoder Encoder { get; } = new(
    [
        .. WheatFiles.FeatureNames.Select((name, i) =>
            new NumberColumn(name) { Aliases = Headers[i] }),
        new ClassColumn("variety") { Values = WheatFiles.ClassNames, Aliases = Headers[^1] },
    ]);

    /// <summary>Reads the file: once to count its rows, once for the numbers.</summary>
    /// <exception cref="DataFormatException">Not one of the layouts, or damaged.</exception>
    public TableData Read()
    {
        // Some tabs of the repository's own file are doubled.
        char delimiter = table.Rows().Delimiter;
        var rows = table.As(new CsvFormat { Delimiter = delimiter == '\t' ? ' ' : delimiter });
        int count = 0;
        for (var reader = Begin(rows); reader is not null; reader = reader.Read() ? reader : null)
        {
            RequireWidth(reader);
            count++;
        }

        if (count == 0)
            throw new DataFormatException(table.Name, 0, "the file holds no rows; expected wheat kernels.");
        var features = new float[count * Features];
        var (labels, lines) = (new int[count], new int[count]);
        var row = Begin(rows)!;
        for (int i = 0; i < count; i++, row.Read())
        {
            labels[i] = ReadRow(row, features.AsSpan(i * Features, Features));
            lines[i] = row.Line;
        }

        return new TableData(Encoder, Tensor.Wrap(features, [count, Features]), labels, lines);
    }

    /// <summary>A reader on the first row of numbers, or null where there is none; settles the layout.</summary>
    private CsvReader? Begin(Table rows)
    {
        var reader = rows.Rows();
        if (!reader.Read())
            return null;
        (_width, _firstLine) = (reader.FieldCount, reader.Line);
        if (_width is not (Features + 1 or Features + 2))
        {
            throw reader.Wrong(-1, $"not a wheat file: {_width} columns; expected {Features + 1} (seven measurements "
                + $"and the class), or {Features + 2} with Province first.");
        }

        for (int i = 0; i < _width; i++)
            _roles[i] = i - (_width - Features - 1);
        if (reader.TryGetNumber(_width - 1, out _) || reader.TryGetNumber(_width - 2, out _))
            return reader;
        ReadHeader(reader);
        return reader.Read() ? reader : null;
    }

    private void ReadHeader(CsvReader header)
    {
        int seen = 0;
        for (int i = 0; i < _width; i++)
        {
            if (!ColumnsByHeader.TryGetValue(Letters(header[i]), out int role))
            {
                throw header.Wrong(i, $"unknown column '{Show(header[i])}'; expected Province, "
                    + $"{string.Join(", ", WheatFiles.FeatureNames)} or Type. Read other tables as a CSV table.");
            }

            int bit = 1 << (role + 1);
            if ((seen & bit) != 0)
                throw header.Wrong(i, $"column '{Show(header[i])}' comes twice. Rename one of the two.");
            seen |= bit;
            _roles[i] = role;
        }

        if ((seen | 1) != (1 << (Features + 2)) - 1)
            throw header.Wrong(-1, "a measurement or the class is missing from the header.");
    }

    private void RequireWidth(CsvReader row)
    {
        if (row.FieldCount != _width)
            throw row.Wrong(-1, $"{row.FieldCount} columns; expected {_width} as in line {_firstLine}.");
    }

    private int ReadRow(CsvReader row, Span<float> features)
    {
        int label = -1;
        for (int i = 0; i < _width; i++)
        {
            if (_roles[i] == ClassColumn)
                label = ReadClass(row, i);
            else if (_roles[i] != ProvinceColumn)
                features[_roles[i]] = ReadNumber(row, i);
        }

        return label;
    }

    private static float ReadNumber(CsvReader row, int place)
    {
        if (row.TryGetNumber(place, out double value) && float.IsFinite((float)value))
            return (float)value;
        throw row.Wrong(place, row.IsMissing(place)
            ? $"the cell is missing ('{Show(row[place])}'); expected a number. Fill it in or leave the row out."
            : $"'{Show(row[place])}' is not a finite number.");
    }

    private static int ReadClass(CsvReader row, int place)
    {
        if (row.TryGetNumber(place, out double value) && value is 1 or 2 or 3)
            return (int)value - 1;
        for (int i = 0; i < WheatFiles.ClassNames.Count; i++)
        {
            if (row[place].Equals(WheatFiles.ClassNames[i], StringComparison.OrdinalIgnoreCase))
                return i;
        }

        throw row.Wrong(place, row.IsMissing(place)
            ? "the class is missing; expected 1 (Kama), 2 (Rosa) or 3 (Canadian)."
            : $"'{Show(row[place])}' is no class; expected 1 (Kama), 2 (Rosa) or 3 (Canadian).");
    }

    private static Dictionary<string, int> ReadHeaders()
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Province"] = ProvinceColumn };
        for (int role = 0; role < Headers.Length; role++)
        {
            foreach (string header in Headers[role])
                columns.Add(Letters(header), role);
        }

        return columns;
    }

    private static string Letters(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 64)
            return "";
        Span<char> letters = stackalloc char[cell.Length];
        int count = 0;
        foreach (char c in cell)
        {
            if (char.IsAsciiLetter(c))
                letters[count++] = c;
        }

        return new string(letters[..count]);
    }

    private static string Show(ReadOnlySpan<char> cell) => cell.Length > 40 ? $"{cell[..40]}…" : cell.ToString();
}
