using System.Diagnostics;

namespace Madaline.Workloads;

/// <summary>The best of several timings of a workload.</summary>
internal sealed record Measurement(Workload Workload, int Threads, double Seconds)
{
    /// <summary>The runtime's best code comes some tenths of a second after a method was found to be busy.</summary>
    private const double WarmUpSeconds = 1;

    public static Measurement Of(Workload workload, Options options)
    {
        Action run = workload.Prepare(options.Data);
        long begin = Stopwatch.GetTimestamp();
        do
            Repeat();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < WarmUpSeconds);
        double best = double.PositiveInfinity;
        for (int r = 0; r < options.Repeat; r++)
        {
            long start = Stopwatch.GetTimestamp();
            Repeat();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return new Measurement(workload, options.Threads, best / workload.Runs);

        void Repeat()
        {
            for (int i = 0; i < workload.Runs; i++)
                run();
        }
    }

    /// <summary>One object on one line, with the peers' names.</summary>
    public string ToJson() => JsonLine.Of(json =>
    {
        var (figure, amount) = Workload.Work;
        json.WriteString("peer", "madaline");
        json.WriteString("version", typeof(Tensor).Assembly.GetName().Version!.ToString(3));
        json.WriteNumber("threads", Threads);
        json.WriteString("workload", Workload.Name);
        json.WriteNumber("seconds", Seconds);
        json.WriteNumber(figure, amount / Seconds);
    });
}
