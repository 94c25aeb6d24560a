using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Normalization;
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

    private readonly record struct Job(
        Stage Stage, NormOperands Operands, double Eps, Tensor? Variance, Tensor? Y, Tensor? Dy, NormGradients To);

    public static void Forward(in NormOperands o, double eps, Tensor variance, Tensor y) =>
        Run(new Job(Stage.Forward, o, eps, variance, y, null, default));

    public static void Apply(in NormOperands o, Tensor y) => Run(new Job(Stage.Apply, o, 0, null, y, null, default));

    public static void Gradient(in NormOperands o, Tensor dy, in NormGradients to)
    {
        if (dy.Elements > 0)
        {
            Run(new Job(Stage.Gradient, o, 0, null, null, dy, to));
            return;
        }

        if (to.Weight is not null)
            CpuCopy.Fill(to.Weight, 0.0);
        if (to.Bias is not null)
            CpuCopy.Fill(to.Bias, 0.0);
    }

    private static void Run(in Job job)
    {
        if (job.Operands.X.Elements == 0)
            return;
        if (job.Operands.X.DType == DType.Float32)
            Pin<float, F32x8>(job);
        else
            Pin<double, F64x4>(job);
    }

    private static void Pin<T, TLane>(in Job job)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
    {
        var (o, to, none) = (job.Operands, job.To, job.Operands.X);
        fixed (byte* x = &CpuDevice.Start(o.X), mean = &CpuDevice.Start(o.Mean), inverse = &CpuDevice.Start(o.Inverse),
            variance = &CpuDevice.Start(job.Variance ?? none), weight = &CpuDevice.Start(o.Weight ?? none),
            bias = &CpuDevice.Start(o.Bias ?? none), added = &CpuDevice.Start(o.Added ?? none),
            y = &CpuDevice.Start(job.Y ?? to.Y ?? none), dy = &CpuDevice.Start(job.Dy ?? none),
            masked = &CpuDevice.Start(to.Masked ?? none), dx = &CpuDevice.Start(to.Dx ?? none),
            dw = &CpuDevice.Start(to.Weight ?? none), db = &CpuDevice.Start(to.Bias ?? none))
        {
            var memory = new NormMemory<T>
            {
                Layout = o.Layout,
                Eps = job.Eps,
                Given = to.Given,
                X = (T*)x,
                Mean = (T*)mean,
                Inverse = (T*)inverse,
                Variance = job.Variance is null ? null : (T*)variance,
                Weight = o.Weight is null ? null : (T*)weight,
                Bias = o.Bias is null ? null : (T*)bias,
                Added = (T*)added,
                Y = (T*)y,
                Dy = (T*)dy,
                Masked = (T*)masked,
                Dx = to.Dx is null ? null : (T*)dx,
                WeightGradient = to.Weight is null ? null : (T*)dw,
                BiasGradient = to.Bias is null ? null : (T*)db,
            };
            if (to.Masked is not null || o.Added is not null)
                Planes<T, TLane, MergedTail>(job.Stage, memory);
            else if (o.Relu)
                Shaped<T, TLane, RectifiedTail>(job.Stage, memory);
            else
                Shaped<T, TLane, PlainTail>(job.Stage, memory);
        }
    }

    private static void Shaped<T, TLane, TTail>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        if (memory.Layout.Inner > 1)
            Planes<T, TLane, TTail>(stage, memory);
        else if (memory.Layout.SpansSamples)
            Columns<T, TLane, TTail>(stage, memory);
        else
            Rows<T, TLane, TTail>(stage, memory);
    }

    private static void Planes<T, TLane, TTail>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        switch (stage)
        {
            case Stage.Forward: CpuPlaneNorm<T, TLane, TTail>.Forward(memory); break;
            case Stage.Apply: CpuPlaneNorm<T, TLane, TTail>.Apply(memory); break;
            default: CpuPlaneNormGradient<T, TLane, TTail>.Run(memory); break;
        }
    }

    private static void Columns<T, TLane, TTail>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        switch (stage)
        {
            case Stage.Forward: CpuColumnNorm<T, TLane, TTail>.Forward(memory); break;
            case Stage.Apply: CpuColumnNorm<T, TLane, TTail>.Apply(memory); break;
            default: CpuColumnNormGradient<T, TLane, TTail>.Run(memory); break;
        }
    }

    private static void Rows<T, TLane, TTail>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TTail : struct, INormTail
    {
        switch (stage)
        {
            case Stage.Forward: CpuRowNorm<T, TLane, TTail>.Forward(memory); break;
            case Stage.Apply: CpuRowNorm<T, TLane, TTail>.Apply(memory); break;
            default: CpuRowNormGradient<T, TLane, TTail>.Run(memory); break;
        }
    }
}
