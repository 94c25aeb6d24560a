using System.Text.Json;

namespace Madaline.Workloads.Comparison;

/// <summary>All lines of a comparison: the machine, the peaks, and the timings of both programs.</summary>
internal sealed record Results(Machine Machine, IReadOnlyList<Timing> Timings)
{
    private const string Peak = "fma-peak";

    /// <summary>One pair for each workload that both programs timed, in the order of the lines.</summary>
    public IReadOnlyList<Pair> Pairs { get; } =
    [
        .. from timing in Timings
           where !IsPeak(timing)
           group timing by timing.Workload into all
           let ours = all.Where(timing => timing.IsOurs).ToArray()
           let theirs = all.Where(timing => !timing.IsOurs).ToArray()
           where ours.Length > 0 && theirs.Length > 0
           select new Pair(all.Key, ours, theirs),
    ];

    /// <summary>Reads the lines; the machine's has a processor, a timing's has a workload.</summary>
    public static Results Parse(IEnumerable<string> lines)
    {
        Machine? machine = null;
        List<Timing> timings = [];
        foreach (string line in lines)
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("cpu", out _))
                machine = Machine.Parse(document.RootElement);
            else
                timings.Add(Timing.Parse(document.RootElement));
        }

        return new Results(machine ?? throw new UsageException("no line tells the machine."), timings);
    }

    /// <summary>The best peak by number of threads.</summary>
    public SortedDictionary<int, double> PeakByThreads() => new(
        Timings.Where(IsPeak).GroupBy(timing => timing.Threads)
            .ToDictionary(same => same.Key, same => same.Max(timing => timing.Figure)));

    private static bool IsPeak(Timing timing) => timing.Workload.StartsWith(Peak, StringComparison.Ordinal);
}
