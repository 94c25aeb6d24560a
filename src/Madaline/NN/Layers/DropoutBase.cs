using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// What all kinds of dropout share: the probability, and a stream of random numbers of the layer's own.
/// </summary>
public abstract class DropoutBase : Module
{
    private readonly Rng _mask;

    private protected DropoutBase(double p, Rng? rng)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), $"dropout: no probability. p is {p}; expected 0 to 1"
                + $"{(p is > 1 and <= 100 ? $", as {p / 100} for {p} percent" : "")}.");
        P = p;
        rng ??= Rng.Default;
        _mask = rng.IsNone ? rng : RegisterRng("mask", new Rng(rng.NextUInt64()));
    }

    /// <summary>The probability of 0.</summary>
    public double P { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of(P);

    /// <summary>x times a mask of a shape that broadcasts to x's; x itself when nothing drops.</summary>
    private protected Tensor Dropped(string op, Tensor x, Shape shape)
    {
        if (!IsTraining || P == 0)
            return x;
        if (_mask.IsNone)
            throw new TensorException(op, "there are no random numbers to drop by. The layer was made with Rng.None, "
                + "for evaluation; expected a stream while training. Make it with an Rng, or call Eval() first.");
        x.RequireAlive(op);
        x.RequireFloating(op);
        Tensor factors = Tensor.Bernoulli(shape, 1 - P, x.DType, _mask, x.Device);
        factors.MulInPlace(P == 1 ? 0.0 : 1 / (1 - P));
        var y = Tensor.EmptyLike(x, "dropout");
        x.Device.Binary(default(Mul), x, factors.BroadcastView(x.Shape), y);
        if (Tracing.IsOpen)
            Tracing.Add(op, [x, factors], [y]);
        if (Tape.Records(x))
            return Tape.Attach(y, new DropoutNode(op, x, factors));
        factors.Release();
        return y;
    }
}

/// <summary>Backward of dropout: the same factors on the gradient.</summary>
internal sealed class DropoutNode(string name, Tensor x, Tensor factors) : Node(x)
{
    private Tensor? _factors = factors;

    public override string Name => name;

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.EmptyLike(dy, "dropout");
        dy.Device.Binary(default(Mul), dy, _factors!.BroadcastView(dy.Shape), dx);
        Give(0, dx);
    }

    protected override void DropSaved()
    {
        _factors?.Release();
        _factors = null;
    }
}
