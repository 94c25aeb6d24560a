using Madaline.Autograd;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Matrix product, with PyTorch's rules for vectors and batches.</summary>
    /// <remarks>
    /// Shape: [n]·[n] → []; [m, k]·[k] → [m]; [k]·[k, n] → [n]; [m, k]·[k, n] → [m, n]; leading dimensions broadcast.
    /// DType: one dtype for both, no Bool; integers are exact up to 2⁵³, and wrap around where their dtype ends.
    /// Gradient: dy · rightᵀ and leftᵀ · dy.
    /// Numerics: fused multiply-adds in ascending k, in chunks of 512, whatever the machine.
    /// </remarks>
    /// <exception cref="TensorException">Inner sizes differ, an operand is a scalar, or operands are on two
    /// devices.</exception>
    public Tensor MatMul(Tensor other)
    {
        RequireAlive("matmul");
        other.RequireAlive("matmul");
        RequireSameDevice("matmul", this, other);
        RequireOneType(this, other);
        if (!DType.IsFloating())
            return Products.Wrap(To(DType.Float64).MatMul(other.To(DType.Float64)), DType);
        if (Rank == 0 || other.Rank == 0)
            throw new TensorException("matmul", $"a scalar has no rows. left is {Shape}, right is {other.Shape}; "
                + "expected at least one dimension each. Use *.");
        RequireInner(this, other);
        if (Rank == 1)
            return Unsqueeze(0).MatMul(other).Squeeze(other.Rank == 1 ? 0 : -2);
        if (other.Rank == 1)
            return MatMul(other.Unsqueeze(1)).Squeeze(-1);
        Tensor y = Products.Multiply(this, other);
        if (Tracing.IsOpen)
            Tracing.Add("matmul", [this, other], [y]);
        return Tape.Records(this, other) ? Tape.Attach(y, new MatMulNode(this, other)) : y;
    }

    /// <summary>All products of two vectors' elements.</summary>
    /// <remarks>Shape: [m], [n] → [m, n].</remarks>
    public Tensor Outer(Tensor other)
    {
        if (Rank != 1 || other.Rank != 1)
            throw new TensorException("outer", $"needs two vectors. left is {Shape}, right is {other.Shape}; "
                + "expected one dimension each. Use Flatten().");
        Sizes.RequireRoom("outer", Sizes.Shape("outer", Shape[0], other.Shape[0]), DType);
        return Unsqueeze(1) * other.Unsqueeze(0);
    }

    /// <summary>The product of two vectors: <c>Σ x · y</c>.</summary>
    /// <remarks>Shape: [n], [n] → [].</remarks>
    public Tensor Dot(Tensor other)
    {
        if (Rank != 1 || other.Rank != 1)
            throw new TensorException("dot", $"needs two vectors. left is {Shape}, right is {other.Shape}; "
                + "expected one dimension each. Use MatMul.");
        return MatMul(other);
    }

    private static void RequireOneType(Tensor a, Tensor b)
    {
        if (a.DType != b.DType)
            throw new TensorException("matmul", $"dtypes differ. left is {a.DType}, right is {b.DType}; "
                + $"expected the same. Use To(DType.{DTypes.Promote(a.DType, b.DType)}).");
        if (a.DType == DType.Bool)
            throw new TensorException("matmul", "does not take truth values. Operands are Bool; expected numbers. "
                + "Use To(DType.Float32).");
    }

    private static void RequireInner(Tensor a, Tensor b)
    {
        int inner = a.Shape[-1], rows = b.Rank == 1 ? b.Shape[0] : b.Shape[-2];
        if (inner == rows)
            return;
        string remedy = b.Rank >= 2 && b.Shape[-1] == inner ? " Use right.T."
            : a.Rank >= 2 && a.Shape[-2] == rows ? " Use left.T." : " Check the sizes of the layers that meet here.";
        throw new TensorException("matmul", $"inner sizes differ. left is {a.Shape}, right is {b.Shape}; "
            + $"expected right [{inner}{(b.Rank == 1 ? "" : ", *")}].{remedy}");
    }
}

/// <summary>Products of matrices and batches of them, without recording.</summary>
internal static class Products
{
    /// <summary>Sums of integers in their own dtype, where they wrap around as sums of it do.</summary>
    public static Tensor Wrap(Tensor sums, DType dtype) => sums.To(DType.Int64).To(dtype);

    public static Tensor Multiply(Tensor a, Tensor b)
    {
        Shape batch = a.Rank == 2 && b.Rank == 2 ? Shape.Scalar
            : Shape.Broadcast("matmul", Leading(a.Shape), Leading(b.Shape));
        int m = a.Shape[-2], n = b.Shape[-1];
        Sizes.RequireStorable("matmul", a);
        Sizes.RequireStorable("matmul", b);
        var y = Tensor.Empty(Shape.Of("matmul", [.. batch.AsSpan(), m, n]), a.DType, a.Device, "matmul");
        if (batch.Rank == 0)
        {
            a.Device.MatMul(a, b, null, y);
            return y;
        }

        Layout matrices = new([batch.Elements, m, n], [m * n, n, 1]);
        a.Device.MatMul(Broadcast(a, batch), Broadcast(b, batch), null, y.Alias(matrices));
        return y;
    }

    private static Shape Leading(Shape shape) => shape.AsSpan()[..^2].ToArray();

    /// <summary>
    /// Stretched to the batch and seen in three dimensions; copied only if the batch strides do not merge.
    /// </summary>
    private static Tensor Broadcast(Tensor x, Shape batch)
    {
        int m = x.Shape[-2], n = x.Shape[-1];
        Tensor wide = x.Alias().BroadcastView(Shape.Of("matmul", [.. batch.AsSpan(), m, n]));
        if (batch.Rank == 1)
            return wide;
        if (x.Rank == 2)
            return x.Alias(new([batch.Elements, m, n], [0, x.Strides[0], x.Strides[1]], x.Offset));
        return wide.Reshape(batch.Elements, m, n);
    }
}

/// <summary>Backward of a product of matrices.</summary>
internal sealed class MatMulNode : Node
{
    private readonly Shape _left, _right;
    private SavedTensor _a, _b;

    // Either makes the other's gradient: what no gradient needs is not saved.
    public MatMulNode(Tensor a, Tensor b) : base(a, b)
    {
        (_left, _right) = (a.Shape, b.Shape);
        _a = Needs(1) ? new SavedTensor(a) : default;
        _b = Needs(0) ? new SavedTensor(b) : default;
    }

    public override string Name => "matmul";

    public override void Backward(Tensor dy)
    {
        if (Needs(0))
            Give(0, Products.Multiply(dy, Transposed(_b.Get(Name))).ReducedTo(_left));
        if (Needs(1))
            Give(1, Products.Multiply(Transposed(_a.Get(Name)), dy).ReducedTo(_right));
    }

    protected override void DropSaved() => _a = _b = default;

    private static Tensor Transposed(Tensor x)
    {
        int[] sizes = x.Shape.ToArray(), strides = [.. x.Strides];
        (sizes[^1], sizes[^2]) = (sizes[^2], sizes[^1]);
        (strides[^1], strides[^2]) = (strides[^2], strides[^1]);
        return x.Alias(new(sizes, strides, x.Offset));
    }
}
