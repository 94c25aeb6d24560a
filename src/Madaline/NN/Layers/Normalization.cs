namespace Madaline.NN;

/// <summary>What the normalising layers share.</summary>
internal static class Normalization
{
    /// <summary>
    /// (x − mean) / √(variance + eps), and the variance (divided by n) that it found; dimensions are kept.
    /// </summary>
    public static Tensor Of(Tensor x, Tensor mean, ReadOnlySpan<int> dimensions, double eps, out Tensor variance)
    {
        Tensor centred = x - mean;
        Tensor squares = centred.Square();
        variance = squares.Mean(dimensions, keepDims: true);
        Transient.LetGo(squares, variance);
        return Scaled(centred, variance, eps);
    }

    /// <summary>
    /// centred / √(variance + eps); lets go of <paramref name="centred"/>, which nobody else may hold.
    /// </summary>
    public static Tensor Scaled(Tensor centred, Tensor variance, double eps) =>
        Transient.After(centred, centred * (variance + eps).Rsqrt());
}
