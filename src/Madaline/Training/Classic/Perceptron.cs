namespace Madaline.Training;

/// <summary>A neuron with a threshold: 1 where <c>w · x + b &gt; 0</c>, otherwise 0; and its rule.</summary>
/// <remarks>
/// The step has no slope, so there is no gradient: the rule changes weights only where the answer is wrong,
/// <c>w ← w + η (y − ŷ) x</c>, <c>b ← b + η (y − ŷ)</c>. If a line (a hyperplane) separates the two classes, it ends
/// after finitely many changes; if none does, as for XOR, it never ends.
/// Source: Rosenblatt 1958; Novikoff 1962.
/// </remarks>
public sealed class Perceptron
{
    private readonly double[] _weights;

    /// <summary>A perceptron with given weights.</summary>
    /// <param name="weights">One for each input.</param>
    /// <param name="bias">The bias, which is minus the threshold.</param>
    /// <exception cref="ArgumentException">There are no weights, or a number is not finite.</exception>
    public Perceptron(IReadOnlyList<double> weights, double bias = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || !weights.Append(bias).All(double.IsFinite))
            throw new ArgumentException("perceptron: its weights cannot be these. There are "
                + $"{weights.Count}: [{string.Join(", ", weights.Select(w => $"{w}"))}], bias {bias}; expected at "
                + "least one, all finite. Begin with zeros.", nameof(weights));
        (_weights, Bias) = ([.. weights], bias);
    }

    /// <summary>The weights.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The bias.</summary>
    public double Bias { get; private set; }

    /// <summary>The weighted sum <c>w · x + b</c>.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public double Sum(IReadOnlyList<double> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Count != _weights.Length)
            throw new ArgumentException($"perceptron: inputs and weights differ in number. x has {x.Count}; expected "
                + $"{_weights.Length}. Give one for each weight.", nameof(x));
        double sum = Bias;
        for (int k = 0; k < _weights.Length; k++)
            sum += _weights[k] * x[k];
        return sum;
    }

    /// <summary>What it answers: 0 or 1.</summary>
    /// <param name="x">One number for each weight.</param>
    public int Answer(IReadOnlyList<double> x) => Sum(x) > 0 ? 1 : 0;

    /// <summary>Learns from one sample: changes nothing where the answer is right.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <param name="y">The right answer, 0 or 1.</param>
    /// <param name="rate">η, above 0.</param>
    /// <returns>Whether anything was changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The answer is neither, or the rate is not above 0.</exception>
    public bool Learn(IReadOnlyList<double> x, int y, double rate = 1)
    {
        if (y is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(y), $"perceptron: the right answer is {y}; expected 0 or 1.");
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), $"perceptron: the rate is {rate}; expected above 0.");
        int error = y - Answer(x);
        if (error == 0)
            return false;
        for (int k = 0; k < _weights.Length; k++)
            _weights[k] += rate * error * x[k];
        Bias += rate * error;
        return true;
    }

    /// <summary>The weights and the bias, such as <c>w = [1, -0.5], b = 0.75</c>.</summary>
    public override string ToString() => $"w = [{string.Join(", ", _weights.Select(w => $"{w}"))}], b = {Bias}";
}
