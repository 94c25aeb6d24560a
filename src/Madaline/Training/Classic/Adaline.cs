namespace Madaline.Training;

/// <summary>
/// An adaptive linear neuron: the sum <c>w · x + b</c>, and the LMS rule, which learns from the sum and not from what
/// is answered.
/// </summary>
/// <remarks>
/// <para>With the error <c>e = y − (w · x + b)</c> the rule goes down the slope of e² of this one sample:
/// <c>w ← w + 2μ e x</c>, <c>b ← b + 2μ e</c>. It comes near to the least squares solution (Wiener's), and stays within
/// a distance of it that shrinks with μ.</para>
/// <para>After the change the error of the same sample is <c>e (1 − 2μ‖x‖²)</c>, where ‖x‖² counts 1 for the bias. So
/// no step goes away from weights that have no error as long as <c>μ ≤ 1/‖x‖²</c> for every sample; above that, steps
/// overshoot, and errors may grow without end.</para>
/// <para>Source: Widrow &amp; Hoff 1960, "Adaptive switching circuits"; Widrow &amp; Stearns 1985.</para>
/// </remarks>
public sealed class Adaline
{
    private readonly double[] _weights;
    private readonly bool _hasBias;

    /// <summary>An adaptive linear neuron with given weights.</summary>
    /// <param name="weights">One for each input.</param>
    /// <param name="bias">The bias; null for a neuron that has none and learns none, as a filter has.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is not finite.</exception>
    public Adaline(IReadOnlyList<double> weights, double? bias = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || !weights.Append(bias ?? 0).All(double.IsFinite))
            throw new ArgumentException("adaline: its weights cannot be these. There are "
                + $"{weights.Count}: [{string.Join(", ", weights.Select(w => $"{w}"))}], bias {bias}; expected at "
                + "least one, all finite. Begin with zeros.", nameof(weights));
        (_weights, Bias, _hasBias) = ([.. weights], bias ?? 0, bias is not null);
    }

    /// <summary>The weights.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The bias; 0 where there is none.</summary>
    public double Bias { get; private set; }

    /// <summary>The weighted sum <c>w · x + b</c>, which is what the rule compares.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public double Sum(ReadOnlySpan<double> x)
    {
        if (x.Length != _weights.Length)
            throw new ArgumentException($"adaline: inputs and weights differ in number. x has {x.Length}; expected "
                + $"{_weights.Length}. Give one for each weight.", nameof(x));
        double sum = Bias;
        for (int k = 0; k < _weights.Length; k++)
            sum += _weights[k] * x[k];
        return sum;
    }

    /// <summary>What it answers: the sign of the sum, 1 or −1; 1 where the sum is 0.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public int Answer(ReadOnlySpan<double> x) => Sum(x) >= 0 ? 1 : -1;

    /// <summary>Learns from one sample: <c>w ← w + 2μ e x</c>, <c>b ← b + 2μ e</c>.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <param name="y">What the sum is to be: any number for a filter, 1 or −1 for two classes.</param>
    /// <param name="rate">μ, at least 0.</param>
    /// <returns>The error <c>e = y − (w · x + b)</c> before the change.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0 or not finite.</exception>
    public double Learn(ReadOnlySpan<double> x, double y, double rate)
    {
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), $"adaline: the rate is {rate}; expected at least 0.");
        double error = y - Sum(x), step = 2 * rate * error;
        for (int k = 0; k < _weights.Length; k++)
            _weights[k] += step * x[k];
        if (_hasBias)
            Bias += step;
        return error;
    }

    /// <summary>The greatest μ that is safe for an input: <c>1/‖x‖²</c>, where a bias counts 1.</summary>
    /// <remarks>With half of it, the sum is right after one step: the error is e (1 − 2μ‖x‖²) = 0.</remarks>
    /// <param name="x">One number for each weight.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public double RateBound(ReadOnlySpan<double> x)
    {
        if (x.Length != _weights.Length)
            throw new ArgumentException($"adaline: inputs and weights differ in number. x has {x.Length}; expected "
                + $"{_weights.Length}. Give one for each weight.", nameof(x));
        double square = _hasBias ? 1 : 0;
        foreach (double value in x)
            square += value * value;
        return 1 / square;
    }

    /// <summary>The weights and the bias, such as <c>w = [1, -0.5], b = 0.75</c>.</summary>
    public override string ToString() => $"w = [{string.Join(", ", _weights.Select(w => $"{w}"))}], b = {Bias}";
}
