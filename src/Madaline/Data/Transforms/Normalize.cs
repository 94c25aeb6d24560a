using System.Globalization;

namespace Madaline.Data;

/// <summary>Centres and scales with numbers known beforehand: <c>y = (x − mean) / deviation</c>.</summary>
/// <remarks>Shape: [n, …] → [n, …]. DType: floating. MNIST after <see cref="ToFloat"/>: 0.1307 and 0.3081.</remarks>
public sealed class Normalize : Transform
{
    private readonly double _mean, _deviation;

    /// <summary>A mean and a deviation for all numbers.</summary>
    /// <param name="mean">Becomes 0.</param>
    /// <param name="deviation">Becomes 1; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or the deviation is not above 0.</exception>
    public Normalize(double mean, double deviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(deviation) || deviation <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), string.Create(CultureInfo.InvariantCulture,
                $"normalize: not a scale. mean is {mean}, deviation is {deviation}; expected finite numbers, above 0."));
        }

        (_mean, _deviation) = (mean, deviation);
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        inputs.RequireFloating("normalize");
        return (inputs - _mean).DivInPlace(_deviation);
    }
}
