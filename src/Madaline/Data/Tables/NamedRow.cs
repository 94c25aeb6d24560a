using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Makes numbers of one row that is given by the names of its columns.</summary>
internal static class NamedRow
{
    private const string Name = "row";

    /// <summary>The features of a row. Shape: [d].</summary>
    public static Tensor Encode<TValue>(TableEncoder encoder, IReadOnlyDictionary<string, TValue> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var values = new double[encoder.Width];
        int at = 0;
        foreach (int i in encoder.Features)
        {
            var column = encoder.Columns[i];
            object cell = Find(encoder, row, column);
            if (column.Kind == ColumnKind.OneHot)
                values[at + IndexOf(cell, column, encoder.Vocabularies[i]!)] = 1;
            else
                values[at] = Number(cell, column.Name, encoder.Decimal);
            at += column.Width;
        }

        return encoder.ToTensor(values, [values.Length]);
    }

    private static object Find<TValue>(
        TableEncoder encoder, IReadOnlyDictionary<string, TValue> row, EncodedColumn column)
    {
        if (!row.TryGetValue(column.Name, out var value))
        {
            string[] names = [column.Name, .. column.Aliases];
            var found = row.Where(cell => names.Contains(cell.Key.Trim(), StringComparer.OrdinalIgnoreCase)).ToArray();
            if (found.Length != 1)
            {
                throw Wrong(found.Length > 1 ? $"'{column.Name}' is there under {found.Length} names; expected one."
                    : $"there is no '{column.Name}'. The row has {RowEncoder.Shown([.. row.Keys])}; expected "
                        + $"{TableLayout.Describe(encoder)}. Name the cells as in the table that was trained on.");
            }

            value = found[0].Value;
        }

        object? cell = value is JsonElement json ? FromJson(json) : value;
        return cell is null || (cell is string text && CellNumber.IsMissing(text.AsSpan().Trim()))
            || cell is double.NaN or float.NaN
            ? throw Wrong($"'{column.Name}' is missing ('{cell}'); expected a value, as in training.")
            : cell;
    }

    private static double Number(object cell, string name, char mark)
    {
        double value = cell switch
        {
            string text when CellNumber.TryParse(text.AsSpan().Trim(), mark, out double number) => number,
            bool truth => truth ? 1 : 0,
            not string and IConvertible number when IsNumeric(number) => number.ToDouble(CultureInfo.InvariantCulture),
            Half half => (double)half,
            _ => throw NoNumber(cell, name, mark),
        };
        return float.IsFinite((float)value) ? value
            : throw Wrong($"'{name}' is {Show(cell)}, which is beyond the range of single precision.");
    }

    private static bool IsNumeric(IConvertible value) =>
        value.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static DataFormatException NoNumber(object cell, string name, char mark)
    {
        string problem = $"'{name}' is {Show(cell)}, which is no number";
        return cell is string text && CellNumber.Explain(text.AsSpan().Trim(), mark) is var (reason, remedy)
            ? new DataFormatException(Name, 0, 0, $"{problem}: {reason}.", remedy)
            : Wrong($"{problem}; expected one, as in training.");
    }

    private static int IndexOf(object cell, EncodedColumn column, Vocabulary values)
    {
        string text = Text(cell).Trim();
        int index = values.IndexOf(text);
        if (index < 0 && cell is bool)
            index = column.Values.ToList().FindIndex(v => v.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw Wrong($"'{column.Name}' is {Show(cell)}, a value that was not trained on; "
            + $"expected one of {RowEncoder.Shown(column.Values)}.");
    }

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => json.GetRawText(),
    };

    private static string Text(object cell) =>
        cell is IFormattable value ? value.ToString(null, CultureInfo.InvariantCulture) : cell.ToString() ?? "";

    private static string Show(object cell) => $"'{CellNumber.Show(Text(cell))}'";

    private static DataFormatException Wrong(string reason) => new(Name, 0, 0, reason);
}
