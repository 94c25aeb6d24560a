namespace Madaline.Tensors;

/// <summary>What to do about an input of another dtype than the weights it meets.</summary>
internal static class TypeAdvice
{
    /// <summary>The advice, as a sentence.</summary>
    /// <param name="x">The input.</param>
    /// <param name="wanted">The dtype it should have.</param>
    public static string For(Tensor x, DType wanted) => x.DType switch
    {
        DType.UInt8 => $"Use To(DType.{wanted}), for images with / 255: that is the transform ToFloat.",
        DType.Float64 or DType.Float32 => $"Use To(DType.{wanted}) on the input, or network.To(DType.{x.DType}). In "
            + "C#, 1.0 is a double and 1f a float.",
        _ => $"Use To(DType.{wanted}).",
    };
}
