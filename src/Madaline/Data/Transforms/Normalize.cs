using System.Globalization;

namespace Madaline.Data;

/// <summary>Centres and scales with numbers known beforehand: <c>y = (x − mean) / deviation</c>.</summary>
/// <remarks>
/// Shape: [n, …] → [n, …]; with lists [n, channels, …], a mean and a deviation for each channel. DType: floating. MNIST
/// after <see cref="ToFloat"/>: 0.1307 and 0.3081. <see cref="ChannelScaler"/> works the numbers out from data.
/// </remarks>
public sealed class Normalize : Transform
{
    private readonly double[] _means, _deviations;
    private readonly bool _perChannel;

    /// <summary>A mean and a deviation for all numbers.</summary>
    /// <param name="mean">Becomes 0.</param>
    /// <param name="deviation">Becomes 1; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or the deviation is not above 0.</exception>
    public Normalize(double mean, double deviation) : this([mean], [deviation]) => _perChannel = false;

    /// <summary>A mean and a deviation for each channel, the second dimension of a batch.</summary>
    /// <param name="means">Become 0.</param>
    /// <param name="deviations">Become 1; above 0; as many as means.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Not finite, a deviation is not above 0, none, or not as many of one as of the other.
    /// </exception>
    public Normalize(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        if (means.Count == 0 || means.Count != deviations.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(deviations), "normalize: not a mean and a deviation for each "
                + $"channel. There are {means.Count} means and {deviations.Count} deviations; "
                + "expected as many of each.");
        }

        for (int c = 0; c < means.Count; c++)
        {
            if (!double.IsFinite(means[c]) || !double.IsFinite(deviations[c]) || deviations[c] <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(deviations), string.Create(CultureInfo.InvariantCulture,
                    $"normalize: not a scale. mean is {means[c]}, deviation is {deviations[c]}; "
                    + $"expected finite numbers, above 0."));
            }
        }

        (_means, _deviations, _perChannel) = ([.. means], [.. deviations], true);
    }

    internal (double[] Means, double[] Deviations) Numbers => (_means, _deviations);

    internal bool IsPerChannel => _perChannel;

    internal override bool MakesItsOwn => true;

    internal override bool IsPixelwise => true;

    /// <inheritdoc/>
    /// <exception cref="TensorException">Not floating, or not as many channels as means.</exception>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        inputs.RequireFloating("normalize");
        if (!_perChannel)
            return (inputs - _means[0]).DivInPlace(_deviations[0]);
        OutputShape(inputs.Shape.ToArray()[Math.Min(1, inputs.Rank)..]);
        if (ChannelLoop.CanRun(inputs))
            return ChannelLoop.Apply(inputs, _means, _deviations, divides: true);
        return (inputs - Along(_means, inputs)) / Along(_deviations, inputs);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        if (_perChannel && (inputShape.Rank == 0 || inputShape[0] != _means.Length))
        {
            throw new TensorException("normalize", "the channels are not those of the numbers. A sample is "
                + $"{inputShape}; expected [{_means.Length}, …]. Give a mean and a deviation for each channel, "
                + "or one for all.");
        }

        return inputShape;
    }

    private static Tensor Along(double[] values, Tensor x)
    {
        var sizes = new int[x.Rank - 1];
        Array.Fill(sizes, 1);
        sizes[0] = values.Length;
        return Tensor.From(values, sizes).To(x.DType).To(x.Device);
    }
}
