using System.Text;
using System.Text.Json;

namespace Madaline.Workloads;

/// <summary>One JSON object on one line.</summary>
internal static class JsonLine
{
    public static string Of(Action<Utf8JsonWriter> fields)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
