using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>
/// Backward of a normalisation: from the input, the means and the inverse deviations, and from the output where
/// another tensor was added.
/// </summary>
internal sealed class NormNode : Node
{
    private readonly string _name;
    private readonly NormLayout _layout;
    private readonly Epilogue _epilogue;
    private readonly bool _given;
    private readonly int _bias, _added;
    private readonly Shape? _biasShape;
    private SavedTensor? _x, _mean, _weight, _summand, _y;
    private Tensor? _inverse, _found;

    public NormNode(string name, in NormOperands o, bool given, Tensor y) : base(Inputs(o))
    {
        (_name, _layout, _epilogue, _given, _inverse) = (name, o.Layout, o.Epilogue, given, o.Inverse);
        (_x, _mean) = (new SavedTensor(o.X), new SavedTensor(o.Mean));
        _found = given ? null : o.Mean;
        _weight = Saved(o.Weight);
        _summand = Saved(o.Bias);
        _y = o.Added is null ? null : new SavedTensor(y);
        _bias = o.Weight is null ? 1 : 2;
        _added = o.Added is null ? 0 : o.Bias is null ? _bias : _bias + 1;
        _biasShape = o.Bias?.Shape;
    }

    public override string Name => _name;

    public override bool IsRectified => _epilogue != Epilogue.None;

    public override void Backward(Tensor dy)
    {
        Tensor? weight = _weight?.Get(Name), y = _y?.Get(Name);
        Tensor? bias = _epilogue != Epilogue.None ? _summand?.Get(Name) : null;
        Tensor? masked = y is null ? null : OverGradient(dy);
        var to = new NormGradients(
            _given,
            Dx(dy, masked),
            weight is not null && Needs(1) ? Tensor.EmptyLike(weight) : null,
            _biasShape is { } shape && Needs(_bias) ? Tensor.Empty(shape, dy.DType, dy.Device) : null,
            y,
            masked);
        var operands = new NormOperands(
            _layout, _x!.Value.Get(Name), _mean!.Value.Get(Name), _inverse!, weight, bias, _epilogue);
        NormForms.Gradient(Normalization.InOrder(operands), dy.Contiguous(), to);
        if (to.Bias is { } db)
            Give(_bias, db);
        if (to.Weight is { } dw)
            Give(1, dw);
        if (to.Dx is { } dx)
            Give(0, dx);
        if (masked is not null)
            Give(_added, masked);
    }

    protected override void DropSaved()
    {
        _found?.Release();
        _x = _mean = _weight = _summand = _y = null;
        _inverse?.Release();
        _inverse = _found = null;
    }

    /// <summary>
    /// Memory for a gradient of dy's shape: that of dy where nothing else holds it, as each of its numbers is read last
    /// when its place is written.
    /// </summary>
    private static Tensor OverGradient(Tensor dy) =>
        dy.IsContiguous && dy.Storage.Handles == 1 ? dy.Share() : Tensor.EmptyLike(dy, "backward");

    private Tensor? Dx(Tensor dy, Tensor? masked)
    {
        if (!Needs(0))
            return null;
        if (masked is null)
            return OverGradient(dy);
        return Needs(_added) ? Tensor.EmptyLike(dy, Name) : masked.Share();
    }

    private static SavedTensor? Saved(Tensor? x) => x is null ? null : new SavedTensor(x);

    private static Tensor[] Inputs(in NormOperands o)
    {
        List<Tensor> inputs = [o.X];
        foreach (Tensor? other in (ReadOnlySpan<Tensor?>)[o.Weight, o.Bias, o.Added])
        {
            if (other is not null)
                inputs.Add(other);
        }

        return [.. inputs];
    }
}
