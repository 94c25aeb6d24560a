using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Variance of all elements.</summary>
    /// <param name="correction">Subtracted from n in the divisor: 1 for the unbiased estimate, 0 for the
    /// population's.</param>
    public Tensor Var(double correction = 1) => Var([], correction);

    /// <summary>Variance over dimensions: <c>Σ(x − mean)² / (n − correction)</c>.</summary>
    /// <remarks>
    /// Shape: without the dimensions, or 1 there when kept. DType: floating. Gradient: 2 · dy · (x − mean) / (n −
    /// correction). Numerics: in double precision, two passes over the distances from the first element: exactly 0 for
    /// a constant, right where squares leave the range of Float32.
    /// </remarks>
    public Tensor Var(ReadOnlySpan<int> dimensions, double correction = 1, bool keepDims = false) =>
        Spread.Measure("var", root: false, this, dimensions, correction, keepDims);

    /// <summary>Variance over one dimension.</summary>
    public Tensor Var(int dimension, double correction = 1, bool keepDims = false) =>
        Var([dimension], correction, keepDims);

    /// <summary>Standard deviation of all elements.</summary>
    public Tensor Std(double correction = 1) => Std([], correction);

    /// <summary>
    /// Standard deviation over dimensions: the root of <see cref="Var(ReadOnlySpan{int}, double, bool)"/>.
    /// </summary>
    /// <remarks>
    /// Gradient: that of the variance by 2·std; 0 where the deviation is 0, as in PyTorch. Numerics: as the variance's,
    /// which is not rounded before its root is taken.
    /// </remarks>
    public Tensor Std(ReadOnlySpan<int> dimensions, double correction = 1, bool keepDims = false) =>
        Spread.Measure("std", root: true, this, dimensions, correction, keepDims);

    /// <summary>Standard deviation over one dimension.</summary>
    public Tensor Std(int dimension, double correction = 1, bool keepDims = false) =>
        Std([dimension], correction, keepDims);
}

/// <summary>Variances and their roots, in double precision.</summary>
internal static class Spread
{
    public static Tensor Measure(
        string op, bool root, Tensor x, ReadOnlySpan<int> dimensions, double correction, bool keepDims)
    {
        x.RequireAlive(op);
        x.RequireFloating(op);
        Sizes.RequireStorable(op, x);
        Shape kept = Reduction.Kept(op, x.Shape, dimensions);
        Shape shape = keepDims ? kept : Reduction.Dropped(op, x.Shape, dimensions);
        int[] axes = dimensions.ToArray();
        double count = (double)x.Elements / Math.Max(1, kept.Elements), divisor = Math.Max(0, count - correction);
        Tensor found, y;
        using (Tracing.Pause())
        {
            // What is found stays backward's own: the result may be changed in place.
            found = NoGrad.Run(() => Find(root, x.Detach(), kept, axes, divisor));
            y = Reduction.Reshaped(x.DType == DType.Float64 ? found.Clone() : found.To(x.DType), shape);
        }

        if (Tracing.IsOpen)
            Trace(op, x, y, axes, correction, keepDims);
        if (!Tape.Records(x))
            return y;
        var saved = new SavedTensor(x);
        return Tape.Attach(y, new ViewNode(op, x, dy =>
        {
            Tensor input = saved.Get(op).Detach(), slope = dy.Reshape(kept.AsSpan()).To(DType.Float64);
            slope = root ? (slope / found / divisor).MaskedFill(found.EqualTo(0), 0) : slope * (2 / divisor);
            return (Centred(input, kept, axes) * slope).To(dy.DType);
        }));
    }

    private static void Trace(string op, Tensor x, Tensor y, int[] axes, double correction, bool keepDims) =>
        Tracing.Add(op, x, y, ("dim", x.Shape.Axes(op, axes)), ("correction", correction), ("keepdim", keepDims));

    private static Tensor Find(bool root, Tensor x, Shape kept, int[] axes, double divisor)
    {
        Tensor variance = Centred(x, kept, axes).Square().Sum(axes, keepDims: true) / divisor;
        return root ? variance.Sqrt() : variance;
    }

    /// <summary>
    /// x − mean in double precision. The first element is subtracted first, so that a constant leaves exactly 0.
    /// </summary>
    private static Tensor Centred(Tensor x, Shape kept, int[] axes)
    {
        Tensor numbers = x.To(DType.Float64);
        if (x.Elements == 0)
            return numbers;
        Tensor first = numbers.Alias(new(kept, numbers.Strides, numbers.Offset));
        Tensor distance = numbers - Tensor.Where(first.IsFinite(), first, 0.0);
        return distance - distance.Mean(axes, keepDims: true);
    }
}
