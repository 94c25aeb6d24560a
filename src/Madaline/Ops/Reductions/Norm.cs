using System.Runtime.CompilerServices;
using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The p-norm of all elements: <c>(Σ|x|ᵖ)^(1/p)</c>; the largest |x| for p = ∞.</summary>
    /// <remarks>
    /// Shape: […] → []. DType: floating. Gradient: dy · sign(x) · (|x| / norm)^(p−1), 0 where the norm is 0.
    /// </remarks>
    /// <param name="p">1, 2, ∞ or any positive number; 0 counts the elements that are not 0.</param>
    public Tensor Norm(double p = 2) => Norm(p, []);

    /// <summary>The p-norm over dimensions.</summary>
    public Tensor Norm(double p, ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        RequireFloating("norm");
        Tensor y;
        using (Tracing.Pause())
            y = NormOf(p, dimensions, keepDims);
        if (Tracing.IsOpen)
            Tracing.Add("norm", this, y, ("p", p), ("dim", Shape.Axes("norm", dimensions)), ("keepdim", keepDims));
        return y;
    }

    private Tensor NormOf(double p, ReadOnlySpan<int> dimensions, bool keepDims)
    {
        if (p == 2)
            return Elementwise.Apply<RootOrZero>(Square().Sum(dimensions, keepDims));
        if (p == 1)
            return Abs().Sum(dimensions, keepDims);
        if (double.IsPositiveInfinity(p))
            return Abs().AMax(dimensions, keepDims);
        if (double.IsNegativeInfinity(p))
            return Abs().AMin(dimensions, keepDims);
        if (p == 0)
            return Counted(dimensions, keepDims);
        Tensor norm = Detach().Abs().Pow(p).Sum(dimensions, keepDims: true).Pow(1 / p);
        Shape shape = keepDims ? norm.Shape : Reduction.Dropped("norm", Shape, dimensions);
        Tensor y = norm.View(Layout.RowMajor(shape));
        if (!Tape.Records(this))
            return y;
        SavedTensor saved = new(this), result = new(norm);
        return ViewNode.Record("norm", this, y, dy =>
            NormGradient(p, dy, saved.Get("norm").Detach(), result.Get("norm")));
    }

    /// <summary>How many elements are not 0, with a gradient of 0.</summary>
    private Tensor Counted(ReadOnlySpan<int> dimensions, bool keepDims)
    {
        Tensor y = NotEqualTo(0).To(DType).Sum(dimensions, keepDims);
        Shape old = Shape;
        return ViewNode.Record("norm", this, y, dy => Zeros(old, dy.DType, dy.Device));
    }

    /// <summary>sign(x) · |x|^(p−1) · dy · norm^(1−p), and 0 where x or the norm is 0.</summary>
    private static Tensor NormGradient(double p, Tensor dy, Tensor x, Tensor norm)
    {
        Tensor slope = (x.Abs().Pow(p - 1) * x.Sign()).MaskedFill(x.EqualTo(0), 0);
        Tensor scale = (dy.Reshape(norm.Shape.AsSpan()) * norm.Pow(1 - p)).MaskedFill(norm.EqualTo(0), 0);
        return slope * scale;
    }
}

/// <summary>A square root whose gradient at 0 is 0.</summary>
internal readonly struct RootOrZero : IUnaryOp
{
    public static string Name => "norm";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Select(T.Equal(y, T.Broadcast(0)), T.Broadcast(0), T.Broadcast(0.5) / y);
}
