namespace Madaline.NN;

/// <summary>
/// Sets elements to 0 with probability p while training and scales the others by 1/(1 − p); does nothing in
/// evaluation.
/// </summary>
/// <remarks>
/// Shape: […] → […]. The mask comes from a stream of the layer's own and depends on its seed and position alone;
/// checkpoints save the position under the name <c>mask</c>. Source: Srivastava et al. 2014, JMLR 15.
/// </remarks>
public sealed class Dropout : Module
{
    private readonly Rng _mask;

    /// <summary>A dropout layer.</summary>
    /// <param name="p">The probability of 0, in 0 to 1.</param>
    /// <param name="rng">Draws the seed of the layer's own stream; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in 0 to 1.</exception>
    public Dropout(double p = 0.5, Rng? rng = null)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "The probability of dropping must lie in 0 to 1.");
        P = p;
        _mask = RegisterRng("mask", new Rng((rng ?? Rng.Default).NextUInt64()));
    }

    /// <summary>The probability of 0.</summary>
    public double P { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (!IsTraining || P == 0)
            return x;
        x.RequireAlive("dropout");
        x.RequireFloating("dropout");
        Tensor factors = Tensor.Bernoulli(x.Shape, 1 - P, x.DType, _mask, x.Device);
        factors.MulInPlace(P == 1 ? 0.0 : 1 / (1 - P));
        var y = Tensor.EmptyLike(x);
        x.Device.Binary(default(Mul), x, factors, y);
        if (Tape.Records(x))
            return Tape.Attach(y, new DropoutNode(x, factors));
        factors.HandBack();
        return y;
    }
}

/// <summary>Backward of dropout: the same factors on the gradient.</summary>
internal sealed class DropoutNode(Tensor x, Tensor factors) : Node(x)
{
    private Tensor? _factors = factors;

    public override string Name => "dropout";

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.EmptyLike(dy);
        dy.Device.Binary(default(Mul), dy, _factors!, dx);
        Give(0, dx);
    }

    protected override void DropSaved()
    {
        _factors?.HandBack();
        _factors = null;
    }
}
