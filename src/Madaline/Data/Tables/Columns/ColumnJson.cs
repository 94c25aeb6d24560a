using System.Globalization;
using System.Text.Json;

namespace Madaline.Data;

/// <summary>Fields of a column as JSON.</summary>
internal static class ColumnJson
{
    public static void WriteNames(Utf8JsonWriter json, string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        json.WriteStartArray(key);
        foreach (string name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    public static string[] Names(JsonElement json, string key) =>
        json.TryGetProperty(key, out var names) ? [.. names.EnumerateArray().Select(Text)] : [];

    public static bool Flag(JsonElement json, string key) =>
        json.TryGetProperty(key, out var flag) && flag.GetBoolean();

    public static string? Text(JsonElement json, string key) =>
        json.TryGetProperty(key, out var text) ? Text(text) : null;

    public static double? Number(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out var number))
            return null;
        double value = number.GetDouble();
        return float.IsFinite((float)value) ? value
            : throw new FormatException($"{key} is {value.ToString(CultureInfo.InvariantCulture)}; expected a number "
                + "in the range of single precision");
    }

    public static DateTime? Date(JsonElement json, string key)
    {
        if (Text(json, key) is not { } text)
            return null;
        return DateText.TryParse(text, out DateText date) && date.In(null) is { } known ? known
            : throw new FormatException($"{key} is '{Formats.CellNumber.Show(text)}'; expected a date");
    }

    public static T? Word<T>(JsonElement json, string key) where T : struct, Enum
    {
        if (Text(json, key) is not { } word)
            return null;
        return TableWords.Find<T>(word) ?? throw new FormatException($"{key} is '{Formats.CellNumber.Show(word)}'; "
            + $"expected one of {string.Join(", ", TableWords.All<T>())}");
    }

    public static string Text(JsonElement json) =>
        json.GetString() ?? throw new FormatException("a name is null; expected a text");
}
