using Madaline.Autograd;

namespace Madaline.Ops;

/// <summary>Backward of an op that rearranges elements: another rearrangement.</summary>
internal sealed class ViewNode(string name, Tensor x, Func<Tensor, Tensor> backward) : Node(x)
{
    private Func<Tensor, Tensor>? _backward = backward;

    public override string Name => name;

    public override void Backward(Tensor dy) => Give(0, _backward!(dy));

    protected override void DropSaved() => _backward = null;

    /// <summary>
    /// Records a rearrangement when its input is recorded; <paramref name="backward"/> must give a new handle.
    /// </summary>
    public static Tensor Record(string name, Tensor x, Tensor y, Func<Tensor, Tensor> backward) =>
        Tape.Records(x) ? Tape.Attach(y, new ViewNode(name, x, backward)) : y;
}
