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
        List<CellRemark>? remarks = null;
        foreach (int i in encoder.Features)
        {
            var column = (FeatureColumn)encoder.Columns[i];
            object? value = Find(encoder, row, column);
            string text = Text(value).Trim();
            var cell = new Cell(text, encoder.Notation)
            {
                Number = value is string ? null : Number(value),
                Date = Date(value),
                IsTruth = value is bool,
            };
            if (column.Encode(cell, values.AsSpan(at, column.Width), encoder, encoder.Vocabularies[i], ref remarks)
                is { } fault)
                throw fault.At(Name, 0, 0);
            at += column.Width;
        }

        return encoder.ToTensor(values, [values.Length]);
    }

    /// <summary>The cell of a column; null where it is missing.</summary>
    private static object? Find<TValue>(
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

        return value is JsonElement json ? FromJson(json) : value;
    }

    private static double? Number(object? cell) => cell switch
    {
        bool truth => truth ? 1 : 0,
        IConvertible number when IsNumeric(number) => number.ToDouble(CultureInfo.InvariantCulture),
        Half half => (double)half,
        _ => null,
    };

    private static DateTime? Date(object? cell) => cell switch
    {
        DateTime date => date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date,
        DateTimeOffset date => date.UtcDateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => null,
    };

    private static bool IsNumeric(IConvertible value) =>
        value.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => json.GetRawText(),
    };

    private static string Text(object? cell) =>
        cell is IFormattable value ? value.ToString(null, CultureInfo.InvariantCulture) : cell?.ToString() ?? "";

    private static DataFormatException Wrong(string reason) => new(Name, 0, 0, reason);
}
