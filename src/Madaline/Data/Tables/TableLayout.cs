using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Where a table has the columns of an encoder: by the names in its header, or by their order.</summary>
internal sealed class TableLayout
{
    private const int NamesShown = 20;

    private TableLayout(TableEncoder encoder, CsvReader first, bool hasHeader)
    {
        (HasHeader, Cells, FirstLine) = (hasHeader, first.FieldCount, first.Line);
        Places = new int[encoder.Columns.Count];
        Array.Fill(Places, -1);
    }

    /// <summary>Whether the first record names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>Whether a row holds one number a feature, where text became several.</summary>
    public bool IsEncoded { get; private init; }

    /// <summary>Whether the names are those of the training, in its order: then two may be alike.</summary>
    private bool IsSame { get; set; }

    /// <summary>For each column of the encoder its place in a row, or -1.</summary>
    public int[] Places { get; }

    /// <summary>Cells of a row.</summary>
    public int Cells { get; }

    /// <summary>The line that settled it.</summary>
    public int FirstLine { get; }

    /// <summary>The layout that a first record shows, or null.</summary>
    /// <param name="encoder">The columns wanted.</param>
    /// <param name="first">The first record.</param>
    /// <param name="said">Whether the first record is said to name the columns.</param>
    public static TableLayout? Find(TableEncoder encoder, CsvReader first, bool? said)
    {
        if (said is not false)
        {
            var named = new TableLayout(encoder, first, hasHeader: true);
            var names = new HeaderNames(first);
            named.IsSame = names.AreThoseOf(encoder);
            for (int i = 0; i < named.Places.Length && named.IsSame; i++)
                named.Places[i] = i;
            if (!named.IsSame)
                names.Place(encoder, named.Places);
            if (Array.TrueForAll(encoder.Features, i => named.Places[i] >= 0))
                return named;
        }

        int features = encoder.Features.Length, all = encoder.Columns.Count, cells = first.FieldCount;
        if (said is true || (cells != features && cells != all && cells != encoder.Width))
            return null;
        bool isEncoded = cells != features && cells != all;
        for (int i = 0; i < cells && isEncoded; i++)
        {
            if (!first.TryGetNumber(i, out _))
                return null;
        }

        var ordered = new TableLayout(encoder, first, hasHeader: false) { IsEncoded = isEncoded };
        for (int i = 0, at = 0; i < all && !isEncoded; i++)
        {
            if (cells == all && cells != features)
                ordered.Places[i] = i;
            else if (encoder.Columns[i].IsFeature)
                ordered.Places[i] = at++;
        }

        return ordered;
    }

    /// <summary>The layout that a first record shows.</summary>
    /// <exception cref="DataFormatException">Columns are missing, or one name is there twice.</exception>
    public static TableLayout Of(TableEncoder encoder, CsvReader first, bool? said)
    {
        var layout = Find(encoder, first, said);
        var names = new HeaderNames(first);
        if (layout is { HasHeader: true })
        {
            if (!layout.IsSame)
                names.RequireUnique();
            return layout;
        }

        var places = new int[encoder.Columns.Count];
        names.Place(encoder, places);
        bool isHeader = said is true || (said is null && Array.Exists(encoder.Features, i => places[i] >= 0));
        if (layout is not null && (!isHeader || new RowEncoder(encoder).IsRow(first, layout)))
            return layout;
        throw isHeader && !HidesCommas(first) ? Lacking(encoder, first, places) : Unfit(encoder, first);
    }

    /// <summary>The columns of a row in words: their number and their names.</summary>
    public static string Describe(TableEncoder encoder)
    {
        string names = string.Join(", ", encoder.Features.Take(NamesShown)
            .Select(i => CellNumber.Show(encoder.Columns[i].Name)));
        return $"{encoder.Features.Length} ({names}{(encoder.Features.Length > NamesShown ? ", …" : "")})";
    }

    /// <summary>Whether a record is one cell with commas, which under a decimal point would part it.</summary>
    private static bool HidesCommas(CsvReader first) =>
        first is { FieldCount: 1, Decimal: ',' } && first[0].Contains(',');

    private static DataFormatException Lacking(TableEncoder encoder, CsvReader first, int[] places)
    {
        string[] missing = [.. encoder.Features.Where(i => places[i] < 0).Take(NamesShown)
            .Select(i => $"'{CellNumber.Show(encoder.Columns[i].Name)}'")];
        var found = Enumerable.Range(0, Math.Min(first.FieldCount, NamesShown)).Select(i => CellNumber.Show(first[i]));
        return first.Wrong(-1, $"the header lacks {string.Join(", ", missing)}. It has {string.Join(", ", found)}; "
            + $"expected {Describe(encoder)}, in any order. Name the columns as in the table that was trained on.");
    }

    private static DataFormatException Unfit(TableEncoder encoder, CsvReader first)
    {
        int all = encoder.Columns.Count;
        string whole = all > encoder.Features.Length + 1 || (encoder.Target >= 0 && all > encoder.Features.Length)
            ? $", or all {all} columns of the table that was trained on" : "";
        string cells = TableScan.InCells(first.FieldCount);
        string problem = $"the row has {cells}; expected {Describe(encoder)}{whole}.";
        return HidesCommas(first) ? first.Wrong(-1, $"{problem} Cells do not end at commas, which are decimal marks "
            + "here.", new TableRemedy(TableRemedyKind.DecimalPoint))
            : first.Wrong(-1, $"{problem} With other columns or another order, let the first line name them.");
    }

    /// <summary>The cells of a first record as names.</summary>
    private sealed class HeaderNames
    {
        private readonly CsvReader _first;
        private readonly string[] _names;
        private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _loose = new(StringComparer.OrdinalIgnoreCase);
        private int _twice = -1;

        public HeaderNames(CsvReader first)
        {
            _first = first;
            _names = new string[first.FieldCount];
            for (int i = 0; i < _names.Length; i++)
            {
                _names[i] = first[i].ToString();
                if (_names[i].Length == 0)
                    continue;
                if (!_exact.TryAdd(_names[i], i) && _twice < 0)
                    _twice = i;
                if (!_loose.TryAdd(_names[i], i))
                    _loose[_names[i]] = -1;
            }
        }

        /// <summary>Finds each column by its name, by an alias, or without regard to upper and lower case.</summary>
        public void Place(TableEncoder encoder, int[] places)
        {
            Array.Fill(places, -1);
            for (int i = 0; i < places.Length; i++)
            {
                var column = encoder.Columns[i];
                if (column is OmittedColumn)
                    continue;
                places[i] = _exact.GetValueOrDefault(column.Name, -1);
                foreach (string name in places[i] < 0 ? (string[])[column.Name, .. column.Aliases] : [])
                {
                    if (places[i] < 0)
                        places[i] = _loose.GetValueOrDefault(name, -1);
                }
            }
        }

        /// <summary>Whether these are the names of the table that was fitted, in its order.</summary>
        public bool AreThoseOf(TableEncoder encoder) =>
            _twice >= 0 && _names.AsSpan().SequenceEqual(encoder.Columns.Select(column => column.Name).ToArray());

        public void RequireUnique()
        {
            if (_twice < 0)
                return;
            throw _first.Wrong(_twice, $"two columns are called '{CellNumber.Show(_names[_twice])}'; expected "
                + "different names, so that a row means one thing. Rename one of them in the header.");
        }
    }
}
