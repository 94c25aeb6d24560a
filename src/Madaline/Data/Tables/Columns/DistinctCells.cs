namespace Madaline.Data;

/// <summary>How many different cells a column has, by their hashes, until there are very many.</summary>
internal sealed class DistinctCells
{
    /// <summary>Beyond that number of different cells, no more are counted.</summary>
    public const int Most = 10_000;

    private readonly HashSet<int> _hashes = [];

    /// <summary>Cells looked at.</summary>
    public int Cells { get; private set; }

    /// <summary>Different ones among them.</summary>
    public int Count => _hashes.Count;

    /// <summary>Whether there were more cells than were looked at.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether nearly all cells differ, of enough to say so.</summary>
    public bool AreNearlyAll => Cells >= TableRoles.FewRows && Count >= 0.95 * Cells;

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (Count == Most)
        {
            IsCut = true;
            return;
        }

        Cells++;
        _hashes.Add(Hash(cell));
    }

    // FNV-1a, so that the same table gives the same notes in every process.
    private static int Hash(ReadOnlySpan<char> cell)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in cell)
            hash = (hash ^ c) * 1099511628211;
        return (int)(hash ^ (hash >> 32));
    }
}
