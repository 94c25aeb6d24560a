using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Table encoders as JSON.</summary>
internal static class EncoderJson
{
    private const int Version = 2, MaxDepth = 8;

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
            if (encoder.ReadsGroups)
                json.WriteBoolean("groups", true);
            json.WriteString("missing", TableWords.Of(encoder.Missing));
            json.WriteString("unknown", TableWords.Of(encoder.Unknown));
            if (!ReferenceEquals(encoder.MissingWords, MissingSpellings.Default))
                WriteWords(json, encoder.MissingWords.Words);
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
            if (version is < 1 or > Version)
            {
                throw new FormatException(
                    $"its version is {version}; expected 1 to {Version}. A newer Madaline may read it");
            }

            var dtype = root.GetProperty("dtype").GetString() == nameof(DType.Float64) ? DType.Float64 : DType.Float32;
            char mark = root.GetProperty("decimal").GetString() is [var c] ? c : '\0';
            return new TableEncoder(root.GetProperty("columns").EnumerateArray().Select(ReadColumn), dtype, mark)
            {
                ReadsGroups = ColumnJson.Flag(root, "groups"),
                Missing = ColumnJson.Word<MissingCells>(root, "missing") ?? MissingCells.Refuse,
                Unknown = ColumnJson.Word<UnknownValues>(root, "unknown") ?? UnknownValues.Refuse,
                MissingWords = version == 1 ? MissingSpellings.Old
                    : root.TryGetProperty("missing-values", out _)
                        ? new MissingSpellings(ColumnJson.Names(root, "missing-values")) : MissingSpellings.Default,
            };
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
        json.WriteString("kind", column.Kind);
        column.Write(json);
        ColumnJson.WriteNames(json, "aliases", column.Aliases);
        json.WriteEndObject();
    }

    /// <summary>Writes the words also where there are none: only an empty cell is missing then.</summary>
    private static void WriteWords(Utf8JsonWriter json, IReadOnlyList<string> words)
    {
        json.WriteStartArray("missing-values");
        foreach (string word in words)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static EncodedColumn ReadColumn(JsonElement json)
    {
        string word = ColumnJson.Text(json.GetProperty("kind")), name = ColumnJson.Text(json.GetProperty("name"));
        return ColumnTypes.Find(word).Read(name, json) with { Aliases = ColumnJson.Names(json, "aliases") };
    }
}
