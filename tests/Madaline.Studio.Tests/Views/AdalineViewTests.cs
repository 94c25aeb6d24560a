using Madaline.Studio.Views.Adaline;
namespace Madaline.Studio.Tests.Views;
public sealed class AdalineViewTests(ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        for (ulong seed = 1; seed < 4; seed++)
        {
            var signal = EchoSignal.Of(seed);
            output.WriteLine($"seed {seed} power {signal.Far.Average(x => x * x)} peak {signal.Far.Max(Math.Abs)}");
            foreach (int taps in new[] { 12, 24, 32, 48 })
            foreach (double rate in new[] { 0.0005, 0.002, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.2 })
            {
                long started = System.Diagnostics.Stopwatch.GetTimestamp();
                var run = EchoRun.Of(signal, taps, rate, 0);
                double ms = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                output.WriteLine($"{taps} {rate}: safe {run.SafeRate:F3} mean {run.MeanRate:F3} done {run.Done} dist {run.Distance:F3} dB {run.Reduction[3000]:F1} {run.Reduction[6000]:F1} {run.Reduction[11999]:F1} min {run.Reduction.Skip(800).Min():F1} {run.Zone().Name} {ms:F1} ms");
            }
        }
    }
}
