using System.Runtime.CompilerServices;

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
    /// correction). Numerics: two passes; the mean is a constant to backward, as Σ(x − mean) = 0.
    /// </remarks>
    public Tensor Var(ReadOnlySpan<int> dimensions, double correction = 1, bool keepDims = false)
    {
        RequireFloating("var");
        double divisor = Math.Max(0, Counted("var", dimensions) - correction);
        return (this - Detach().Mean(dimensions, keepDims: true)).Square().Sum(dimensions, keepDims) / divisor;
    }

    /// <summary>Variance over one dimension.</summary>
    public Tensor Var(int dimension, double correction = 1, bool keepDims = false) =>
        Var([dimension], correction, keepDims);

    /// <summary>Standard deviation of all elements.</summary>
    public Tensor Std(double correction = 1) => Std([], correction);

    /// <summary>
    /// Standard deviation over dimensions: the root of <see cref="Var(ReadOnlySpan{int}, double, bool)"/>.
    /// </summary>
    /// <remarks>Gradient: that of the variance by 2·std; 0 where the deviation is 0, as in PyTorch.</remarks>
    public Tensor Std(ReadOnlySpan<int> dimensions, double correction = 1, bool keepDims = false) =>
        Elementwise.Apply<RootOrZero>(Var(dimensions, correction, keepDims));

    /// <summary>Standard deviation over one dimension.</summary>
    public Tensor Std(int dimension, double correction = 1, bool keepDims = false) =>
        Std([dimension], correction, keepDims);
}

/// <summary>A square root whose gradient at 0 is 0.</summary>
internal readonly struct RootOrZero : IUnaryOp
{
    public static string Name => "std";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Select(T.Equal(y, T.Of(0)), T.Of(0), T.Of(0.5) / y);
}
