using Madaline.Autograd;

namespace Madaline.Ops;

/// <summary>Backward of a kernel that goes over images, one way or the other.</summary>
internal abstract class ConvolutionNodeBase : Node
{
    private readonly bool _hasBias;
    private SavedTensor? _x, _weight;

    protected ConvolutionNodeBase(Tensor x, Tensor weight, Tensor? bias) : base(x, weight, bias)
    {
        _x = new SavedTensor(x);
        _weight = new SavedTensor(weight);
        _hasBias = bias is not null;
    }

    public override void Backward(Tensor dy)
    {
        // The input makes the kernels' gradient, and they make the input's.
        dy = ConvolutionRules.Dense(dy);
        Tensor x = Needs(1) ? _x!.Value.Get(Name) : _x!.Value.Unread(Name);
        Tensor weight = ConvolutionRules.Dense(Needs(0) ? _weight!.Value.Get(Name) : _weight!.Value.Unread(Name));
        Tensor? db = _hasBias && Needs(2) ? NewGradient(2, [dy.Shape[1]], dy) : null;
        Tensor? dw = Needs(1) ? NewGradient(1, weight.Shape, dy) : null;
        Tensor? dx = Needs(0) ? NewGradient(0, x.Shape, dy) : null;
        Gradients(dy, ConvolutionRules.Dense(x), weight, dx, dw, db);
        if (db is not null)
            Give(2, db);
        if (dw is not null)
            Give(1, dw);
        if (dx is not null)
            Give(0, dx);
    }

    protected override void DropSaved() => _x = _weight = null;

    /// <summary>Those that are wanted; all tensors are contiguous.</summary>
    protected abstract void Gradients(Tensor dy, Tensor x, Tensor weight, Tensor? dx, Tensor? dw, Tensor? db);

    /// <summary>Refuses where input or kernels were changed, before the output is made from them once more.</summary>
    protected void RequireIntact()
    {
        _x!.Value.Get(Name);
        _weight!.Value.Get(Name);
    }
}
