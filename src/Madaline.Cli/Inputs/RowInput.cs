using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Commands;
using Madaline.Cli.Output;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>Rows of cells as inputs of a network: the columns of the table that it was trained on, or pixels.</summary>
internal sealed class RowInput
{
    private const int MaxShown = 60;
    private readonly TrainedModel _model;
    private readonly CsvFormat _format;
    private readonly TableEncoder? _encoder;

    /// <summary>A reader of rows for a network.</summary>
    public RowInput(TrainedModel model, ParseResult flags, CommonOptions options)
    {
        _model = model;
        _encoder = model.Encoder ?? (model.FeatureNames.Count > 0 ? null
            : TableEncoder.OfNumbers(Enumerable.Range(0, model.InputShape.Elements).Select(i => $"pixel {i}")));
        var asked = TableFlags.LayOver(new Spec("table"), flags, options);
        _format = TableFlags.FormatOf(asked, _encoder?.Decimal);
    }

    private TableEncoder Encoder => _encoder ?? throw new TensorException("predict", "the run was made before runs "
        + "kept their table's columns, and its names of features could mean several tables. Train it anew: madaline "
        + "train.");

    /// <summary>Whether a text on the command line is meant as a row.</summary>
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

    /// <summary>One row of the command line.</summary>
    /// <exception cref="UsageException">It is no row of the network.</exception>
    public PredictionInput Read(string text)
    {
        try
        {
            EncodedRow[] rows = [.. Encoder.EncodeRows(OfText(text)).Take(2)];
            return rows.Length == 1 ? FromValues(text, rows[0].Values)
                : throw new UsageException($"{Shown(text)} holds several rows; expected one. Give more through -.");
        }
        catch (DataFormatException e)
        {
            throw new UsageException(e.Remedy is { } remedy ? $"{e.Problem} {RemedyText.Of(remedy)}" : e.Message);
        }
    }

    /// <summary>The rows of a file.</summary>
    public IEnumerable<PredictionInput> ReadAll(string path) =>
        Encoder.EncodeRows(Table.Read(path, _format)).Select(row => FromValues($"{path}:{row.Line}", row.Values));

    /// <summary>Rows as a stream brings them.</summary>
    public IEnumerable<PredictionInput> ReadAll(string name, Stream stream) =>
        Encoder.EncodeRows(stream, name, _format).Select(row => FromValues($"{name}:{row.Line}", row.Values));

    private Table OfText(string text) => Table.Parse(text, Shown(text), _format with { HasHeader = false });

    private PredictionInput FromValues(string name, Tensor row)
    {
        if (_model.FeatureNames.Count > 0)
            return new PredictionInput(name, row);
        float[] values = row.ToArray<float>();
        return new PredictionInput(name, IsOfBytes(values) ? Pixels(name, values)
            : Tensor.Wrap(values, _model.InputShape));
    }

    /// <summary>Whether a row is an image in bytes: the network scales bytes itself, and leaves shares of 1 as they
    /// are.</summary>
    private bool IsOfBytes(float[] values) =>
        _model.Recipe.Transforms.Any(transform => transform.Type == "to-float")
            && Array.Exists(values, value => value is > 1 or < 0);

    private Tensor Pixels(string name, float[] values)
    {
        int wrong = Array.FindIndex(values, value => value is < 0 or > 255 || value != MathF.Floor(value));
        if (wrong >= 0)
            throw new UsageException($"{name}: column {wrong + 1} is "
                + $"{values[wrong].ToString(CultureInfo.InvariantCulture)}; expected pixels from 0 to 255, or all "
                + "of them from 0 to 1.");
        return Tensor.Wrap(Array.ConvertAll(values, value => (byte)value), _model.InputShape);
    }

    private static string Shown(string text) => $"row '{(text.Length > MaxShown ? $"{text[..MaxShown]}…" : text)}'";
}
