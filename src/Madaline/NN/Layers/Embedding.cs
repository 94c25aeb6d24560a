namespace Madaline.NN;

/// <summary>A table of vectors: <c>y = weight[x]</c>.</summary>
/// <remarks>
/// Shape: integers […] → […, size]; weight [count, size], normal with mean 0 and deviation 1 at first, as in
/// PyTorch.
/// Gradient: dy added to the rows read; none to the padding row.
/// </remarks>
public sealed class Embedding : Module
{
    /// <summary>A table of vectors.</summary>
    /// <param name="count">How many vectors.</param>
    /// <param name="size">How long each is.</param>
    /// <param name="paddingIndex">
    /// A row that starts as zeros and is never learned; negative counts from the end.
    /// </param>
    /// <param name="rng">Draws the initial values; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there is no such row.</exception>
    public Embedding(int count, int size, int? paddingIndex = null, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Tensor weight = Tensor.Randn([count, size], dtype, rng);
        if (paddingIndex is { } padding)
        {
            if (padding < -count || padding >= count)
                throw new ArgumentOutOfRangeException(nameof(paddingIndex), "embedding: there is no such row. "
                    + $"paddingIndex is {padding}; expected {-count} to {count - 1}.");
            PaddingIndex = padding < 0 ? padding + count : padding;
            weight.Select(0, PaddingIndex.Value).ZeroInPlace();
        }

        Weight = RegisterParameter("weight", weight);
    }

    /// <summary>The vectors, [count, size].</summary>
    public Tensor Weight { get; }

    /// <summary>The row that is never learned, or null.</summary>
    public int? PaddingIndex { get; }

    internal override bool KeepsNothing => true;

    internal override DType? InputDType => DType.Int64;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Weight.Shape[0], Weight.Shape[1]).With("paddingIndex", PaddingIndex, null);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        Tensor y = Weight.IndexSelect(0, x.Reshape(-1));
        if (PaddingIndex is { } padding && y.GradFn is not null)
            y = Tensor.Where(x.Reshape(-1).EqualTo(padding).Unsqueeze(1), y.Detach(), y);
        return y.Reshape([.. x.Shape.AsSpan(), Weight.Shape[1]]);
    }
}
