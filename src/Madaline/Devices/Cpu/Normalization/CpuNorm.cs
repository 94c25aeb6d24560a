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
    public static bool TryForward(in NormForwardOperands o)
    {
        Run(o.Norm, o.Y, null, default, o);
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
        Run(o.Norm, o.Y, null, default, default);
        return true;
    }

    public static bool TryGradient(in NormGradientOperands o)
    {
        Run(o.Norm, o.To.Y, o.Dy, o.To, default);
        if (o.Dy.Elements > 0)
            return true;
        if (o.To.Weight is { } weight)
            CpuCopy.Fill(weight, 0.0);
        if (o.To.Bias is { } bias)
            CpuCopy.Fill(bias, 0.0);
        return true;
    }

    /// <summary>
    /// The gradients where dy is given; else the normalisation, whose statistics are found where there is room for the
    /// variance.
    /// </summary>
    private static void Run(
        in NormOperands o, Tensor? y, Tensor? dy, in NormGradients to, in NormForwardOperands found)
    {
        if (o.X.Elements == 0)
            return;
        if (o.X.DType == DType.Float32)
            Run<float, F32x8>(o, y, dy, to, found);
        else
            Run<double, F64x4>(o, y, dy, to, found);
    }

    private static void Run<T, TLane>(
        in NormOperands o, Tensor? y, Tensor? dy, in NormGradients to, in NormForwardOperands found)
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
                Run<T, TLane, MergedTail>(memory);
            else if (o.Relu)
                Run<T, TLane, RectifiedTail>(memory);
            else
                Run<T, TLane, PlainTail>(memory);
        }
    }

    private static void Run<T, TLane, TTail>(in NormMemory<T> m)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        NormLayout layout = m.Layout;
        switch (layout.Inner > 1 || TTail.Adds, layout.SpansSamples, m.Dy != null)
        {
            case (true, _, false): CpuPlaneNorm<T, TLane, TTail>.Run(m); break;
            case (true, _, true): CpuPlaneNormGradient<T, TLane, TTail>.Run(m); break;
            case (false, true, false): CpuColumnNorm<T, TLane, TTail>.Run(m); break;
            case (false, true, true): CpuColumnNormGradient<T, TLane, TTail>.Run(m); break;
            case (false, false, false): CpuRowNorm<T, TLane, TTail>.Run(m); break;
            case (false, false, true): CpuRowNormGradient<T, TLane, TTail>.Run(m); break;
        }
    }
}
