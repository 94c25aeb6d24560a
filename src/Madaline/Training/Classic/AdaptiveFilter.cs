namespace Madaline.Training;

/// <summary>
/// An <see cref="Adaline"/> on a tapped delay line: a filter that learns what a signal goes through, such as the echo
/// of a telephone line.
/// </summary>
/// <remarks>
/// <para>Output at time t: <c>yₜ = Σᵢ wᵢ xₜ₋ᵢ</c> over the last <c>n</c> samples; error <c>eₜ = dₜ − yₜ</c>; rule
/// <c>wᵢ ← wᵢ + 2μ eₜ xₜ₋ᵢ</c>. In an echo canceller x is what comes from far away, d what goes back (the echo of x,
/// and who speaks here), and e is what is sent: d without the echo that was learned.</para>
/// <para>It converges in the mean for <c>0 &lt; μ &lt; 1/λ</c>, λ the greatest eigenvalue of the input's correlation,
/// for which <c>1/(n · power of x)</c> is enough. Source: Widrow &amp; Hoff 1960; Widrow et al. 1975, "Adaptive noise
/// cancelling"; Sondhi 1967 for echoes.</para>
/// </remarks>
public sealed class AdaptiveFilter
{
    private readonly Adaline _neuron;
    private readonly double[] _line;

    /// <summary>A filter whose taps and delay line are 0.</summary>
    /// <param name="taps">How many samples it looks back on, this one included.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public AdaptiveFilter(int taps) : this(new double[RequireTaps(taps)])
    {
    }

    /// <summary>A filter with given taps, whose delay line is 0.</summary>
    /// <param name="taps">The weights: the first for the sample of now, the next for the one before.</param>
    /// <exception cref="ArgumentException">There are none, or one is not finite.</exception>
    public AdaptiveFilter(IReadOnlyList<double> taps)
    {
        _neuron = new Adaline(taps, bias: null);
        _line = new double[taps.Count];
    }

    /// <summary>The weights: the first for the sample of now, the next for the one before.</summary>
    public IReadOnlyList<double> Taps => _neuron.Weights;

    /// <summary>The last samples, the newest first.</summary>
    public IReadOnlyList<double> Line => _line;

    /// <summary>Takes the next sample of the input into the delay line.</summary>
    /// <param name="x">The sample.</param>
    /// <returns>The output with the taps of now.</returns>
    public double Push(double x)
    {
        Array.Copy(_line, 0, _line, 1, _line.Length - 1);
        _line[0] = x;
        return _neuron.Sum(_line);
    }

    /// <summary>Changes the taps for the delay line of now, by the LMS rule.</summary>
    /// <param name="desired">What the output is to be.</param>
    /// <param name="rate">μ, at least 0.</param>
    /// <returns>The error before the change: what is desired less the output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0 or not finite.</exception>
    public double Learn(double desired, double rate) => _neuron.Learn(_line, desired, rate);

    /// <summary>The greatest μ that is safe for the delay line of now, <c>1/‖x‖²</c>; ∞ while all of it is 0.</summary>
    public double RateBound => _neuron.RateBound(_line);

    /// <summary>The taps, such as <c>w = [0.5, -0.1]</c>.</summary>
    public override string ToString() => $"w = [{string.Join(", ", Taps.Select(w => $"{w}"))}]";

    private static int RequireTaps(int taps) => taps >= 1 ? taps : throw new ArgumentOutOfRangeException(
        nameof(taps), $"filter: there are {taps} taps; expected 1 or more.");
}
