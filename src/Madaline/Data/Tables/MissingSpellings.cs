namespace Madaline.Data;

/// <summary>The words that mean a missing cell, in whatever letters; an empty cell always does.</summary>
internal sealed class MissingSpellings
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly int _longest;
    private readonly bool _areWords;

    /// <param name="words">The words.</param>
    public MissingSpellings(IEnumerable<string> words)
    {
        Words = [.. words.Select(word => word.Trim()).Where(word => word.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        _words = Words.ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = Words.Count == 0 ? 0 : Words.Max(word => word.Length);
        _areWords = !Words.Any(word => MayBeNumber(word));
    }

    /// <summary>What holds where nothing is said.</summary>
    public static MissingSpellings Default { get; } =
        new(["NA", "N/A", "NaN", "null", "none", "?", "#N/A", "<NA>"]);

    /// <summary>What encoders of before version 2 knew.</summary>
    public static MissingSpellings Old { get; } = new(["NA", "N/A", "NaN", "?"]);

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The default, or other words.</summary>
    public static MissingSpellings Of(IReadOnlyList<string>? words) => words is null ? Default : new(words);

    /// <summary>Whether a cell is empty or one of the words.</summary>
    public bool Contains(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty || cell.Length > _longest)
            return cell.IsEmpty;
        return !(_areWords && MayBeNumber(cell)) && _words.Contains(cell);
    }

    private static bool MayBeNumber(ReadOnlySpan<char> cell) => char.IsAsciiDigit(cell[^1]);
}
