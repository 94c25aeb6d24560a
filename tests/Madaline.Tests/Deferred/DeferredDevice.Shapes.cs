using Madaline.Devices;

namespace Madaline.Tests.Deferred;

/// <summary>The primitives that combine elements: along axes, in products and under windows.</summary>
internal sealed partial class DeferredDevice
{
    internal override void Reduce<TOp>(TOp op, Tensor x, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue(TOp.Name, () => kernels.Reduce(op, from, to));
    }

    internal override void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("arg_reduce", () => kernels.ArgReduce(largest, from, axis, to));
    }

    internal override void CumulativeSum(Tensor x, int axis, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("cumulative_sum", () => kernels.CumulativeSum(from, axis, to));
    }

    internal override void Sort(Tensor x, int axis, bool descending, Tensor values, Tensor indices)
    {
        Tensor from = There(x), to = There(values), places = There(indices);
        Enqueue("sort", () => kernels.Sort(from, axis, descending, to, places));
    }

    internal override void Softmax(bool log, Tensor x, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("softmax", () => kernels.Softmax(log, from, to));
    }

    internal override void SoftmaxGradient(bool log, Tensor dy, Tensor y, Tensor dx)
    {
        Tensor from = There(dy), output = There(y), to = There(dx);
        Enqueue("softmax_gradient", () => kernels.SoftmaxGradient(log, from, output, to));
    }

    internal override void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
        Tensor left = There(a), right = There(b), to = There(y);
        Tensor? added = ThereOrNull(bias);
        Enqueue("matmul", () => kernels.MatMul(left, right, added, to));
    }

    internal override void Convolve(Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y)
    {
        Tensor from = There(x), kernel = There(weight), to = There(y);
        Tensor? added = ThereOrNull(bias);
        Enqueue("convolve", () => kernels.Convolve(from, kernel, added, parameters, to));
    }

    internal override void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters,
        Tensor x)
    {
        Tensor from = There(y), kernel = There(weight), to = There(x);
        Tensor? added = ThereOrNull(bias);
        Enqueue("convolve_transposed", () => kernels.ConvolveTransposed(from, kernel, added, parameters, to));
    }

    internal override void KernelGradient(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw)
    {
        Tensor input = There(x), from = There(dy), to = There(dw);
        Enqueue("kernel_gradient", () => kernels.KernelGradient(input, from, parameters, to));
    }

    internal override void PoolSelect(
        PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
        Tensor from = There(x), to = There(y);
        Tensor? places = ThereOrNull(indices);
        Enqueue("pool_select", () => kernels.PoolSelect(pick, from, rows, columns, to, places));
    }

    internal override void PoolSelectGradient(Tensor dy, Tensor indices, int area, Tensor dx)
    {
        Tensor from = There(dy), places = There(indices), to = There(dx);
        Enqueue("pool_select_gradient", () => kernels.PoolSelectGradient(from, places, area, to));
    }

    internal override void PoolAverage(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("pool_average", () => kernels.PoolAverage(from, rows, columns, divisor, to));
    }

    internal override void PoolAverageGradient(
        Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx)
    {
        Tensor from = There(dy), to = There(dx);
        Enqueue("pool_average_gradient", () => kernels.PoolAverageGradient(from, rows, columns, divisor, to));
    }
}
