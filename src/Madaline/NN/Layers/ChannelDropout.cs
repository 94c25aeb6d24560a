namespace Madaline.NN;

/// <summary>What dropout of whole channels is in one and two dimensions.</summary>
public abstract class ChannelDropout : DropoutBase
{
    private protected ChannelDropout(double p, Rng? rng) : base(p, rng)
    {
    }

    private protected abstract (string Op, int Rank, string Expected) Accepts { get; }

    /// <inheritdoc/>
    protected sealed override Tensor Forward(Tensor x)
    {
        var (op, rank, expected) = Accepts;
        if (x.Rank != rank)
            throw new TensorException(op, $"the input does not fit. input is {x.Shape}; expected {expected}. "
                + "Use Dropout for single elements.");
        int[] sizes = x.Shape.ToArray();
        Array.Fill(sizes, 1, 2, rank - 2);
        return Dropped(op, x, sizes);
    }
}
