using System.Globalization;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>Rows of cells as inputs of a network: the columns of the table that it was trained on, or pixels.</summary>
public sealed class RowInput
{
    private const int MaxShown = 60, MaxNames = 12;
    private readonly bool _isFormatSaid;
    private readonly TrainedModel _model;
    private readonly CsvFormat _format;
    private readonly TableEncoder? _encoder;

    /// <summary>A reader of rows for a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="request">How the rows are written, where that is said.</param>
    public RowInput(TrainedModel model, DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        _model = model;
        _encoder = model.Encoder ?? (model.FeatureNames.Count > 0 ? null
            : TableEncoder.OfNumbers(Enumerable.Range(0, model.InputShape.Elements).Select(i => $"pixel {i}")));
        _format = request.Format(_encoder?.Decimal);
        _isFormatSaid = request.Decimal is not null || request.Delimiter is not null;
    }

    private TableEncoder Encoder => _encoder ?? throw new TensorException("predict", "the run was made before runs "
        + "kept their table's columns, and its names of features could mean several tables. Train it anew.");

    /// <summary>Whether a text is meant as a row.</summary>
    /// <param name="text">The text.</param>
    public bool IsRow(string text)
    {
        try
        {
            var cells = OfText(text).Rows();
            if (!cells.Read())
                return false;
            return cells.TryGetNumber(0, out _) || (_model.InputShape.Rank == 1
                && (cells.FieldCount > 1 || _encoder?.Columns[0].Values.Contains(cells[0].ToString()) == true));
        }
        catch (DataFormatException)
        {
            return _model.InputShape.Rank == 1;
        }
    }

    /// <summary>One row, written as text.</summary>
    /// <param name="text">The row.</param>
    /// <exception cref="RequestException">It is no row of the network.</exception>
    public ModelInput Read(string text)
    {
        try
        {
            EncodedRow[] rows = [.. Encoder.EncodeRows(OfText(text)).Take(2)];
            return rows.Length == 1 ? FromRow(text, rows[0])
                : throw new RequestException($"{Shown(text)} holds several rows; expected one.",
                    new WorkbenchRemedy(WorkbenchRemedyKind.GiveRowsAsStream));
        }
        catch (DataFormatException e)
        {
            throw new RequestException(e.Problem, e.Remedy);
        }
    }

    /// <summary>The rows of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leftOut">Told of each row that misses cells, where the network's table leaves such out.</param>
    /// <exception cref="DataFormatException">A row is none of the network's.</exception>
    public IEnumerable<ModelInput> ReadAll(string path, Action<DataFormatException>? leftOut = null) =>
        Encoder.EncodeRows(Table.Read(path, _format), leftOut).Select(row => FromRow($"{path}:{row.Line}", row));

    /// <summary>Rows as a stream brings them.</summary>
    /// <param name="name">What errors call the stream.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="leftOut">Told of each row that misses cells, where the network's table leaves such out.</param>
    /// <exception cref="DataFormatException">A row is none of the network's.</exception>
    public IEnumerable<ModelInput> ReadAll(string name, Stream stream, Action<DataFormatException>? leftOut = null) =>
        Encoder.EncodeRows(stream, name, _format, leftOut).Select(row => FromRow($"{name}:{row.Line}", row));

    /// <summary>What a row of cells is, in words.</summary>
    public string Expected
    {
        get
        {
            if (_encoder is null)
                return "a row of cells";
            string[] names = [.. _encoder.Columns.Where(column => column.IsFeature).Select(column => column.Name)];
            string mark = _format.Decimal == '.' ? "commas, semicolons, tabs or bars"
                : "semicolons, tabs or bars, numbers with a decimal comma";
            string list = names.Length > MaxNames ? "" : $" ({PlainText.Of(string.Join(", ", names))})";
            return $"a row of {names.Length} cells{list} between {mark}";
        }
    }

    /// <summary>
    /// A text as a table of one row. Where the network's table has decimal commas and nothing but commas parts the
    /// text, these part cells if they make as many as a row has: under a decimal comma it would be none.
    /// </summary>
    private Table OfText(string text)
    {
        var table = Table.Parse(text, Shown(text), _format with { HasHeader = false });
        if (_isFormatSaid || _encoder is not { Decimal: ',' } || _format.Decimal != ',')
            return table;
        int features = _encoder.Columns.Count(column => column.IsFeature), cells = CellsOf(table);
        if (cells == features || cells == _encoder.Columns.Count)
            return table;
        var other = Table.Parse(text, Shown(text), new CsvFormat { Delimiter = ',', HasHeader = false });
        cells = CellsOf(other);
        return cells > 1 && (cells == features || cells == _encoder.Columns.Count) ? other : table;
    }

    private static int CellsOf(Table table)
    {
        try
        {
            var rows = table.Rows();
            return rows.Read() ? rows.FieldCount : 0;
        }
        catch (DataFormatException)
        {
            // What is wrong is told when the row is read.
            return 0;
        }
    }

    private ModelInput FromRow(string name, EncodedRow row)
    {
        if (_model.FeatureNames.Count > 0)
            return new ModelInput(name, row.Values) { Remarks = row.Remarks };
        float[] values = row.Values.ToArray<float>();
        return new ModelInput(name, IsOfBytes(values) ? Pixels(name, values) : Tensor.Wrap(values, _model.InputShape));
    }

    /// <summary>
    /// Whether a row is an image in bytes: the network scales bytes itself, and leaves shares of 1 as they are.
    /// </summary>
    private bool IsOfBytes(float[] values) =>
        _model.Recipe.Transforms.Any(transform => transform.Type == "to-float")
            && Array.Exists(values, value => value is > 1 or < 0);

    private Tensor Pixels(string name, float[] values)
    {
        int wrong = Array.FindIndex(values, value => value is < 0 or > 255 || value != MathF.Floor(value));
        if (wrong >= 0)
        {
            throw new RequestException($"{name}: column {wrong + 1} is "
                + $"{values[wrong].ToString(CultureInfo.InvariantCulture)}; expected pixels from 0 to 255, or all "
                + "of them from 0 to 1.");
        }

        return Tensor.Wrap(Array.ConvertAll(values, value => (byte)value), _model.InputShape);
    }

    private static string Shown(string text) => $"row '{(text.Length > MaxShown ? $"{text[..MaxShown]}…" : text)}'";
}
