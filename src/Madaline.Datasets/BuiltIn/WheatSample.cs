namespace Madaline.Datasets;

/// <summary>
/// Kernels of wheat that never grew: seven measurements of the varieties Kama, Rosa and Canadian, drawn from normal
/// distributions with the means and covariances of the real ones.
/// </summary>
/// <remarks>
/// The same seed gives the same bits on every machine, and kernel i depends on nothing but the seed and i. A normal
/// distribution has no bounds: about one Kama in a hundred has an asymmetry slightly below 0. Source: Charytanowicz et
/// al. 2010, UCI "seeds", CC BY 4.0.
/// </remarks>
public static class WheatSample
{
    /// <summary>As many kernels as the real data has: 70 of each variety.</summary>
    public const int DefaultCount = 210;

    /// <summary>Measurements of a kernel.</summary>
    public const int FeatureCount = 7;

    /// <summary>Varieties.</summary>
    public const int ClassCount = 3;

    /// <summary>Area and lengths in mm² and mm; compactness is 4π · area / perimeter².</summary>
    public static IReadOnlyList<string> FeatureNames => WheatFiles.FeatureNames;

    /// <summary>The varieties in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames => WheatFiles.ClassNames;

    /// <summary>Draws the first kernels of a seed.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>
    /// Features, shape: [count, 7], kernel by kernel; labels, shape: [count], 0 Kama, 1 Rosa, 2 Canadian in turn.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static (float[] Features, byte[] Labels) Generate(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);

        if (count > Array.MaxLength / FeatureCount)
        {
            throw new ArgumentException($"wheat-sample: an array cannot hold that many. count is {count}; expected at "
                + $"most {Array.MaxLength / FeatureCount}. Draw them in parts.", nameof(count));
        }

        Rng rng = new Rng(seed).Split("wheat-sample");
        var features = new float[count * FeatureCount];
        var labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % ClassCount);
            WheatVarieties.All[labels[i]].Sample(rng.Split(i), features.AsSpan(i * FeatureCount, FeatureCount));
        }

        return (features, labels);
    }
}
