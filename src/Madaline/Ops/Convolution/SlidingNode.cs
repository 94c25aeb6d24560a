namespace Madaline;

/// <summary>Backward of a kernel that goes over images, one way or the other.</summary>
internal abstract class SlidingNode : Node
{
    private readonly bool _hasBias;
    private SavedTensor? _x, _weight;

    protected SlidingNode(Tensor x, Tensor weight, Tensor? bias) : base(x, weight, bias)
    {
        _x = new SavedTensor(x);
        _weight = new SavedTensor(weight);
        _hasBias = bias is not null;
    }

    public override void Backward(Tensor dy)
    {
        dy = ConvolutionRules.Dense(dy);
        Tensor x = _x!.Value.Get(Name), weight = ConvolutionRules.Dense(_weight!.Value.Get(Name));
        Tensor? db = _hasBias && Needs(2) ? New(2, [dy.Shape[1]], dy) : null;
        Tensor? dw = Needs(1) ? New(1, weight.Shape, dy) : null;
        Tensor? dx = Needs(0) ? New(0, x.Shape, dy) : null;
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

    /// <summary>Memory for a gradient: what the input's last one had, where it has been forgotten.</summary>
    private Tensor New(int input, Shape shape, Tensor dy) =>
        Edges[input].Leaf is { } leaf ? leaf.NewGradient() : Tensor.Empty(shape, dy.DType, dy.Device);
}
