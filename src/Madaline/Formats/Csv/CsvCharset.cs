using System.Buffers;
using System.Text;
using Madaline.Devices;

namespace Madaline.Formats;

/// <summary>How the bytes of a table become letters: strictly, so that no byte is ever replaced.</summary>
/// <param name="Name">The name that users write.</param>
/// <param name="Wide">An encoding of units of two bytes, which is turned into UTF-8 first; null for none.</param>
internal sealed record CsvCharset(string Name, Encoding? Wide = null)
{
    /// <summary>What Windows-1252 has at 80 to 9F; 0 where it has nothing.</summary>
    private const string Windows =
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
        + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    public static readonly CsvCharset Utf8 = new("utf-8");

    private static readonly CsvCharset Latin = new("latin1"), Windows1252 = new("windows-1252"),
        Utf16 = new("utf-16", new UnicodeEncoding(false, false, throwOnInvalidBytes: true)),
        Utf16Big = new("utf-16be", new UnicodeEncoding(true, false, throwOnInvalidBytes: true));

    /// <summary>The names that users may write.</summary>
    public static IEnumerable<string> Names => new[] { Utf8, Latin, Windows1252, Utf16, Utf16Big }.Select(x => x.Name);

    /// <summary>The charset of a name, or null.</summary>
    public static CsvCharset? Find(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" => Utf8,
        "latin1" or "latin-1" or "iso-8859-1" => Latin,
        "windows-1252" or "cp1252" => Windows1252,
        "utf-16" or "utf16" or "utf-16le" => Utf16,
        "utf-16be" => Utf16Big,
        _ => null,
    };

    /// <summary>What a byte order mark says, and its length; null where there is none.</summary>
    public static (CsvCharset Charset, int Length)? OfMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, ..] => (Utf16, 2),
        [0xFE, 0xFF, ..] => (Utf16Big, 2),
        _ => null,
    };

    /// <summary>Whether more bytes are needed to tell a byte order mark.</summary>
    public static bool MayBeMark(ReadOnlySpan<byte> start) =>
        start is [] or [0xEF] or [0xEF, 0xBB] or [0xFF] or [0xFE];

    /// <summary>Whether every byte is one letter.</summary>
    public bool IsOfBytes => this == Latin || this == Windows1252;

    /// <summary>Letters of bytes, as many as there is room for.</summary>
    /// <returns>How many bytes were read; fewer than given where the next one is no letter.</returns>
    public int Decode(ReadOnlySpan<byte> bytes, Span<char> letters, out int written)
    {
        if (this == Windows1252)
            return written = DecodeWindows(bytes, letters);
        if (this == Latin)
        {
            int control = bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F);
            written = control < 0 ? bytes.Length : control;
            return Encoding.Latin1.GetChars(bytes[..written], letters);
        }

        var status = System.Text.Unicode.Utf8.ToUtf16(bytes, letters, out int read, out written, false);
        return status == OperationStatus.Done ? bytes.Length : read;
    }

    /// <summary>What is wrong with a byte that is no letter, and the encoding it may be of.</summary>
    public (string Problem, string Try) Explain(byte wrong) => this == Latin
        ? ($"the byte 0x{wrong:X2} is no letter of Latin-1", Windows1252.Name)
        : this == Windows1252 ? ($"the byte 0x{wrong:X2} is no letter of Windows-1252", Utf8.Name)
        : ($"the byte 0x{wrong:X2} is not UTF-8", wrong is >= 0x80 and <= 0x9F ? Windows1252.Name : Latin.Name);

    private static int DecodeWindows(ReadOnlySpan<byte> bytes, Span<char> letters)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            letters[i] = bytes[i] is >= 0x80 and <= 0x9F ? Windows[bytes[i] - 0x80] : (char)bytes[i];
            if (letters[i] == 0 && bytes[i] != 0)
                return i;
        }

        return bytes.Length;
    }
}
