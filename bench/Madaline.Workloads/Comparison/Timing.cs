using System.Text.Json;

namespace Madaline.Workloads.Comparison;

/// <summary>What one process measured of one workload: a line of a program, with what compare.sh adds.</summary>
/// <param name="Peer">The program: <c>madaline</c>, or the peer's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Threads">Threads that an operation might use.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Seconds">The best time.</param>
/// <param name="Unit">What the figure counts: <c>gflops</c> or <c>samples_per_s</c>.</param>
/// <param name="Figure">How much of it was done a second.</param>
/// <param name="Round">The round of the comparison, from 1.</param>
/// <param name="PeakKib">The process's peak resident size in KiB, where the system tells.</param>
internal sealed record Timing(
    string Peer, string Version, int Threads, string Workload, double Seconds, string Unit, double Figure, int Round,
    long? PeakKib)
{
    public const string Madaline = "madaline";

    private static readonly string[] Units = ["gflops", "samples_per_s"];

    public bool IsOurs => Peer == Madaline;

    public static Timing Parse(JsonElement line)
    {
        string unit = Units.First(name => line.TryGetProperty(name, out _));
        return new Timing(
            line.GetProperty("peer").GetString()!, line.GetProperty("version").GetString()!,
            line.GetProperty("threads").GetInt32(), line.GetProperty("workload").GetString()!,
            line.GetProperty("seconds").GetDouble(), unit, line.GetProperty(unit).GetDouble(),
            line.GetProperty("round").GetInt32(),
            line.TryGetProperty("peak_kib", out var peak) ? peak.GetInt64() : null);
    }
}
