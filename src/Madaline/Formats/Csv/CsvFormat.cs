namespace Madaline.Formats;

/// <summary>How a table is written as text; what is not said is found out.</summary>
public sealed record CsvFormat
{
    private readonly char? _decimal;

    /// <summary>
    /// What stands between cells, an ASCII character; a blank means runs of blanks and tabs. Null (the default) to find
    /// out: tab, semicolon, bar, comma or blanks.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// The decimal mark of numbers: a point (the default) or a comma. With a comma, cells do not end at commas. Digits
    /// may be in groups of three (<c>1,441.85</c>, <c>350 000</c>); <c>1,441</c> is one thousand and more where the
    /// mark is said, or where other cells show it.
    /// </summary>
    public char Decimal
    {
        get => _decimal ?? '.';
        init => _decimal = value;
    }

    /// <summary>Whether the decimal mark was said, rather than taken to be a point.</summary>
    public bool IsDecimalSaid => _decimal is not null;

    /// <summary>How numbers are written, as far as it is said.</summary>
    internal NumberNotation Notation => new(Decimal, IsDecimalSaid);

    /// <summary>
    /// How bytes are letters: <c>utf-8</c>, <c>latin1</c>, <c>windows-1252</c>, <c>utf-16</c> or <c>utf-16be</c>. Null
    /// (the default) for UTF-8. A byte order mark decides, whatever is said here.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first row names the columns; null (the default) to find out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Refuses what is no format.</summary>
    /// <exception cref="ArgumentException">A mark that is none, or one mark for two things.</exception>
    internal CsvFormat Checked()
    {
        if (Decimal is not ('.' or ','))
            throw new ArgumentException($"table: Decimal is '{Decimal}'; expected '.' or ','.");
        if (Delimiter is { } mark && (!char.IsAscii(mark) || char.IsLetterOrDigit(mark) || mark == Decimal
            || mark is '"' or '+' or '-' or '.' || (char.IsControl(mark) && mark != '\t')))
        {
            throw new ArgumentException($"table: Delimiter is '{PlainText.Of($"{mark}")}'; expected a tab, a "
                + $"semicolon, a bar, a comma, a blank or another sign that is in no number (Decimal is '{Decimal}').");
        }

        if (Encoding is not null && CsvCharset.Find(Encoding) is null)
        {
            throw new ArgumentException($"table: Encoding is '{PlainText.Of(Encoding)}'; expected one of "
                + $"{string.Join(", ", CsvCharset.Names)}.");
        }

        return this;
    }
}
