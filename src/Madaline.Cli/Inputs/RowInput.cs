using System.Globalization;
using System.Text;
using Madaline.Training;

namespace Madaline.Cli.Inputs;

/// <summary>Rows of cells as inputs of a network: plain numbers, or the columns of the table that it was trained
/// on.</summary>
internal sealed class RowInput
{
    private const int NamesShown = 20;
    private readonly TrainedModel _model;
    private readonly List<Column> _columns = [];

    public RowInput(TrainedModel model)
    {
        _model = model;
        bool oneHot = model.Recipe.Dataset.Flag("one-hot", false);
        foreach (string feature in model.FeatureNames)
        {
            int equals = oneHot ? feature.IndexOf('=', StringComparison.Ordinal) : -1;
            string name = equals < 0 ? feature : feature[..equals];
            if (equals < 0)
                _columns.Add(new Column(name, null));
            else if (_columns.Count > 0 && _columns[^1] is { Values: { } values } last && last.Name == name)
                values.Add(feature[(equals + 1)..]);
            else
                _columns.Add(new Column(name, [feature[(equals + 1)..]]));
        }
    }

    /// <summary>A column of the table; with values where text became one feature a value.</summary>
    private sealed record Column(string Name, List<string>? Values);

    /// <summary>Whether a text on the command line is meant as a row.</summary>
    public bool IsRow(string text)
    {
        string[] cells = Cells(text);
        bool isNumbers = cells.Length > 0 && Array.TrueForAll(cells, cell => TryNumber(cell, out _));
        return isNumbers || (cells.Length > 1 && _model.InputShape.Rank == 1);
    }

    /// <summary>One row.</summary>
    public PredictionInput Read(string name, string text) => FromCells(name, Cells(text));

    /// <summary>Rows below each other; a first line that names the columns puts them in order and may name others
    /// too.</summary>
    public IEnumerable<PredictionInput> ReadAll(string name, TextReader reader)
    {
        int[]? order = null;
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Trim().Length == 0)
                continue;
            string[] cells = Cells(text);
            if (line == 1 && (order = Order(cells)) is not null)
                continue;
            if (order is not null && cells.Length <= order.Max())
                throw new UsageException($"{name}:{line} has {cells.Length} cells, fewer than the first line names.");
            yield return FromCells($"{name}:{line}", order is null ? cells : [.. order.Select(i => cells[i])]);
        }
    }

    /// <summary>Where a header has the columns of the network, or null if the line is no such header.</summary>
    private int[]? Order(string[] cells)
    {
        int[] order = [.. _columns.Select(column => Array.IndexOf(cells, column.Name))];
        return order.Length > 0 && Array.TrueForAll(order, i => i >= 0) ? order : null;
    }

    private PredictionInput FromCells(string name, string[] cells)
    {
        int elements = _model.InputShape.Elements;
        bool isByColumn = _columns.Count > 0 && cells.Length == _columns.Count;
        if (!isByColumn && cells.Length != elements)
        {
            int wanted = _columns.Count > 0 ? _columns.Count : elements;
            string hint = cells.Length == wanted + 1 && _columns.Count > 0 ? " Leave the class out." : "";
            throw new UsageException($"{name} has {cells.Length} {(cells.Length == 1 ? "cell" : "cells")}; this "
                + $"network wants {wanted}{Names()}.{hint}");
        }

        var values = new float[elements];
        int at = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            if (isByColumn && _columns[i] is { Values: { } known } column)
            {
                int index = known.IndexOf(cells[i]);
                if (index < 0)
                    throw new UsageException($"{name}: \"{cells[i]}\" in column {i + 1} ({column.Name}) is a value "
                        + $"the network has not seen; it knows {string.Join(", ", known)}.");
                values[at + index] = 1;
                at += known.Count;
                continue;
            }

            if (!TryNumber(cells[i], out double value))
                throw new UsageException($"{name}: \"{cells[i]}\" in column {i + 1}{Of(i)} is no number; "
                    + $"this network wants {cells.Length} cells{Names()}.");
            values[at++] = (float)value;
        }

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

    /// <summary>A column's name in brackets, where the table's columns have names of their own.</summary>
    private string Of(int column) => column < _columns.Count ? $" ({_columns[column].Name})" : "";

    private string Names()
    {
        if (_columns.Count == 0)
            return " numbers";
        string names = string.Join(", ", _columns.Take(NamesShown).Select(column => column.Name));
        return $" ({names}{(_columns.Count > NamesShown ? ", …" : "")})";
    }

    private static bool TryNumber(string cell, out double value) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out value) && float.IsFinite((float)value);

    /// <summary>Cells between commas, semicolons, tabs or blanks, whichever comes first in this list; "quoted" where
    /// they hold one.</summary>
    private static string[] Cells(string text)
    {
        char delimiter = Array.Find([',', ';', '\t'], text.Contains);
        if (delimiter is '\t' or '\0')
            return text.Split(delimiter == '\t' ? ['\t'] : [' '],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"')
                quoted = !quoted;
            if (c == delimiter && !quoted)
                End();
            else
                cell.Append(c);
        }

        End();
        return [.. cells];

        void End()
        {
            string trimmed = cell.ToString().Trim();
            cells.Add(trimmed is ['"', .., '"'] ? trimmed[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
                : trimmed);
            cell.Clear();
        }
    }
}
