namespace Madaline.Formats;

/// <summary>The known name that someone may have meant by a wrong one.</summary>
public static class NearestName
{
    private const int MinBeginning = 3, MaxShown = 6;

    /// <summary>The nearest known name; null where none is near.</summary>
    /// <remarks>
    /// Near is: the same but for case, dashes and underscores; or at most a third of its letters inserted, left out,
    /// changed or swapped with the next; or only the beginning of one name, or one name only its beginning, three
    /// letters or more. Of equally near names the first counts.
    /// Source: Damerau 1964, "A technique for computer detection and correction of spelling errors".
    /// </remarks>
    /// <param name="wrong">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? Of(string wrong, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(known);
        string word = Plain(wrong);
        string? best = null;
        int least = int.MaxValue;
        var begun = new List<string>();
        foreach (string name in known)
        {
            string plain = Plain(name);
            if (Math.Min(word.Length, plain.Length) >= MinBeginning && (plain.StartsWith(word, StringComparison.Ordinal)
                || word.StartsWith(plain, StringComparison.Ordinal)))
                begun.Add(name);
            int allowed = Math.Max(1, plain.Length / 3);
            if (word.Length == 0 || Math.Abs(word.Length - plain.Length) > allowed)
                continue;
            int distance = Distance(word, plain);
            if (distance <= allowed && distance < least && distance < Math.Max(word.Length, plain.Length))
                (best, least) = (name, distance);
        }

        return best ?? (begun.Count == 1 ? begun[0] : null);
    }

    /// <summary>
    /// <c> Did you mean NAME?</c> with a space before it, or of several names that begin so <c> Did you mean A, B or
    /// C?</c>; nothing where no name is near.
    /// </summary>
    /// <param name="wrong">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string Hint(string wrong, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string word = Plain(wrong ?? throw new ArgumentNullException(nameof(wrong)));
        string[] begun = word.Length < MinBeginning ? []
            : [.. names.Where(name => Plain(name).StartsWith(word, StringComparison.Ordinal))];
        if (begun.Length > 1 && !Array.Exists(begun, name => Plain(name) == word))
        {
            string last = begun.Length > MaxShown ? "…" : begun[^1];
            return $" Did you mean {string.Join(", ", begun.Take(Math.Min(MaxShown, begun.Length - 1)))}"
                + $"{(begun.Length > MaxShown ? ", " : " or ")}{last}?";
        }

        return Of(wrong, names) is { } near ? $" Did you mean {near}?" : "";
    }

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Letters to insert, leave out, change or swap with the next, to make one word of the other.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
