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
        if (_hasBias && Needs(2))
            Give(2, BiasGradient(dy));
        if (Needs(1))
        {
            var dw = Tensor.Empty(weight.Shape, dy.DType, dy.Device);
            KernelGradient(ConvolutionRules.Dense(x), dy, dw);
            Give(1, dw);
        }

        if (Needs(0))
        {
            var dx = Tensor.Empty(x.Shape, dy.DType, dy.Device);
            InputGradient(dy, weight, dx);
            Give(0, dx);
        }
    }

    protected override void DropSaved() => _x = _weight = null;

    protected abstract void KernelGradient(Tensor x, Tensor dy, Tensor dw);

    protected abstract void InputGradient(Tensor dy, Tensor weight, Tensor dx);

    /// <summary>Σ dy over batch, rows and columns.</summary>
    private static Tensor BiasGradient(Tensor dy)
    {
        var db = Tensor.Empty([dy.Shape[1]], dy.DType, dy.Device);
        dy.Device.Reduce(default(SumReduction), dy, db.Glance([1, db.Elements, 1, 1], [db.Elements, 1, 1, 1], 0));
        return db;
    }
}
