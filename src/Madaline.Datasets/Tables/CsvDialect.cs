using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>Finds the delimiter of a table, and refuses lines that are too wide before anything reads them.</summary>
internal static class CsvDialect
{
    /// <summary>Most columns of a table.</summary>
    public const int MaxColumns = 16_384;

    private const int SampleLines = 20;
    private static ReadOnlySpan<byte> Candidates => "\t;,"u8;

    /// <summary>
    /// The delimiter that the first lines have equally often; of several the tab, then the semicolon (a comma may be
    /// a decimal comma or stand in text). If none is so regular, the most frequent one.
    /// </summary>
    public static char Detect(ReadOnlySpan<byte> text)
    {
        Span<int> regular = [-1, -1, -1];
        Span<int> total = [0, 0, 0];
        Span<int> counts = stackalloc int[3];
        for (var line = 0; line < SampleLines && !text.IsEmpty;)
        {
            text = text[CountOnLine(text, counts)..];
            if (counts is [0, 0, 0]) continue;
            line++;
            for (var i = 0; i < 3; i++)
            {
                total[i] += counts[i];
                regular[i] = regular[i] < 0 || regular[i] == counts[i] ? counts[i] : 0;
            }
        }

        var best = regular.IndexOfAnyExceptInRange(-1, 0);
        if (best < 0)
        {
            best = 2;
            for (var i = 1; i >= 0; i--) best = total[i] > total[best] ? i : best;
        }

        return (char)Candidates[best];
    }

    /// <summary>Refuses a line with more than <see cref="MaxColumns"/> fields.</summary>
    /// <exception cref="DataFormatException">There is one.</exception>
    public static void CheckWidth(ReadOnlySpan<byte> text, char delimiter, string file)
    {
        for (var line = 1; !text.IsEmpty; line++)
        {
            var length = text.IndexOf((byte)'\n');
            if (length < 0) length = text.Length;
            if (length > MaxColumns && text[..length].Count((byte)delimiter) >= MaxColumns)
                throw new DataFormatException(file, line, 0, $"too wide; expected at most {MaxColumns} columns.");
            text = text[Math.Min(length + 1, text.Length)..];
        }
    }

    /// <summary>Counts the candidates outside quotes on a line. Returns the line's length with its end.</summary>
    private static int CountOnLine(ReadOnlySpan<byte> text, Span<int> counts)
    {
        counts.Clear();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '"') isQuoted = !isQuoted;
            if (isQuoted) continue;
            if (b is (byte)'\n' or (byte)'\r') return i + 1;
            var candidate = Candidates.IndexOf(b);
            if (candidate >= 0) counts[candidate]++;
        }

        return text.Length;
    }
}
