namespace Madaline.Data;

/// <summary>
/// Draws samples with chances in proportion to their weights. PyTorch's <c>WeightedRandomSampler</c>.
/// </summary>
/// <remarks>
/// The weights need not add up to 1. With replacement a sample may come several times in an epoch; without it each
/// comes at most once, and each draw is among those left. Sums of weights have one order, so the same stream gives the
/// same samples on every machine.
/// </remarks>
public sealed class WeightedRandomSampler : Sampler
{
    private const string Op = "weighted sampler";

    private readonly double[] _weights;

    /// <summary>A sampler of samples with weights.</summary>
    /// <param name="weights">One for each sample, at least 0, finite, and not all 0.</param>
    /// <param name="count">Samples of an epoch; as many as there are weights when omitted.</param>
    /// <param name="replacement">Whether a sample may come several times.</param>
    /// <exception cref="ArgumentException">A weight or the count cannot be.</exception>
    public WeightedRandomSampler(ReadOnlySpan<double> weights, int? count = null, bool replacement = true)
    {
        _weights = weights.ToArray();
        (Count, Replacement) = (count ?? weights.Length, replacement);
        int wrong = Array.FindIndex(_weights, weight => !(weight >= 0 && double.IsFinite(weight)));
        if (wrong >= 0)
        {
            throw new ArgumentException($"{Op}: a weight is out of range. Weight {wrong} is {_weights[wrong]}; "
                + "expected a finite number that is at least 0.", nameof(weights));
        }

        int possible = _weights.AsSpan().Length - _weights.AsSpan().Count(0.0);
        if (possible == 0)
            throw new ArgumentException($"{Op}: no sample has a weight above 0. There are {_weights.Length} weights; "
                + "expected at least one above 0.", nameof(weights));
        if (Count < 1 || (!replacement && Count > possible))
        {
            throw new ArgumentException($"{Op}: no such number of samples. count is {Count}; expected at least 1"
                + (replacement ? "." : $" and at most {possible}, the samples with a weight above 0. Draw with "
                    + "replacement for more."), nameof(count));
        }
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override int SampleCount => _weights.Length;

    /// <summary>Whether a sample may come several times in an epoch.</summary>
    public bool Replacement { get; }

    /// <summary>A sampler that draws every class as often as any other: a sample weighs 1 / (samples of its
    /// class).</summary>
    /// <param name="targets">Classes, Int64 [n].</param>
    /// <param name="count">Samples of an epoch; as many as there are targets when omitted.</param>
    /// <exception cref="TensorException">The targets are not classes.</exception>
    public static WeightedRandomSampler Balanced(Tensor targets, int? count = null)
    {
        int[] sizes = ClassMembers.Of(Op, targets).SizeOfEach(targets.Elements);
        return new WeightedRandomSampler(Array.ConvertAll(sizes, size => 1.0 / size), count);
    }

    /// <inheritdoc/>
    public override int[] Order(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var tree = new WeightTree(_weights);
        var order = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = tree.Find(rng.NextDouble());
            if (!Replacement)
                tree.Remove(order[i]);
        }

        return order;
    }

    /// <summary>Weights as the leaves of a binary tree of their sums.</summary>
    private sealed class WeightTree
    {
        private readonly double[] _sums;
        private readonly int _leaves = 1;

        public WeightTree(double[] weights)
        {
            while (_leaves < weights.Length)
                _leaves *= 2;
            _sums = new double[2 * _leaves];
            weights.CopyTo(_sums, _leaves);
            for (int node = _leaves - 1; node > 0; node--)
                _sums[node] = _sums[2 * node] + _sums[(2 * node) + 1];
        }

        /// <summary>The leaf at a share of the whole weight, from 0 to below 1.</summary>
        public int Find(double share)
        {
            double rest = share * _sums[1];
            int node = 1;
            while (node < _leaves)
            {
                double left = _sums[2 * node];
                bool isLeft = rest < left || _sums[(2 * node) + 1] == 0;
                rest = isLeft ? rest : rest - left;
                node = isLeft ? 2 * node : (2 * node) + 1;
            }

            return node - _leaves;
        }

        public void Remove(int leaf)
        {
            int node = leaf + _leaves;
            _sums[node] = 0;
            for (node /= 2; node > 0; node /= 2)
                _sums[node] = _sums[2 * node] + _sums[(2 * node) + 1];
        }
    }

    /// <summary>How many samples are drawn, and how.</summary>
    public override string ToString() =>
        $"WeightedRandomSampler({Count:N0} of {SampleCount:N0}{(Replacement ? "" : ", without replacement")})";
}
