using System.Text;
using System.Text.Json;

namespace Madaline.Formats;

/// <summary>Lists of names in the metadata of a file, as JSON.</summary>
internal static class JsonNames
{
    /// <summary>The JSON text of names.</summary>
    public static string Write(IReadOnlyList<string> names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (string name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads what <see cref="Write"/> gave, without control characters.</summary>
    /// <param name="json">The text.</param>
    /// <param name="key">What the metadata call it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It is no list of names.</exception>
    public static string[] Read(string json, string key, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(name => PlainText.Of(name.GetString() ?? ""))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DataFormatException(path, 8L, $"the metadata's {key} are no list of names: {e.Message}", e);
        }
    }
}
