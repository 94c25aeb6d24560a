using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>What follows a normalisation in the same pass, as a type, so that the JIT knows.</summary>
internal interface INormTail
{
    /// <summary>Whether another tensor is added.</summary>
    static virtual bool Adds => false;

    /// <summary>Whether ReLU comes last.</summary>
    static virtual bool Rectifies => false;
}

internal readonly struct PlainTail : INormTail;

internal readonly struct RectifiedTail : INormTail
{
    public static bool Rectifies => true;
}

/// <summary>A sum with another tensor, then ReLU, as where the ways of a residual network meet.</summary>
internal readonly struct MergedTail : INormTail
{
    public static bool Adds => true;

    public static bool Rectifies => true;
}

/// <summary>Addresses of a normalisation's operands; null for those that are absent.</summary>
internal unsafe struct NormMemory<T> where T : unmanaged
{
    public NormLayout Layout;
    public double Eps;

    /// <summary>The statistics were given, not found in x.</summary>
    public bool Given;
    public T* X, Mean, Inverse, Variance, Weight, Bias, Added, Y;
    public T* Dy, Masked, Dx, WeightGradient, BiasGradient;

    public readonly double WeightOf(int channel) => Weight == null ? 1 : Number<T>.Read(Weight + channel);

    public readonly double BiasOf(int channel) => Bias == null ? 0 : Number<T>.Read(Bias + channel);

    /// <summary>Sets what follows from a part's mean and variance.</summary>
    public readonly void SetStatistics(int part, double mean, double variance)
    {
        Number<T>.Write(mean, Mean + part);
        Number<T>.Write(variance, Variance + part);
        Number<T>.Write(1 / Math.Sqrt(variance + Eps), Inverse + part);
    }
}

/// <summary>Single and double precision numbers by address.</summary>
internal static unsafe class Number<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Read(T* source) => typeof(T) == typeof(float) ? *(float*)source : *(double*)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(double value, T* target)
    {
        if (typeof(T) == typeof(float))
            *(float*)target = (float)value;
        else
            *(double*)target = value;
    }
}
