using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>Backward of an elementwise op of one tensor: one pass of dy · op′.</summary>
internal sealed class UnaryNode<TOp> : Node where TOp : struct, IUnaryOp
{
    private readonly TOp _op;
    private SavedTensor? _x, _y;

    public UnaryNode(TOp op, Tensor x, Tensor y) : base(x)
    {
        _op = op;
        if (TOp.Saves.HasFlag(Saved.Input))
            _x = new SavedTensor(x);
        if (TOp.Saves.HasFlag(Saved.Output))
            _y = new SavedTensor(y);
    }

    public override string Name => TOp.Name;

    public override bool IsRectified => typeof(TOp) == typeof(ReluOp);

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.EmptyLike(dy, Name);
        dy.Device.UnaryGradient(_op, dy, _x?.Get(Name), _y?.Get(Name), dx);
        Give(0, dx);
    }

    protected override void DropSaved() => _x = _y = null;
}

/// <summary>
/// Backward of an elementwise op of two tensors, of which only what the wanted derivatives read is saved; broadcast
/// operands get their gradient summed to shape.
/// </summary>
internal sealed class BinaryNode<TOp> : Node where TOp : struct, IBinaryOp
{
    private readonly TOp _op;
    private readonly Shape _left, _right;
    private SavedTensor? _a, _b;

    public BinaryNode(TOp op, Tensor a, Tensor b) : base(a, b)
    {
        _op = op;
        (_left, _right) = (a.Shape, b.Shape);
        if (TOp.Constant is not null)
            return;
        Reads reads = (Needs(0) ? TOp.LeftReads : Reads.None) | (Needs(1) ? TOp.RightReads : Reads.None);
        _a = (reads & Reads.Left) != 0 ? new SavedTensor(a) : null;
        _b = (reads & Reads.Right) != 0 ? new SavedTensor(b) : null;
    }

    public override string Name => TOp.Name;

    public override void Backward(Tensor dy)
    {
        if (Needs(0))
            Give(0, Derived(dy, false).ReducedTo(_left));
        if (Needs(1))
            Give(1, Derived(dy, true).ReducedTo(_right));
    }

    private Tensor Derived(Tensor dy, bool right)
    {
        if (TOp.Constant is { } constant)
            return (right ? constant.Right : constant.Left) == 1 ? dy.Share() : -dy;
        var d = Tensor.EmptyLike(dy, Name);
        Reads reads = right ? TOp.RightReads : TOp.LeftReads;
        Tensor? a = (reads & Reads.Left) != 0 ? _a!.Value.Get(Name).BroadcastView(dy.Shape) : null;
        Tensor? b = (reads & Reads.Right) != 0 ? _b!.Value.Get(Name).BroadcastView(dy.Shape) : null;
        dy.Device.BinaryGradient(_op, right, dy, a, b, d);
        return d;
    }

    protected override void DropSaved() => _a = _b = null;
}
