using System.Globalization;
using System.Text;

namespace Madaline.Workloads.Comparison;

/// <summary>A comparison in Markdown.</summary>
internal sealed class RatioTable(Results results)
{
    private readonly SortedDictionary<int, double> _peaks = results.PeakByThreads();

    private static readonly (string Title, bool IsNumber)[] Columns =
    [
        ("workload", false), ("unit", false), ("libtorch best (median)", true), ("Madaline best (median)", true),
        ("ratio of bests", true), ("median ratio", true), ("wanted", true), ("reached", false), ("of peak", true),
        ("libtorch MiB", true), ("Madaline MiB", true),
    ];

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        AppendMachine(text);
        AppendCells(text.Append('\n'), Columns.Select(column => column.Title));
        AppendCells(text, Columns.Select(column => column.IsNumber ? "---:" : "---"));
        foreach (var pair in results.Pairs)
            AppendCells(text, Cells(pair));
        text.Append("""

            A ratio is libtorch's time over Madaline's: above 1, Madaline is faster. A workload is reached when both
            ratios are, and for products from 512³ up when 90 % of the peak is, too. Of peak: Madaline's best, as the
            arithmetic of the products and convolutions alone (for convolutions as they are defined, without transforms).
            MiB: the largest peak resident size of a process that ran nothing else.

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendCells(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private void AppendMachine(StringBuilder text)
    {
        var (machine, pairs) = (results.Machine, results.Pairs);
        text.Append(CultureInfo.InvariantCulture, $"# Madaline beside libtorch, {machine.Date}\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{machine.Cpu}, {machine.Cores} cores, vectors of {machine.VectorBits} bits. {machine.Runtime}; Madaline ");
        text.Append(CultureInfo.InvariantCulture, $"{Versions(pairs, pair => pair.Ours)}, commit {machine.Commit}; ");
        text.Append(CultureInfo.InvariantCulture, $"TorchSharp {Versions(pairs, pair => pair.Theirs)}.\n");
        int rounds = pairs.Count == 0 ? 0 : pairs.Max(pair => pair.Ours.Count);
        string threads = string.Join(", ", pairs.Select(pair => pair.Threads).Distinct());
        text.Append(CultureInfo.InvariantCulture,
            $"{threads} threads each; {rounds} rounds, the programs in turn, a process for each workload.\n");
        if (_peaks.Count == 0)
            return;
        var peaks = _peaks.Select(peak => string.Create(CultureInfo.InvariantCulture,
            $"{peak.Value:F0} GFLOP/s on {peak.Key} {(peak.Key == 1 ? "thread" : "threads")}"));
        text.Append(CultureInfo.InvariantCulture, $"Measured fused multiply-add peak: {string.Join(", ", peaks)}.\n");
    }

    private string[] Cells(Pair pair)
    {
        double? share = _peaks.TryGetValue(pair.Threads, out double peak)
            ? Pair.Best(pair.Ours) * Arithmetic.GflopOf(pair.Workload) / peak : null;
        double? wanted = Goals.RatioOf(pair.Workload);
        return
        [
            pair.Workload, Name(pair.Unit), Figures(pair.Theirs), Figures(pair.Ours), Number(pair.RatioOfBests),
            Number(pair.MedianRatio), wanted is null ? "" : Number(wanted.Value), Reached(pair, wanted, share),
            share is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0} %"),
            Mib(pair.Theirs), Mib(pair.Ours),
        ];
    }

    private static string Reached(Pair pair, double? wanted, double? share)
    {
        if (wanted is null)
            return "";
        bool fast = Math.Min(pair.RatioOfBests, pair.MedianRatio) >= wanted;
        bool near = !Goals.WantsPeak(pair.Workload) || share is null or >= Goals.PeakShare;
        return fast && near ? "yes" : "no";
    }

    private static string Name(string unit) => unit == "gflops" ? "GFLOP/s" : "samples/s";

    private static string Figures(IReadOnlyList<Timing> timings) =>
        $"{Number(Pair.Best(timings))} ({Number(Pair.Median(timings))})";

    private static string Mib(IReadOnlyList<Timing> timings) => Pair.PeakMib(timings) is { } peak ? Number(peak) : "";

    /// <summary>Three digits that count, thousands set off.</summary>
    private static string Number(double value)
    {
        if (!double.IsFinite(value) || value == 0)
            return "";
        int digits = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        double unit = Math.Pow(10, Math.Max(digits - 3, 0));
        string format = digits >= 3 ? "N0" : digits == 2 ? "F1" : "F2";
        return (Math.Round(value / unit) * unit is var rounded && digits >= 3 ? rounded : value)
            .ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Versions(IEnumerable<Pair> pairs, Func<Pair, IReadOnlyList<Timing>> side) =>
        string.Join(", ", pairs.SelectMany(side).Select(timing => timing.Version.Replace("/", " with ")).Distinct());
}
