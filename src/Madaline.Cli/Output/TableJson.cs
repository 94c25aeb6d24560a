using System.Text.Json;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>A table of the user's as JSON.</summary>
internal static class TableJson
{
    /// <summary>All that is known of it.</summary>
    public static void Write(Utf8JsonWriter json, string path, TableCheck check, string? command)
    {
        json.WriteString("event", "table");
        json.WriteString("file", path);
        json.WriteBoolean("readable", check.Profile is not null);
        json.WriteNumber("rows", check.Profile?.Rows ?? 0);
        json.WriteNumber("features", check.Advice.Data?.Width ?? 0);
        if (check.Profile is { } profile)
            json.WriteString("delimiter", SignOf(profile.Delimiter));
        json.WriteString("decimal", $"{check.Advice.Format.Decimal}");
        if (check.Advice.Data is { } data)
            json.WriteString("dtype", data.Encoder.DType.ToString());
        json.WriteStartArray("columns");
        foreach (var column in check.Profile?.Columns ?? [])
            WriteColumn(json, column, check.Advice.Data);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in check.Advice.Problems)
            WriteProblem(json, problem, path);
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in NotesOf(check.Advice.Data))
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteString("command", command);
    }

    /// <summary>What is to know of a table that can be trained on.</summary>
    public static IEnumerable<string> NotesOf(TableData? data) => data is null ? []
        : [.. Note.Of(data.Encoder).Select(RemedyText.Of), .. data.Notes.Select(note => note.Text)];

    /// <summary>What becomes of a column; a dash where none can be said.</summary>
    public static string Becomes(TableData? data, int index) =>
        data is not null && index < data.Encoder.Columns.Count ? data.Encoder.Columns[index].Becomes : "–";

    /// <summary>A problem with its place and remedy, without the file's name.</summary>
    public static string Text(DataFormatException problem, string path)
    {
        string text = problem.Problem.StartsWith(path, StringComparison.Ordinal)
            ? problem.Problem[path.Length..].TrimStart(',', ':', ' ') : problem.Problem;
        return problem.Remedy is { } remedy ? $"{text} {RemedyText.Of(remedy)}" : text;
    }

    /// <summary>What stands between cells, in words.</summary>
    public static string SignOf(char delimiter) => delimiter switch
    {
        '\t' => "tabs",
        ' ' => "blanks",
        ';' => "semicolons",
        ',' => "commas",
        '|' => "bars",
        _ => $"{delimiter}",
    };

    private static void WriteColumn(Utf8JsonWriter json, ColumnProfile column, TableData? data)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", column.Type);
        json.WriteNumber("missing", column.Missing);
        json.WriteNumber("distinct", column.Distinct);
        if (column.HasMore)
            json.WriteBoolean("has_more", true);
        if (column.Min.Length > 0)
        {
            json.WriteString("min", column.Min);
            json.WriteString("max", column.Max);
        }

        json.WriteString("becomes", Becomes(data, column.Index));
        json.WriteStartArray("values");
        foreach (string value in data is not null && column.Index < data.Encoder.Columns.Count
            ? data.Encoder.Columns[column.Index].Values : column.Values)
            json.WriteStringValue(value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProblem(Utf8JsonWriter json, DataFormatException problem, string path)
    {
        json.WriteStartObject();
        if (problem.Line > 0)
            json.WriteNumber("line", problem.Line);
        if (problem.Column > 0)
            json.WriteNumber("column", problem.Column);
        json.WriteString("text", Text(problem, path));
        json.WriteEndObject();
    }
}
