using Madaline.Devices;

namespace Madaline.Tests.Deferred;

/// <summary>The primitives that combine elements: along axes, in products and under windows.</summary>
internal sealed partial class DeferredDevice
{
    private protected override void ReduceCore<TOp>(TOp op, in UnaryOperands o)
    {
        Tensor from = There(o.X), to = There(o.Y);
        Enqueue(TOp.Name, () => kernels.Reduce(op, from, to));
    }

    private protected override void ArgReduceCore(bool largest, in AxisOperands o)
    {
        AxisOperands at = There(o);
        Enqueue("arg_reduce", () => kernels.ArgReduce(largest, at.X, at.Axis, at.Y));
    }

    private protected override void CumulativeSumCore(in AxisOperands o)
    {
        AxisOperands at = There(o);
        Enqueue("cumulative_sum", () => kernels.CumulativeSum(at.X, at.Axis, at.Y));
    }

    private protected override void SortCore(bool descending, in AxisOperands o)
    {
        AxisOperands at = There(o);
        Enqueue("sort", () => kernels.Sort(at.X, at.Axis, descending, at.Y, at.Indices!));
    }

    private protected override void SoftmaxCore(in SoftmaxOperands o)
    {
        bool log = o.Log;
        Tensor from = There(o.X), to = There(o.Y);
        Enqueue("softmax", () => kernels.Softmax(log, from, to));
    }

    private protected override void SoftmaxGradientCore(in SoftmaxOperands o)
    {
        bool log = o.Log;
        Tensor from = There(o.Dy!), output = There(o.X), to = There(o.Y);
        Enqueue("softmax_gradient", () => kernels.SoftmaxGradient(log, from, output, to));
    }

    private protected override void MatMulCore(in ProductOperands o)
    {
        ProductOperands at = new(There(o.A), There(o.B), ThereOrNull(o.Bias), There(o.Y), o.Epilogue);
        Enqueue("matmul", () => kernels.MatMul(at.A, at.B, at.Bias, at.Y, at.Epilogue));
    }

    private protected override void ConvolveCore(in ConvolutionOperands o)
    {
        ConvolutionOperands at = There(o);
        Enqueue("convolve", () => kernels.Convolve(at));
    }

    private protected override void ConvolveTransposedCore(in ConvolutionOperands o)
    {
        ConvolutionOperands at = There(o);
        Enqueue("convolve_transposed",
            () => kernels.ConvolveTransposed(at.X, at.Weight, at.Bias, at.Parameters, at.Y));
    }

    private protected override void KernelGradientCore(in KernelGradientOperands o)
    {
        KernelGradientOperands at = new(There(o.X), There(o.Dy), o.Parameters, There(o.Dw));
        Enqueue("kernel_gradient", () => kernels.KernelGradient(at.X, at.Dy, at.Parameters, at.Dw));
    }

    private protected override void PoolSelectCore(PoolPick pick, in PoolOperands o)
    {
        PoolOperands at = There(o);
        Enqueue("pool_select", () => kernels.PoolSelect(pick, at.X, at.Rows, at.Columns, at.Y, at.Indices));
    }

    private protected override void PoolSelectGradientCore(in PoolSelectGradientOperands o)
    {
        PoolSelectGradientOperands at = new(There(o.Dy), There(o.Indices), o.Area, There(o.Dx));
        Enqueue("pool_select_gradient", () => kernels.PoolSelectGradient(at.Dy, at.Indices, at.Area, at.Dx));
    }

    private protected override void PoolAverageCore(PoolDivisor divisor, in PoolOperands o)
    {
        PoolOperands at = There(o);
        Enqueue("pool_average", () => kernels.PoolAverage(at.X, at.Rows, at.Columns, divisor, at.Y));
    }

    private protected override void PoolAverageGradientCore(PoolDivisor divisor, in PoolOperands o)
    {
        PoolOperands at = There(o);
        Enqueue("pool_average_gradient",
            () => kernels.PoolAverageGradient(at.Y, at.Rows, at.Columns, divisor, at.X));
    }

    private AxisOperands There(in AxisOperands o) => new(There(o.X), o.Axis, There(o.Y), ThereOrNull(o.Indices));

    private ConvolutionOperands There(in ConvolutionOperands o) => o with
    {
        X = There(o.X),
        Weight = There(o.Weight),
        Bias = ThereOrNull(o.Bias),
        Y = There(o.Y),
    };

    private PoolOperands There(in PoolOperands o) => o with
    {
        X = There(o.X),
        Y = There(o.Y),
        Indices = ThereOrNull(o.Indices),
    };
}
