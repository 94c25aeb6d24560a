using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Elements of one tensor where a mask holds, of another elsewhere.</summary>
    /// <remarks>Shape: broadcast of all three. DType: promoted. Gradient: dy to whichever was taken.</remarks>
    /// <exception cref="TensorException">The mask is not Bool.</exception>
    public static Tensor Where(Tensor mask, Tensor whenTrue, Tensor whenFalse)
    {
        if (mask.DType != DType.Bool)
            throw new TensorException("where", $"the mask holds no truth values. mask is {mask.DType} {mask.Shape}; "
                + "expected Bool. Compare first, e.g. x > 0.");
        RequireSameDevice("where", whenTrue, whenFalse);
        RequireSameDevice("where", mask, whenTrue);
        DType dtype = DTypes.Result(whenTrue, whenFalse);
        Tensor a = whenTrue.To(dtype), b = whenFalse.To(dtype);
        Shape shape = Shape.Broadcast("where", Shape.Broadcast("where", a.Shape, b.Shape), mask.Shape);
        var y = Empty(shape, dtype, a.Device, "where");
        a.Device.Select(mask.BroadcastView(shape), a.BroadcastView(shape), b.BroadcastView(shape), y);
        if (Tracing.IsOpen)
            Tracing.Add("where", [mask, a, b], [y]);
        return Tape.Records(a, b) ? Tape.Attach(y, new WhereNode(mask, a, b)) : y;
    }

    /// <summary>Elements of a tensor where a mask holds, a number elsewhere.</summary>
    public static Tensor Where(Tensor mask, Tensor whenTrue, Scalar whenFalse) =>
        Where(mask, whenTrue, Full("where", Shape.Scalar, whenFalse, DTypes.Result(whenTrue, whenFalse),
            whenTrue.Device));

    /// <summary>A number where a mask holds, elements of a tensor elsewhere.</summary>
    public static Tensor Where(Tensor mask, Scalar whenTrue, Tensor whenFalse) =>
        Where(mask, Full("where", Shape.Scalar, whenTrue, DTypes.Result(whenFalse, whenTrue), whenFalse.Device),
            whenFalse);

    /// <summary>A number where the mask holds, this tensor's elements elsewhere.</summary>
    /// <remarks>Shape: broadcast with the mask. Gradient: dy where the mask does not hold.</remarks>
    /// <exception cref="TensorException">The dtype does not hold the number.</exception>
    public Tensor MaskedFill(Tensor mask, Scalar value) =>
        Where(mask, Full("masked_fill", Shape.Scalar, value, DType, Device), this);

    /// <summary>The elements where the mask holds, in row-major order.</summary>
    /// <remarks>Shape: broadcast, then [k]. Gradient: dy at those elements.</remarks>
    public Tensor MaskedSelect(Tensor mask)
    {
        Shape shape = Shape.Broadcast("masked_select", Shape, mask.Shape);
        Sizes.RequireRoom("masked_select", shape, DType.Bool);
        Tensor positions = AdvancedIndex.FlatNonZero(mask.Expand(shape.AsSpan()).Contiguous());
        return Expand(shape.AsSpan()).Reshape(-1).IndexSelect(0, positions);
    }
}

/// <summary>Backward of a choice between two tensors.</summary>
internal sealed class WhereNode(Tensor mask, Tensor a, Tensor b) : Node(a, b)
{
    private readonly Shape _left = a.Shape, _right = b.Shape;
    private SavedTensor? _mask = new SavedTensor(mask);

    public override string Name => "where";

    public override void Backward(Tensor dy)
    {
        Tensor mask = _mask!.Value.Get(Name).BroadcastView(dy.Shape), zero = Tensor.Zeros(Shape.Scalar, dy.DType,
            dy.Device).BroadcastView(dy.Shape);
        if (Needs(0))
            Give(0, Selected(mask, dy, zero).ReducedTo(_left));
        if (Needs(1))
            Give(1, Selected(mask, zero, dy).ReducedTo(_right));
    }

    protected override void DropSaved() => _mask = null;

    private static Tensor Selected(Tensor mask, Tensor a, Tensor b)
    {
        var d = Tensor.Empty(mask.Shape, a.DType, a.Device);
        a.Device.Select(mask, a, b, d);
        return d;
    }
}
