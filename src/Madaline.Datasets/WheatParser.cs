using System.Text;
using Madaline.Datasets.Tables;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>Parses the three wheat layouts from memory.</summary>
/// <remarks>
/// Memory: the result is sized by counting lines first; a row of at least 16 bytes takes 36, so with files of at most
/// 512 KiB everything stays under twice the file plus 1 MiB.
/// </remarks>
internal sealed class WheatParser(byte[] text, string file)
{
    public const int MaxBytes = 512 * 1024;
    private const int Features = 7;
    private const int ClassColumn = Features;
    private const int ProvinceColumn = -1;

    /// <summary>Headers seen in the wild, letters only, for the eight columns and Province.</summary>
    private static readonly Dictionary<string, int> ColumnsByHeader = new(StringComparer.OrdinalIgnoreCase)
    {
        ["province"] = ProvinceColumn,
        ["area"] = 0,
        ["areaa"] = 0,
        ["perimeter"] = 1,
        ["perimiter"] = 1,
        ["perimeterp"] = 1,
        ["compactness"] = 2,
        ["compactnessc"] = 2,
        ["kernellength"] = 3,
        ["lengthofkernel"] = 3,
        ["length"] = 3,
        ["kernelwidth"] = 4,
        ["widthofkernel"] = 4,
        ["width"] = 4,
        ["asymmetry"] = 5,
        ["asymmetrycoefficient"] = 5,
        ["asymmetrycoeff"] = 5,
        ["groovelength"] = 6,
        ["kernelgroovelength"] = 6,
        ["lengthofkernelgroove"] = 6,
        ["groove"] = 6,
        ["type"] = ClassColumn,
        ["class"] = ClassColumn,
        ["variety"] = ClassColumn,
        ["seedtype"] = ClassColumn,
    };

    // Where each field of a line goes; the widest layout has nine.
    private readonly int[] _roles = new int[Features + 2];
    private int _fieldCount;
    private bool _isComma;

    public TableData Parse()
    {
        var start = text.AsSpan() is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        var firstLine = 0;
        var lines = CountLines(start);
        var features = Array.Empty<float>();
        int[] labels = [], sourceLines = [];
        var count = 0;
        for (int line = 1, at = start; at < text.Length; line++)
        {
            var content = NextLine(ref at);
            if (content.IsEmpty) continue;
            if (firstLine == 0)
            {
                firstLine = line;
                var isHeader = ReadLayout(content, line);
                CheckLength(lines);
                (features, labels, sourceLines) = (new float[lines * Features], new int[lines], new int[lines]);
                if (isHeader) continue;
            }

            labels[count] = ReadRow(content, line, features.AsSpan(count * Features, Features));
            sourceLines[count++] = line;
        }

        if (count == 0) throw new DataFormatException(file, 0, "the file holds no rows; expected wheat kernels.");
        return new TableData(
            [.. WheatFiles.FeatureNames],
            count == lines ? features : features[..(count * Features)],
            count == lines ? labels : labels[..count],
            [.. WheatFiles.ClassNames],
            count == lines ? sourceLines : sourceLines[..count]);
    }

    private int CountLines(int start)
    {
        var lines = 0;
        for (var at = start; at < text.Length;)
        {
            if (NextLine(ref at).Length > 0) lines++;
        }

        return lines;
    }

    /// <summary>A row has at least 8 digits, 7 separators and a line end: so the result stays in proportion.</summary>
    private void CheckLength(int lines)
    {
        if (lines > text.Length / 16 + 1)
            throw new DataFormatException(file, 0, $"{lines} lines in {text.Length} bytes are too short for wheat.");
    }

    private ReadOnlySpan<byte> NextLine(ref int at)
    {
        var rest = text.AsSpan(at);
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0) end = rest.Length;
        at += end + 1;
        if (end + 1 < rest.Length && rest[end] == '\r' && rest[end + 1] == '\n') at++;
        return Trim(rest[..end]);
    }

    /// <summary>Settles the layout by the first line; true if that was a header.</summary>
    private bool ReadLayout(ReadOnlySpan<byte> line, int number)
    {
        _isComma = line.Contains((byte)',');
        Span<Range> fields = stackalloc Range[Features + 3];
        _fieldCount = Split(line, fields);
        if (_fieldCount is not (Features + 1 or Features + 2))
        {
            throw new DataFormatException(file, number, 0,
                $"not a wheat file: {_fieldCount} columns; expected {Features + 1} (seven measurements and the class), "
                + $"or {Features + 2} with Province first.");
        }

        var hasProvince = _fieldCount == Features + 2;
        for (var i = 0; i < _fieldCount; i++) _roles[i] = i - (hasProvince ? 1 : 0);
        if (IsNumber(line[fields[_fieldCount - 1]]) || IsNumber(line[fields[_fieldCount - 2]])) return false;
        ReadHeader(line, fields, number);
        return true;
    }

    private void ReadHeader(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int number)
    {
        var seen = 0;
        for (var i = 0; i < _fieldCount; i++)
        {
            var cell = line[fields[i]];
            if (!ColumnsByHeader.TryGetValue(Letters(cell), out var role))
            {
                throw new DataFormatException(file, number, i + 1,
                    $"unknown column '{Show(cell)}'; expected Province, {string.Join(", ", WheatFiles.FeatureNames)} "
                    + "or Type. Read other tables as a CSV table.");
            }

            var bit = 1 << (role + 1);
            if ((seen & bit) != 0)
                throw new DataFormatException(file, number, i + 1, $"column '{Show(cell)}' comes twice.");
            seen |= bit;
            _roles[i] = role;
        }

        if ((seen | 1) != (1 << (Features + 2)) - 1)
            throw new DataFormatException(file, number, 0, "a measurement or the class is missing from the header.");
    }

    private int ReadRow(ReadOnlySpan<byte> line, int number, Span<float> features)
    {
        Span<Range> fields = stackalloc Range[Features + 3];
        var count = Split(line, fields);
        if (count != _fieldCount)
        {
            throw new DataFormatException(
                file, number, 0, $"{count} columns; expected {_fieldCount} as in the first line.");
        }

        var label = -1;
        for (var i = 0; i < count; i++)
        {
            var cell = line[fields[i]];
            if (_roles[i] == ProvinceColumn) continue;
            if (_roles[i] == ClassColumn) label = ReadClass(cell, number, i + 1);
            else features[_roles[i]] = ReadNumber(cell, number, i + 1);
        }

        return label;
    }

    private float ReadNumber(ReadOnlySpan<byte> cell, int line, int column)
    {
        if (TableCell.TryParse(cell, out var value) && float.IsFinite((float)value)) return (float)value;
        throw new DataFormatException(file, line, column, TableCell.IsMissing(cell)
            ? $"the cell is missing ('{Show(cell)}'); expected a number. Fill it in or leave the row out."
            : $"'{Show(cell)}' is not a finite number.");
    }

    private int ReadClass(ReadOnlySpan<byte> cell, int line, int column)
    {
        if (TableCell.TryParse(cell, out var value))
        {
            if (value is 1 or 2 or 3) return (int)value - 1;
        }
        else
        {
            for (var i = 0; i < WheatFiles.ClassNames.Count; i++)
            {
                if (Ascii.EqualsIgnoreCase(cell, WheatFiles.ClassNames[i])) return i;
            }
        }

        throw new DataFormatException(file, line, column, TableCell.IsMissing(cell)
            ? "the class is missing; expected 1 (Kama), 2 (Rosa) or 3 (Canadian)."
            : $"'{Show(cell)}' is no class; expected 1 (Kama), 2 (Rosa) or 3 (Canadian).");
    }

    /// <summary>Splits at commas, or at runs of white space. Returns at most the length of the result.</summary>
    private int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        for (var at = 0; at <= line.Length && count < fields.Length;)
        {
            var length = _isComma ? line[at..].IndexOf((byte)',') : line[at..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0) length = line.Length - at;
            var cell = _isComma ? Unquote(line, at, at + length) : new Range(at, at + length);
            at += length + 1;
            fields[count++] = cell;
            while (!_isComma && at < line.Length && line[at] is (byte)' ' or (byte)'\t') at++;
        }

        return count;
    }

    /// <summary>A cell without the blanks around it, and without one pair of quotes.</summary>
    private static Range Unquote(ReadOnlySpan<byte> line, int start, int end)
    {
        while (start < end && line[start] is (byte)' ' or (byte)'\t') start++;
        while (start < end && line[end - 1] is (byte)' ' or (byte)'\t') end--;
        return end - start >= 2 && line[start] == '"' && line[end - 1] == '"'
            ? new Range(start + 1, end - 1)
            : new Range(start, end);
    }

    private static bool IsNumber(ReadOnlySpan<byte> cell) => TableCell.TryParse(cell, out _);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t"u8);

    private static string Letters(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 64) return "";
        Span<char> letters = stackalloc char[cell.Length];
        var count = 0;
        foreach (var b in cell)
        {
            if (char.IsAsciiLetter((char)b)) letters[count++] = (char)b;
        }

        return new string(letters[..count]);
    }

    private static string Show(ReadOnlySpan<byte> cell) =>
        TableCell.Show(Encoding.UTF8.GetString(cell.Length > 64 ? cell[..64] : cell));
}
