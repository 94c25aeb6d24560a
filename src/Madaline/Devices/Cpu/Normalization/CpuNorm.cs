namespace Madaline;

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
        switch (job.Operands.X.DType, job.Operands.Relu)
        {
            case (DType.Float32, false): Pin<float, F32x8, WithoutRelu>(job); break;
            case (DType.Float32, true): Pin<float, F32x8, WithRelu>(job); break;
            case (_, false): Pin<double, F64x4, WithoutRelu>(job); break;
            default: Pin<double, F64x4, WithRelu>(job); break;
        }
    }

    private static void Pin<T, TLane, TRelu>(in Job job)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TRelu : struct, IFollowedByRelu
    {
        var (o, to, none) = (job.Operands, job.To, job.Operands.X);
        fixed (byte* x = &CpuDevice.Start(o.X), mean = &CpuDevice.Start(o.Mean), inverse = &CpuDevice.Start(o.Inverse),
            variance = &CpuDevice.Start(job.Variance ?? none), weight = &CpuDevice.Start(o.Weight ?? none),
            bias = &CpuDevice.Start(o.Bias ?? none), y = &CpuDevice.Start(job.Y ?? none),
            dy = &CpuDevice.Start(job.Dy ?? none), dx = &CpuDevice.Start(to.Dx ?? none),
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
                Y = (T*)y,
                Dy = (T*)dy,
                Dx = to.Dx is null ? null : (T*)dx,
                WeightGradient = to.Weight is null ? null : (T*)dw,
                BiasGradient = to.Bias is null ? null : (T*)db,
            };
            if (o.Layout.Inner > 1)
                Planes<T, TLane, TRelu>(job.Stage, memory);
            else if (o.Layout.SpansSamples)
                Columns<T, TLane, TRelu>(job.Stage, memory);
            else
                Rows<T, TLane, TRelu>(job.Stage, memory);
        }
    }

    private static void Planes<T, TLane, TRelu>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TRelu : struct, IFollowedByRelu
    {
        switch (stage)
        {
            case Stage.Forward: CpuPlaneNorm<T, TLane, TRelu>.Forward(memory); break;
            case Stage.Apply: CpuPlaneNorm<T, TLane, TRelu>.Apply(memory); break;
            default: CpuPlaneNormGradient<T, TLane, TRelu>.Run(memory); break;
        }
    }

    private static void Columns<T, TLane, TRelu>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TRelu : struct, IFollowedByRelu
    {
        switch (stage)
        {
            case Stage.Forward: CpuColumnNorm<T, TLane, TRelu>.Forward(memory); break;
            case Stage.Apply: CpuColumnNorm<T, TLane, TRelu>.Apply(memory); break;
            default: CpuColumnNormGradient<T, TLane, TRelu>.Run(memory); break;
        }
    }

    private static void Rows<T, TLane, TRelu>(Stage stage, in NormMemory<T> memory)
        where T : unmanaged
        where TLane : struct, IVectorLane<TLane, T>
        where TRelu : struct, IFollowedByRelu
    {
        switch (stage)
        {
            case Stage.Forward: CpuRowNorm<T, TLane, TRelu>.Forward(memory); break;
            case Stage.Apply: CpuRowNorm<T, TLane, TRelu>.Apply(memory); break;
            default: CpuRowNormGradient<T, TLane, TRelu>.Run(memory); break;
        }
    }
}
