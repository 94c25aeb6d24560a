using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Madaline.Cli.Commands;
using Madaline.Cli.Inputs;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Workbench;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>Shows a table of the user's: how it is read, what becomes of its columns, and its first rows.</summary>
internal static class TableReport
{
    private const int ValuesShown = 8;

    /// <summary>What <c>train</c> would make of the table.</summary>
    public static void Describe(Report report, string path, ParseResult flags, CommonOptions options)
    {
        var file = Madaline.Data.Table.Read(path, RequestFlags.Format(flags, options).Format());
        var encoder = TableEncoder.Fit(file, new TableOptions
        {
            Target = flags.GetValue(options.Target),
            OneHot = flags.GetValue(options.OneHot),
            Exclude = flags.GetValue(options.Exclude) ?? [],
        });
        var data = encoder.Encode(file);
        report.Note(Note.Of(encoder));
        string sign = SignOf(file.Rows().Delimiter);
        report.Write(json => Write(json, path, sign, data));
        report.Line($"{path}: {data.Count} rows, {data.Width} features, {data.ClassNames.Count} classes");
        report.Line($"cells between {sign}, decimal {(encoder.Decimal == '.' ? "point" : "comma")}, "
            + (encoder.DType == DType.Float64 ? "more digits than single precision holds" : "single precision"));
        var table = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumns("column", "becomes", "values");
        foreach (var column in encoder.Columns)
            table.AddRow(Shown(column.Name), Becomes(column), Values(column));
        report.Show(table);
    }

    /// <summary>The first rows as they are read.</summary>
    public static void ShowRows(Report report, string path, int count, ParseResult flags, CommonOptions options)
    {
        var reader = Madaline.Data.Table.Read(path, RequestFlags.Format(flags, options).Format()).Rows();
        var table = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn("line");
        for (int row = 0; row < count && reader.Read(); row++)
        {
            while (table.Columns.Count <= reader.FieldCount)
                table.AddColumn($"{table.Columns.Count - 1}");
            string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())];
            report.Write(json => WriteRow(json, reader.Line, cells));
            table.AddRow([$"{reader.Line}", .. cells.Select(Shown)]);
        }

        report.Show(table);
    }

    private static void Write(Utf8JsonWriter json, string path, string sign, TableData data)
    {
        json.WriteString("event", "table");
        json.WriteString("file", path);
        json.WriteNumber("rows", data.Count);
        json.WriteNumber("features", data.Width);
        json.WriteString("delimiter", sign);
        json.WriteString("decimal", $"{data.Encoder.Decimal}");
        json.WriteString("dtype", data.Encoder.DType.ToString());
        json.WriteStartArray("columns");
        foreach (var column in data.Encoder.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("becomes", Becomes(column));
            json.WriteStartArray("values");
            foreach (string value in column.Values)
                json.WriteStringValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, int line, string[] cells)
    {
        json.WriteString("event", "row");
        json.WriteNumber("line", line);
        json.WriteStartArray("cells");
        foreach (string cell in cells)
            json.WriteStringValue(cell);
        json.WriteEndArray();
    }

    private static string Becomes(EncodedColumn column) => column.Kind switch
    {
        ColumnKind.Number => "number",
        ColumnKind.OneHot => string.Create(CultureInfo.InvariantCulture, $"one feature a value ({column.Width})"),
        ColumnKind.Target => column.Values.Count == 0 ? "number to predict" : "class",
        _ => "left out",
    };

    private static string Values(EncodedColumn column) => Shown(string.Join(", ", column.Values.Take(ValuesShown))
        + (column.Values.Count > ValuesShown ? ", …" : ""));

    private static string SignOf(char delimiter) => delimiter switch
    {
        '\t' => "tabs",
        ' ' => "blanks",
        ';' => "semicolons",
        ',' => "commas",
        '|' => "bars",
        _ => $"{delimiter}",
    };

    private static string Shown(string text) => Markup.Escape(PlainText.Of(text.Replace('\n', ' ')));
}
