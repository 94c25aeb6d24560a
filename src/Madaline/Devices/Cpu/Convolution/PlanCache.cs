namespace Madaline.Devices.Cpu.Convolution;

/// <summary>Plans by their keys, limited in number and in bytes.</summary>
/// <remarks>Readers take the array as it is; a writer puts another in its place.</remarks>
/// <param name="most">Plans.</param>
/// <param name="mostBytes">Bytes of all of them; one that takes a quarter is not kept.</param>
internal sealed class PlanCache(int most, long mostBytes)
{
    private readonly Lock _gate = new();
    private volatile Entry[] _entries = [];

    /// <summary>Bytes of the plans at hand.</summary>
    public long Bytes => Size(_entries);

    public int Count => _entries.Length;

    public ConvolutionPlan Get(in ConvolutionKey key)
    {
        foreach (Entry known in _entries)
        {
            if (!known.Key.Equals(key))
                continue;
            if (!known.WasUsed)
                known.WasUsed = true;
            return known.Plan;
        }

        ConvolutionPlan plan = key.IsTransposed ? ConvolutionPlan.Transposed(key) : ConvolutionPlan.Forward(key);
        if (plan.Bytes > mostBytes / 4)
            return plan;
        lock (_gate)
        {
            Entry[] entries = _entries;
            if (entries.Length == most || Size(entries) + plan.Bytes > mostBytes)
                entries = Thinned(entries);
            _entries = [new Entry(key, plan), .. entries];
        }

        return plan;
    }

    /// <summary>
    /// Those that were used since the last thinning, the newest of them, up to half of what may be kept.
    /// </summary>
    private Entry[] Thinned(Entry[] entries)
    {
        var kept = new List<Entry>();
        long left = mostBytes / 2;
        foreach (Entry entry in entries)
        {
            if (!entry.WasUsed || kept.Count == most / 2 || entry.Plan.Bytes > left)
                continue;
            left -= entry.Plan.Bytes;
            entry.WasUsed = false;
            kept.Add(entry);
        }

        return [.. kept];
    }

    private static long Size(Entry[] entries) => entries.Sum(entry => entry.Plan.Bytes);

    private sealed record Entry(ConvolutionKey Key, ConvolutionPlan Plan)
    {
        public bool WasUsed { get; set; }
    }
}
