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
    private const int ValuesShown = 4, MaxLetters = 16, MaxName = 24;

    /// <summary>Letters around the table of columns and around each cell, and the least room for one.</summary>
    private const int Borders = 2, Padding = 3, MinCell = 13;

    private static readonly string[] Headings =
        ["column", "type", "missing", "distinct", "range or values", "becomes"];

    /// <summary>Every column, all problems, and a command that trains on the table.</summary>
    public static void Describe(Report report, string path, ParseResult flags, CommonOptions options)
    {
        var check = TableCheck.Of(path, RequestFlags.Data(flags, options) with { Dataset = null });
        string? command = check.Request is { } request ? TableCommand.Train(request, check.Advice) : null;
        report.Write(json => TableJson.Write(json, path, check, command));
        if (check.Profile is { } profile)
        {
            string mark = check.Advice.Format.Decimal == '.' ? "point" : "comma";
            bool isDouble = check.Advice.Data?.Encoder.DType == DType.Float64;
            report.Line($"{path}: {Count(profile.Rows, "row")}, {Count(profile.Columns.Count, "column")}; cells "
                + $"between {TableJson.SignOf(profile.Delimiter)}, decimal {mark}"
                + (isDouble ? ", more digits than single precision holds" : ""));
            report.Show(Columns(profile, check.Advice.Data, report.Out.Profile.Width));
        }

        ShowProblems(report, path, check.Advice);
        string[] notes = [.. TableJson.NotesOf(check.Advice.Data)];
        if (notes.Length > 0)
        {
            report.Line("to know:");
            report.Show(Listed(notes.Select(_ => "-"), notes));
        }

        report.Line(command is not null ? "this works:" : "no flags mend that: mend the file, and look at it with");
        report.Line($"  {command ?? $"madaline data show table --data {ShellWord.Of(path)}"}");
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

    private static void WriteRow(Utf8JsonWriter json, int line, string[] cells)
    {
        json.WriteString("event", "row");
        json.WriteNumber("line", line);
        json.WriteStartArray("cells");
        foreach (string cell in cells)
            json.WriteStringValue(cell);
        json.WriteEndArray();
    }

    private static void ShowProblems(Report report, string path, TableAdvice advice)
    {
        int count = advice.Problems.Count;
        if (count == 0)
            return;
        report.Line($"{Count(count, "problem")}:");
        report.Show(Listed(Enumerable.Range(1, count).Select(i => $"{i}."),
            [.. advice.Problems.Select(problem => TableJson.Text(problem, path))]));
    }

    /// <summary>Where the terminal is narrow, long words are cut, and nothing is broken but between words.</summary>
    private static Spectre.Console.Table Columns(TableProfile profile, TableData? data, int width)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Simple);
        string[][] rows = [.. profile.Columns.Select(column => (string[])
            [
                PlainText.Cut(column.Name.Replace('\n', ' '), MaxName), column.Type, $"{column.Missing}",
                $"{column.Distinct}{(column.HasMore ? "+" : "")}", RangeOf(column), Becomes(data, column.Index),
            ])];
        int used = Borders + (Headings.Length * Padding) + new[] { 1, 2, 3, 5 }.Sum(i => Widest(i));
        int names = Math.Min(Widest(0), Math.Max(MinCell, width - used - MinCell));
        int ranges = Math.Max(MinCell, width - used - names);
        foreach (string heading in Headings)
        {
            bool isCut = heading == "range or values" && heading.Length > ranges;
            var column = new TableColumn(isCut ? "values" : heading) { NoWrap = heading != "range or values" };
            table.AddColumn(heading is "missing" or "distinct" ? column.RightAligned() : column);
        }

        foreach (string[] row in rows)
        {
            (row[0], row[4]) = (Fit(row[0], names), string.Join(' ',
                row[4].Split(' ').Select(word => Fit(word, ranges))));
            table.AddRow(Array.ConvertAll(row, Shown));
        }

        return table;

        // A sign for what is cut off takes the place of a letter.
        static string Fit(string text, int room) => text.Length <= room ? text : PlainText.Cut(text, room - 1);

        int Widest(int i) => rows.Select(row => row[i].Length).Append(Headings[i].Length).Max();
    }

    /// <summary>What becomes of a column in few words: why some are left out is said below.</summary>
    private static string Becomes(TableData? data, int index) =>
        data is null || index >= data.Encoder.Columns.Count ? "–" : data.Encoder.Columns[index] switch
        {
            FeatureColumn feature => Count(feature.Width, "feature"),
            OmittedColumn => "left out",
            var other => other.Becomes,
        };

    private static string RangeOf(ColumnProfile column)
    {
        if (column.Min.Length > 0)
            return column.Min == column.Max ? column.Min : $"{column.Min} to {column.Max}";
        var values = column.Values.Take(ValuesShown)
            .Select(value => PlainText.Cut(value.Replace('\n', ' '), MaxLetters));
        return string.Join(", ", values) + (column.Distinct > Math.Min(ValuesShown, column.Values.Count) ? ", …" : "");
    }

    /// <summary>Lines with a mark before each, wrapped at the width of the terminal.</summary>
    private static Grid Listed(IEnumerable<string> marks, IReadOnlyList<string> lines)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1))
            .AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (mark, line) in marks.Zip(lines))
            grid.AddRow(mark, Shown(line));
        return grid;
    }

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Shown(string text) => Markup.Escape(PlainText.Of(text.Replace('\n', ' ')));
}
