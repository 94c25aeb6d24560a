using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>Applies elementwise ops to tensors: promotion, broadcasting, recording.</summary>
internal static class Elementwise
{
    public static Tensor Apply<TOp>(Tensor x, TOp op = default) where TOp : struct, IUnaryOp
    {
        x.RequireAlive(TOp.Name);
        if (!TOp.SupportsIntegers)
            x.RequireFloating(TOp.Name);
        if (!TOp.SupportsBool && x.DType == DType.Bool)
            throw new TensorException(TOp.Name, $"does not take truth values. Input is Bool {x.Shape}; "
                + "expected numbers. Use To(DType.Float32).");
        if (!x.DType.IsFloating() && !TOp.KeepsIntegers)
            x = x.To(DType.Float32);
        var y = Tensor.EmptyLike(x, TOp.Name);
        x.Device.Unary(op, x, y);
        if (Tracing.IsOpen)
            Described.Add(op, x, y);
        return Tape.Records(x) ? Tape.Attach(y, new UnaryNode<TOp>(op, x, y)) : y;
    }

    public static Tensor Apply<TOp>(Tensor a, Tensor b, TOp op = default) where TOp : struct, IBinaryOp
    {
        a.RequireAlive(TOp.Name);
        b.RequireAlive(TOp.Name);
        Tensor.RequireSameDevice(TOp.Name, a, b);
        DType dtype = a.DType == b.DType ? a.DType : DTypes.Result(a, b);
        if (!dtype.IsFloating() && !TOp.KeepsIntegers)
            dtype = DType.Float32;
        RequireNumbers<TOp>(a.DType, b.DType);
        a = a.To(dtype);
        b = b.To(dtype);
        Shape shape = Shape.Broadcast(TOp.Name, a.Shape, b.Shape);
        var y = Tensor.Empty(shape, dtype, a.Device, TOp.Name);
        a.Device.Binary(op, a.BroadcastView(shape), b.BroadcastView(shape), y);
        if (Tracing.IsOpen)
            Tracing.Add(TOp.Name, [a, b], [y]);
        return Tape.Records(a, b) ? Tape.Attach(y, new BinaryNode<TOp>(op, a, b)) : y;
    }

    /// <summary>With a plain number on the right.</summary>
    public static Tensor Apply<TOp>(Tensor x, Scalar right, TOp op = default) where TOp : struct, IBinaryOp =>
        Apply(Promoted<TOp>(x, right), new WithRight<TOp>(op, right));

    /// <summary>With a plain number on the left.</summary>
    public static Tensor Apply<TOp>(Scalar left, Tensor x, TOp op = default) where TOp : struct, IBinaryOp =>
        Apply(Promoted<TOp>(x, left), new WithLeft<TOp>(op, left));

    public static Tensor Compare<TOp>(Tensor a, Tensor b, TOp op = default) where TOp : struct, IComparison
    {
        a.RequireAlive(TOp.Name);
        b.RequireAlive(TOp.Name);
        Tensor.RequireSameDevice(TOp.Name, a, b);
        DType dtype = DTypes.Result(a, b);
        a = a.To(dtype).Alias();
        b = b.To(dtype).Alias();
        Shape shape = Shape.Broadcast(TOp.Name, a.Shape, b.Shape);
        var y = Tensor.Empty(shape, DType.Bool, a.Device, TOp.Name);
        a.Device.Compare(op, a.BroadcastView(shape), b.BroadcastView(shape), y);
        if (Tracing.IsOpen)
            Tracing.Add(TOp.Name, [a, b], [y]);
        return y;
    }

    /// <summary>A test of each element by itself.</summary>
    public static Tensor Test<TOp>(Tensor x, TOp op = default) where TOp : struct, IComparison
    {
        Tensor y;
        using (Tracing.Pause())
            y = Compare(x, x, op);
        if (Tracing.IsOpen)
            Tracing.Add(TOp.Name, x, y);
        return y;
    }

    public static Tensor Compare<TOp>(Tensor a, Scalar b, TOp op = default) where TOp : struct, IComparison
    {
        // Integers are compared as they are, also with one that their dtype does not hold.
        if (b.IsBeyond(a.DType))
            a = a.To(DType.Int64);
        var number = Tensor.Empty(Shape.Scalar, DTypes.Result(a, b), a.Device);
        number.Device.Fill(number, b);
        return Compare(a, number, op);
    }

    /// <summary>y = op(y, other) without a new tensor; nothing is recorded.</summary>
    public static Tensor InPlace<TOp>(Tensor y, Tensor other, TOp op = default) where TOp : struct, IBinaryOp
    {
        y.RequireAlive(TOp.Name);
        other.RequireAlive(TOp.Name);
        Tensor.RequireSameDevice(TOp.Name, y, other);
        RequireNumbers<TOp>(y.DType, other.DType);
        DType dtype = DTypes.Result(y, other);
        if (DTypes.Category(dtype) > DTypes.Category(y.DType) || (!TOp.KeepsIntegers && !y.DType.IsFloating()))
            throw new TensorException(TOp.Name, "the result does not fit in place. "
                + $"Tensor is {y.DType}, result is {dtype}; expected the same kind. "
                + "Use the form that makes a new tensor.");
        if (!Shape.Broadcast(TOp.Name, y.Shape, other.Shape).Equals(y.Shape))
            throw new TensorException(TOp.Name, "the result does not fit in place. "
                + $"Tensor is {y.Shape}, other is {other.Shape}; expected a shape that broadcasts to {y.Shape}.");
        y.BeginInPlace(TOp.Name, other);
        Tensor right = Separate(y, other.To(y.DType).Alias());
        y.Device.Binary(op, y, right.BroadcastView(y.Shape), y);
        if (Tracing.IsOpen)
            Tracing.Write(TOp.Name, y, [right]);
        return y;
    }

    public static Tensor InPlace<TOp>(Tensor y, Scalar other, TOp op = default) where TOp : struct, IBinaryOp
    {
        y.RequireAlive(TOp.Name);
        RequireNumbers<TOp>(y.DType, other.DType);
        DType dtype = DTypes.Result(y, other);
        if (dtype != y.DType || (!TOp.KeepsIntegers && !y.DType.IsFloating()))
            throw new TensorException(TOp.Name, "the result does not fit in place. "
                + $"Tensor is {y.DType}, result is {dtype}; expected the same. Use the form that makes a new tensor.");
        y.BeginInPlace(TOp.Name);
        var rule = new WithRight<TOp>(op, other);
        y.Device.Unary(rule, y, y);
        if (Tracing.IsOpen)
            Tracing.Write(TOp.Name, y, [], Described.Of(rule, y.DType));
        return y;
    }

    private static void RequireNumbers<TOp>(DType a, DType b) where TOp : struct, IBinaryOp
    {
        bool refused = TOp.BoolOperands switch
        {
            BoolOperands.Taken => false,
            BoolOperands.BesideNumbers => a == DType.Bool && b == DType.Bool,
            _ => a == DType.Bool || b == DType.Bool,
        };
        if (refused)
            throw new TensorException(TOp.Name, $"does not take truth values. Operands are {a} and {b}; "
                + "expected numbers. Use To(DType.Int32) first, or ! and ^ for logic.");
    }

    /// <summary>
    /// A copy where the other operand is a different view of the same memory, so that no element is read after it was
    /// written.
    /// </summary>
    private static Tensor Separate(Tensor y, Tensor other) =>
        ReferenceEquals(y.Storage, other.Storage) && !(y.Shape.Equals(other.Shape) && y.Offset == other.Offset
            && y.Strides.AsSpan().SequenceEqual(other.Strides))
            ? other.Clone()
            : other;

    private static Tensor Promoted<TOp>(Tensor x, Scalar scalar) where TOp : struct, IBinaryOp
    {
        DType dtype = DTypes.Result(x, scalar);
        RequireNumbers<TOp>(x.DType, scalar.DType);
        return x.To(!dtype.IsFloating() && !TOp.KeepsIntegers ? DType.Float32 : dtype);
    }
}
