using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Product of all elements.</summary>
    /// <remarks>
    /// Shape: […] → []. DType: integers give Int64. Gradient: dy times the product of the others, zeros included.
    /// </remarks>
    public Tensor Prod() => Prod([]);

    /// <summary>Product over one dimension.</summary>
    public Tensor Prod(int dimension, bool keepDims = false) => Prod([dimension], keepDims);

    /// <summary>Product over dimensions.</summary>
    /// <remarks>Shape: without the dimensions, or with size 1 there when kept.</remarks>
    public Tensor Prod(ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        Tensor x = DType.IsFloating() ? this : To(DType.Int64);
        Shape kept = Reduction.Kept("prod", Shape, dimensions);
        Shape shape = keepDims ? kept : Reduction.Dropped("prod", Shape, dimensions);
        Tensor product = Reduction.Run<ProductReduction>(x, kept);
        Tensor y = Tape.Records(x) ? product.View(Layout.RowMajor(shape)) : Reduction.Reshaped(product, shape);
        if (Tracing.IsOpen)
            Reduction.Trace("prod", x, y, dimensions, keepDims);
        if (!Tape.Records(x))
            return y;
        SavedTensor saved = new(x), result = new(product);
        return ViewNode.Record("prod", x, y, dy => ProductOfOthers(dy, saved.Get("prod"), result.Get("prod")));
    }

    /// <summary>0 times all others but the element itself: NaN beside an infinity or a NaN.</summary>
    private static Tensor BesideZero(Tensor x, Tensor product, int[] reduced)
    {
        Tensor finite = x.IsFinite(), infinite = !finite, zero = Zeros(Shape.Scalar, x.DType, x.Device);
        Tensor count = reduced.Length == 0 ? infinite.To(DType.Int64) : infinite.Sum(reduced, keepDims: true);
        return Where(finite, product * 0, Where(count > 1, zero / zero, zero));
    }

    /// <summary>
    /// dy · Π of the other elements: by division without zeros, from the non-zeros with a single one, else 0 (NaN
    /// beside a NaN).
    /// </summary>
    private static Tensor ProductOfOthers(Tensor dy, Tensor x, Tensor product)
    {
        int[] reduced = [.. Enumerable.Range(0, x.Rank).Where(d => product.Shape[d] != x.Shape[d])];
        Tensor zero = x.Detach().EqualTo(0);
        Tensor zeros = reduced.Length == 0 ? zero.To(DType.Int64) : zero.Sum(reduced, keepDims: true);
        Tensor nonZero = Reduction.Run<ProductReduction>(Where(zero, Ones(Shape.Scalar, x.DType, x.Device),
            x.Detach()), product.Shape);
        Tensor nothing = BesideZero(x.Detach(), product, reduced);
        Tensor others = Where(zeros.EqualTo(0), product / x.Detach(), Where(zero & zeros.EqualTo(1), nonZero, nothing));
        return others * dy.Reshape(product.Shape.AsSpan());
    }
}
