using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Gaussian error linear unit: <c>y = x · Φ(x)</c>, or its tanh approximation.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy · (Φ(x) + x · φ(x)).
    /// Source: Hendrycks and Gimpel 2016, arXiv:1606.08415.
    /// </remarks>
    /// <param name="approximate">Use <c>x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))</c>.</param>
    public Tensor Gelu(bool approximate = false) =>
        approximate ? Elementwise.Apply<GeluTanh>(this) : Elementwise.Apply<GeluExact>(this);
}

internal readonly struct GeluExact : IUnaryOp, IDescribed
{
    public static string Name => "gelu";

    public static bool SupportsIntegers => false;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("approximate", "none")];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => x * Lane.NormalCdf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T>
    {
        T density = T.Exp(T.Broadcast(-0.5) * x * x) * T.Broadcast(0.39894228040143267794);
        return Lane.NormalCdf(x) + x * density;
    }
}

internal readonly struct GeluTanh : IUnaryOp, IDescribed
{
    public static string Name => "gelu";

    public static bool SupportsIntegers => false;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("approximate", "tanh")];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T inner = T.Broadcast(0.79788456080286535588) * (x + T.Broadcast(0.044715) * x * x * x);
        return T.Broadcast(0.5) * x * (T.Broadcast(1) + T.Tanh(inner));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T>
    {
        T inner = T.Broadcast(0.79788456080286535588) * (x + T.Broadcast(0.044715) * x * x * x);
        T slope = T.Broadcast(0.79788456080286535588) * (T.Broadcast(1) + T.Broadcast(3 * 0.044715) * x * x);
        T t = T.Tanh(inner);
        return T.Broadcast(0.5) * (T.Broadcast(1) + t) + T.Broadcast(0.5) * x * (T.Broadcast(1) - t * t) * slope;
    }
}
