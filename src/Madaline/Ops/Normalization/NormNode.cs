namespace Madaline;

/// <summary>Backward of a normalisation: from the input, the means and the inverse deviations alone.</summary>
internal sealed class NormNode : Node
{
    private readonly string _name;
    private readonly NormLayout _layout;
    private readonly bool _relu, _given;
    private readonly int _bias;
    private readonly Shape? _biasShape;
    private SavedTensor? _x, _mean, _weight, _summand;
    private Tensor? _inverse;

    public NormNode(string name, NormLayout layout, Tensor x, Tensor mean, Tensor inverse, Tensor? weight,
        Tensor? bias, bool relu, bool given) : base(Inputs(x, weight, bias))
    {
        (_name, _layout, _relu, _given, _inverse) = (name, layout, relu, given, inverse);
        (_x, _mean) = (new SavedTensor(x), new SavedTensor(mean));
        _weight = weight is null ? null : new SavedTensor(weight);
        _summand = bias is null ? null : new SavedTensor(bias);
        (_bias, _biasShape) = (weight is null ? 1 : 2, bias?.Shape);
    }

    public override string Name => _name;

    public override void Backward(Tensor dy)
    {
        Tensor x = _x!.Value.Get(Name), mean = _mean!.Value.Get(Name);
        Tensor? weight = _weight?.Get(Name), bias = _relu ? _summand?.Get(Name) : null;
        var gradients = new NormGradients(
            _given,
            Needs(0) ? Tensor.EmptyLike(dy) : null,
            weight is not null && Needs(1) ? Tensor.EmptyLike(weight) : null,
            _biasShape is { } shape && Needs(_bias) ? Tensor.Empty(shape, dy.DType, dy.Device) : null);
        dy.Device.NormalizeGradient(
            Normalization.Operands(_layout, x, mean, _inverse!, weight, bias, _relu), dy.Contiguous(), gradients);
        if (gradients.Bias is { } db)
            Give(_bias, db);
        if (gradients.Weight is { } dw)
            Give(1, dw);
        if (gradients.Dx is { } dx)
            Give(0, dx);
    }

    protected override void DropSaved()
    {
        if (!_given)
            _mean?.Get(Name).HandBack();
        _x = _mean = _weight = _summand = null;
        _inverse?.HandBack();
        _inverse = null;
    }

    private static Tensor[] Inputs(Tensor x, Tensor? weight, Tensor? bias) => (weight, bias) switch
    {
        (null, null) => [x],
        (null, _) => [x, bias],
        (_, null) => [x, weight],
        _ => [x, weight, bias],
    };
}
