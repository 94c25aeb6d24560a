namespace Madaline.Workloads.Comparison;

/// <summary>A workload as both programs timed it, in turn.</summary>
internal sealed record Pair(string Workload, IReadOnlyList<Timing> Ours, IReadOnlyList<Timing> Theirs)
{
    public string Unit => Ours[0].Unit;

    public int Threads => Ours[0].Threads;

    /// <summary>The peer's best time over ours.</summary>
    public double RatioOfBests => Theirs.Min(timing => timing.Seconds) / Ours.Min(timing => timing.Seconds);

    /// <summary>The median over the rounds of the peer's time over ours.</summary>
    public double MedianRatio => Median(
        from ours in Ours
        join theirs in Theirs on ours.Round equals theirs.Round
        select theirs.Seconds / ours.Seconds);

    public static double Best(IReadOnlyList<Timing> timings) => timings.Max(timing => timing.Figure);

    public static double Median(IReadOnlyList<Timing> timings) => Median(timings.Select(timing => timing.Figure));

    /// <summary>The largest peak resident size in MiB, or null where a process could not be watched.</summary>
    public static double? PeakMib(IReadOnlyList<Timing> timings) =>
        timings.All(timing => timing.PeakKib is not null) ? timings.Max(timing => timing.PeakKib!.Value) / 1024.0 : null;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            return double.NaN;
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
