using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Table encoders as JSON.</summary>
internal static class EncoderJson
{
    private const int Version = 1, MaxDepth = 8;

    private static readonly (ColumnKind Kind, string Word)[] Kinds =
    [
        (ColumnKind.Number, "number"), (ColumnKind.OneHot, "one-hot"), (ColumnKind.Target, "target"),
        (ColumnKind.Excluded, "excluded"),
    ];

    public static string Write(TableEncoder encoder)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("dtype", encoder.DType.ToString());
            json.WriteString("decimal", $"{encoder.Decimal}");
            json.WriteStartArray("columns");
            foreach (var column in encoder.Columns)
                Write(json, column);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static TableEncoder Read(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                throw new FormatException(
                    $"its version is {version}; expected {Version}. A newer Madaline may read it");
            }

            var dtype = root.GetProperty("dtype").GetString() == nameof(DType.Float64) ? DType.Float64 : DType.Float32;
            char mark = root.GetProperty("decimal").GetString() is [var c] ? c : '\0';
            return new TableEncoder(root.GetProperty("columns").EnumerateArray().Select(ReadColumn), dtype, mark);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException)
        {
            throw new DataFormatException(file, -1L, $"this is no table encoder: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter json, EncodedColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", Array.Find(Kinds, kind => kind.Kind == column.Kind).Word);
        if (column.IsInteger)
            json.WriteBoolean("integer", true);
        WriteNames(json, "values", column.Values);
        WriteNames(json, "aliases", column.Aliases);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        json.WriteStartArray(key);
        foreach (string name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static EncodedColumn ReadColumn(JsonElement json)
    {
        string word = ReadText(json.GetProperty("kind"));
        var (kind, known) = Array.Find(Kinds, kind => kind.Word == word);
        if (known is null)
            throw new FormatException($"a column is '{CellNumber.Show(word)}'; expected one of "
                + $"{string.Join(", ", Kinds.Select(k => k.Word))}");
        var column = new EncodedColumn(ReadText(json.GetProperty("name")), kind)
        {
            Values = ReadNames(json, "values"),
            IsInteger = json.TryGetProperty("integer", out var isInteger) && isInteger.GetBoolean(),
            Aliases = ReadNames(json, "aliases"),
        };
        return kind == ColumnKind.OneHot && column.Values.Count == 0
            ? throw new FormatException($"column '{CellNumber.Show(column.Name)}' has no values") : column;
    }

    private static string[] ReadNames(JsonElement json, string key) =>
        json.TryGetProperty(key, out var names) ? [.. names.EnumerateArray().Select(ReadText)] : [];

    private static string ReadText(JsonElement json) =>
        json.GetString() ?? throw new FormatException("a name is null; expected a text");
}
