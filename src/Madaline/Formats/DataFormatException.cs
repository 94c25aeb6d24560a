using System.Globalization;

namespace Madaline.Formats;

/// <summary>A file that does not hold what its format promises: the one exception of every reader.</summary>
/// <remarks>
/// The message names the file, the place and the reason; control characters in them are replaced, so that a name in a
/// hostile file does nothing to a terminal, and one of megabytes is cut (<see cref="PlainText"/>). Failures of the disk
/// or of permissions are not of this type: they stay what the runtime throws (<see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/>).
/// </remarks>
public sealed class DataFormatException : FormatException, IHasRemedy
{
    /// <summary>An error at a byte of a file, or in the file as a whole.</summary>
    /// <param name="file">The file's path, or the name given to the stream.</param>
    /// <param name="offset">Byte offset, of the decompressed bytes where the file is compressed; -1 if none.</param>
    /// <param name="reason">What is wrong, what was expected, and the remedy.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    public DataFormatException(string file, long offset, string reason, Exception? innerException = null)
        : base(Describe(file, offset, 0, 0, reason), innerException)
    {
        File = file;
        Offset = offset;
        Reason = PlainText.Shortened(reason);
    }

    /// <summary>An error at a place in a text file.</summary>
    /// <param name="file">The file's path, or the name given to the stream.</param>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Field of the line, from 1; 0 for the line as a whole.</param>
    /// <param name="reason">What is wrong, what was expected, and the remedy.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    public DataFormatException(string file, int line, int column, string reason, Exception? innerException = null)
        : base(Describe(file, -1, line, column, reason), innerException)
    {
        File = file;
        Offset = -1;
        Line = line;
        Column = column;
        Reason = PlainText.Shortened(reason);
    }

    /// <summary>An error at a place in a table or in a file as a whole, with what mends it.</summary>
    /// <param name="file">The file's path, or the name given to the stream.</param>
    /// <param name="line">Line, from 1; 0 for the table as a whole.</param>
    /// <param name="column">Field of the line, from 1; 0 for the line as a whole.</param>
    /// <param name="problem">What is wrong and what was expected, as sentences.</param>
    /// <param name="remedy">What mends it; said after the problem.</param>
    public DataFormatException(string file, int line, int column, string problem, Remedy remedy)
        : this(file, line, column, $"{problem} {remedy}")
    {
        Problem = Describe(file, -1, line, column, problem);
        Remedy = remedy;
    }

    /// <summary>What mends it, where the message ends with it; a program may word it in its own terms.</summary>
    public Remedy? Remedy { get; }

    /// <summary>The message without the remedy at its end.</summary>
    public string Problem { get => field ?? Message; }

    /// <summary>The file's path, or the name given to the stream.</summary>
    public string File { get; }

    /// <summary>Byte offset of the error, of the decompressed bytes of a compressed file; -1 if none.</summary>
    public long Offset { get; }

    /// <summary>Line of a text file, from 1; 0 if none.</summary>
    public int Line { get; }

    /// <summary>Field of the line, from 1 (the cell of a table); 0 if none.</summary>
    public int Column { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    private static string Describe(string file, long offset, int line, int column, string reason)
    {
        var place = (line, column, offset) switch
        {
            ( > 0, > 0, _) => string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column}"),
            ( > 0, _, _) => string.Create(CultureInfo.InvariantCulture, $", line {line}"),
            (_, _, >= 0) => string.Create(CultureInfo.InvariantCulture, $", byte {offset}"),
            _ => "",
        };
        return $"{PlainText.Of(file)}{place}: {PlainText.Shortened(reason)}";
    }
}
