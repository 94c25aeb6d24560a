using System.Runtime.CompilerServices;

namespace Madaline.Devices.Cpu.Normalization;

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

    /// <summary>Whether the statistics are found in x first.</summary>
    public readonly bool Finds => Variance != null;

    public readonly double WeightOf(int channel) => Weight == null ? 1 : Number<T>.Read(Weight + channel);

    public readonly double BiasOf(int channel) => Bias == null ? 0 : Number<T>.Read(Bias + channel);

    /// <summary>Sets a channel's gradients, where they are asked for.</summary>
    public readonly void SetGradients(int channel, double weight, double bias)
    {
        if (WeightGradient != null)
            Number<T>.Write(weight, WeightGradient + channel);
        if (BiasGradient != null)
            Number<T>.Write(bias, BiasGradient + channel);
    }

    /// <summary>
    /// Sets what follows from a part's mean and variance, which are found anew where their sums left the range.
    /// </summary>
    public readonly void SetStatistics(int part, double mean, double variance)
    {
        if (!double.IsFinite(variance))
            (mean, variance) = Plainly(part);
        Number<T>.Write(mean, Mean + part);
        Number<T>.Write(variance, Variance + part);
        Number<T>.Write(1 / Math.Sqrt(variance + Eps), Inverse + part);
    }

    /// <summary>
    /// Mean and variance in double precision, without a shift: of numbers whose squares Float32 does not hold, and the
    /// infinite mean of an infinity.
    /// </summary>
    private readonly (double Mean, double Variance) Plainly(int part)
    {
        double sum = 0, squares = 0, n = Layout.Count;
        for (int i = 0; i < Layout.Count; i++)
            sum += At(part, i);
        double mean = sum / n;
        for (int i = 0; i < Layout.Count; i++)
        {
            double distance = At(part, i) - mean;
            squares += distance * distance;
        }

        return (mean, squares / n);
    }

    /// <summary>A number of a part.</summary>
    private readonly double At(int part, int i)
    {
        nint inner = Layout.Inner, sample = i / inner;
        nint at = Layout.SpansSamples
            ? (((sample * Layout.Channels) + part) * inner) + (i % inner)
            : ((nint)part * Layout.Count) + i;
        return Number<T>.Read(X + at);
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
