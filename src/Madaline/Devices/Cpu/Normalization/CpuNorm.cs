using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Devices.Cpu.Updates;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Normalisation in as few passes over memory as it takes; the same bits for any number of threads.</summary>
/// <remarks>
/// Three kinds of kernels: planes, where the numbers of a channel lie side by side; columns, where every number is a
/// channel and a mean spans the rows; rows, where every number is a channel and a mean spans the row.
/// Numerics: one pass for mean and variance, over x − s with a shift s taken from the data, so that cancellation is
/// bounded: the mean of some first numbers in planes and rows, a column's first number in columns.
/// </remarks>
internal static unsafe class CpuNorm
{
    private enum Stage
    {
        Forward,
        Apply,
        Gradient,
    }

    public static bool TryForward(in NormForwardOperands o)
    {
        Run(Stage.Forward, o.Norm, o.Y, null, default, o);
        if (o.Running is { } running && o.Y.Elements > 0)
        {
            CpuUpdate.Run(running.MeanRule, [new(running.Mean, o.Norm.Mean)]);
            CpuUpdate.Run(running.VarianceRule(o.Norm.Layout.Count), [new(running.Variance, o.Variance)]);
            fixed (long* batches = running.Batches.Pin<long>())
            {
                if (batches != null)
                    ++*batches;
            }
        }

        return true;
    }

    public static bool TryApply(in NormByOperands o)
    {
        Run(Stage.Apply, o.Norm, o.Y, null, default, default);
        return true;
    }

    public static bool TryGradient(in NormGradientOperands o)
    {
        Run(Stage.Gradient, o.Norm, o.To.Y, o.Dy, o.To, default);
        if (o.Dy.Elements > 0)
            return true;
        if (o.To.Weight is { } weight)
            CpuCopy.Fill(weight, 0.0);
        if (o.To.Bias is { } bias)
            CpuCopy.Fill(bias, 0.0);
        return true;
    }

    private static void Run(
        Stage stage, in NormOperands o, Tensor? y, Tensor? dy, in NormGradients to, in NormForwardOperands found)
    {
        if (o.X.Elements == 0)
            return;
        if (o.X.DType == DType.Float32)
            Run<float, F32x8>(stage, o, y, dy, to, found);
        else
            Run<double, F64x4>(stage, o, y, dy, to, found);
    }

    private static void Run<T, TLane>(
        Stage stage, in NormOperands o, Tensor? y, Tensor? dy, in NormGradients to, in NormForwardOperands found)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
    {
        fixed (T* px = o.X.Pin<T>(), pMean = o.Mean.Pin<T>(), pInverse = o.Inverse.Pin<T>(),
            pVariance = found.Variance.Pin<T>(), pWeight = o.Weight.Pin<T>(), pBias = o.Bias.Pin<T>(),
            pAdded = o.Added.Pin<T>(), py = y.Pin<T>(), pdy = dy.Pin<T>(), pMasked = to.Masked.Pin<T>(),
            pdx = to.Dx.Pin<T>(), pdw = to.Weight.Pin<T>(), pdb = to.Bias.Pin<T>())
        {
            var memory = new NormMemory<T>
            {
                Layout = o.Layout,
                Eps = found.Eps,
                Given = to.Given,
                X = px,
                Mean = pMean,
                Inverse = pInverse,
                Variance = pVariance,
                Weight = pWeight,
                Bias = pBias,
                Added = pAdded,
                Y = py,
                Dy = pdy,
                Masked = pMasked,
                Dx = pdx,
                WeightGradient = pdw,
                BiasGradient = pdb,
            };
            if (to.Masked is not null || o.Added is not null)
                Run<CpuPlaneNorm<T, TLane, MergedTail>, T>(stage, memory);
            else if (o.Relu)
                Run<T, TLane, RectifiedTail>(stage, memory);
            else
                Run<T, TLane, PlainTail>(stage, memory);
        }
    }

    private static void Run<T, TLane, TTail>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        if (memory.Layout.Inner > 1)
            Run<CpuPlaneNorm<T, TLane, TTail>, T>(stage, memory);
        else if (memory.Layout.SpansSamples)
            Run<CpuColumnNorm<T, TLane, TTail>, T>(stage, memory);
        else
            Run<CpuRowNorm<T, TLane, TTail>, T>(stage, memory);
    }

    private static void Run<TKernels, T>(Stage stage, in NormMemory<T> memory)
        where TKernels : struct, INormKernels<T>
        where T : unmanaged
    {
        switch (stage)
        {
            case Stage.Forward: TKernels.Forward(memory); break;
            case Stage.Apply: TKernels.Apply(memory); break;
            case Stage.Gradient: TKernels.Gradient(memory); break;
        }
    }
}

/// <summary>The kernels for one way in which the numbers of a channel lie.</summary>
internal interface INormKernels<T> where T : unmanaged
{
    /// <summary>Finds the statistics, then applies them.</summary>
    static abstract void Forward(in NormMemory<T> memory);

    /// <summary>With given statistics.</summary>
    static abstract void Apply(in NormMemory<T> memory);

    static abstract void Gradient(in NormMemory<T> memory);
}
