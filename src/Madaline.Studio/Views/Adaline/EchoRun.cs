using Madaline.Training;

namespace Madaline.Studio.Views.Adaline;

/// <summary>What a student chooses for the filter.</summary>
/// <param name="Seed">Which voice.</param>
/// <param name="Taps">How many taps the filter has.</param>
/// <param name="Rate">μ.</param>
/// <param name="Noise">How loud the noise of this end is.</param>
internal readonly record struct EchoChoice(int Seed, int Taps, double Rate, double Noise);

/// <summary>An adaptive filter on the line for the whole time: what goes back before and after it.</summary>
internal sealed class EchoRun
{
    /// <summary>The number of samples over which powers are taken.</summary>
    public const int Window = 800;

    /// <summary>An error beyond this has run away.</summary>
    private const double Lost = 1e3;

    /// <summary>The samples between two copies of the taps, from which any sample is reached.</summary>
    private const int Every = 250;

    private readonly List<double[]> _kept = [];

    /// <summary>Runs a filter over all of the signal.</summary>
    public EchoRun(EchoChoice choice)
    {
        Choice = choice;
        Signal = EchoSignal.Of((ulong)choice.Seed);
        Before = [.. Signal.Echo.Zip(Signal.Near, (echo, near) => echo + (choice.Noise * near))];
        After = new double[Before.Length];
        Filter = new AdaptiveFilter(choice.Taps);
        Run();
        Reduction = Decibels();
    }

    /// <summary>What it was run with.</summary>
    public EchoChoice Choice { get; }

    /// <summary>What comes from far away, and its echo.</summary>
    public EchoSignal Signal { get; }

    /// <summary>The echo with the noise of this end: d.</summary>
    public double[] Before { get; }

    /// <summary>What is left of it: e; NaN once it has run away.</summary>
    public double[] After { get; }

    /// <summary>How many samples were done before it ran away: all of them unless it did.</summary>
    public int Done { get; private set; }

    /// <summary>The filter at the end.</summary>
    public AdaptiveFilter Filter { get; }

    /// <summary>The echo reduction in dB, over the last <see cref="Window"/>: 10 log₁₀ (Σ d² / Σ e²).</summary>
    public double[] Reduction { get; }

    /// <summary>The largest ‖x‖² of the delay line: its inverse is the rate up to which no step leads away.</summary>
    public double LargestSquare { get; private set; }

    /// <summary>The mean of x².</summary>
    public double Power => Signal.Far.Average(Square);

    /// <summary>The true echo path at a tap; 0 beyond its end.</summary>
    public static double PathAt(int tap) => tap < EchoSignal.Path.Count ? EchoSignal.Path[tap] : 0;

    /// <summary>The filter before it learns from a sample, with that sample in its delay line.</summary>
    /// <param name="time">Which, of those that were done.</param>
    public AdaptiveFilter At(int time)
    {
        int kept = Math.Min(time / Every, _kept.Count - 1), from = kept * Every;
        var filter = new AdaptiveFilter(_kept[kept]);
        for (int t = Math.Max(0, from - Choice.Taps); t < time; t++)
        {
            filter.Push(Signal.Far[t]);
            if (t >= from)
                filter.Learn(Before[t], Choice.Rate);
        }

        filter.Push(Signal.Far[time]);
        return filter;
    }

    /// <summary>What kind of rate it is, by what the whole run does.</summary>
    public (string Name, string Text) Zone()
    {
        if (Done < EchoSignal.Length || After.Max(Math.Abs) > 10 * Before.Max(Math.Abs))
            return ("diverges", "steps overshoot by more than they mend, and the error grows");
        if (Reduction.Skip(Window).Any(decibels => decibels < -3))
            return ("jumps", "in loud moments steps overshoot, and what goes back is louder than the echo");
        return Length(At(Done / 2)) < 0.75 * Length(Filter)
            ? ("crawls", "at half time the taps are less than three quarters of what they are at the end")
            : ("learns", "the taps settle near the echo path");
    }

    private static double Length(AdaptiveFilter filter) => Math.Sqrt(filter.Taps.Sum(Square));

    private static double Square(double value) => value * value;

    private void Run()
    {
        foreach (var (t, x) in Signal.Far.Index())
        {
            if (t % Every == 0)
                _kept.Add([.. Filter.Taps]);
            Filter.Push(x);
            if (Done < t)
            {
                After[t] = double.NaN;
            }
            else
            {
                After[t] = Filter.Learn(Before[t], Choice.Rate);
                Done += Math.Abs(After[t]) < Lost ? 1 : 0;
            }

            LargestSquare = Math.Max(LargestSquare, 1 / Filter.RateBound);
        }
    }

    private double[] Decibels()
    {
        var decibels = new double[Before.Length];
        for (int t = 0; t < decibels.Length; t++)
        {
            int from = Math.Max(0, t - Window + 1);
            decibels[t] = t % EchoSignal.Bin > 0 ? decibels[t - 1]
                : 10 * Math.Log10(Energy(Before.AsSpan(from..(t + 1))) / Energy(After.AsSpan(from..(t + 1))));
        }

        return decibels;
    }

    private static double Energy(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value * value;
        return sum;
    }
}
