namespace Madaline.Data;

/// <summary>Bytes to numbers from 0 to 1: <c>y = x / 255</c>. Other dtypes are converted as they are.</summary>
/// <remarks>Shape: [n, …] → [n, …]. DType: UInt8 → Float32 in 0 … 1, all others → the same values.</remarks>
/// <param name="dtype">The floating dtype to make.</param>
public sealed class ToFloat(DType dtype = DType.Float32) : Transform
{
    internal DType DType => dtype;

    internal override bool MakesItsOwn => true;

    internal override bool IsPixelwise => true;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        Tensor y = inputs.To(dtype);
        if (inputs.DType == DType.UInt8)
            y.DivInPlace(255);
        return y;
    }
}
