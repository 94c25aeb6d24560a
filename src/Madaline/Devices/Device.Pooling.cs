using Madaline.Devices;

namespace Madaline;

/// <summary>Pooling under windows.</summary>
public abstract partial class Device
{
    /// <summary>
    /// y[…, i, j] = the element of x that the pick names among row window i and column window j; indices (Int32 beside
    /// Float32, Int64 beside Float64, or none) = its place in its plane, row · width + column. The leading dimensions
    /// are planes; all contiguous.
    /// </summary>
    internal void PoolSelect(PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
        var operands = new PoolOperands(x, rows, columns, y, indices);
        Begin("pool_select", operands);
        PoolSelectCore(pick, operands);
        End("pool_select", operands);
    }

    /// <summary>
    /// dx = 0 everywhere, then += dy at its place in the plane of <paramref name="area"/> elements, in the order of dy.
    /// </summary>
    internal void PoolSelectGradient(Tensor dy, Tensor indices, int area, Tensor dx)
    {
        var operands = new PoolSelectGradientOperands(dy, indices, area, dx);
        Begin("pool_select_gradient", operands);
        PoolSelectGradientCore(operands);
        End("pool_select_gradient", operands);
    }

    /// <summary>
    /// Fused: <see cref="PoolSelectGradient"/>, then the gradient of ReLU, whose output was pooled to y; windows lie
    /// apart.
    /// </summary>
    internal bool TryPoolReluGradient(Tensor dy, Tensor y, Tensor indices, int area, Tensor dx)
    {
        var operands = new PoolSelectGradientOperands(dy, indices, area, dx, y);
        Begin("pool_relu_gradient", operands);
        bool isDone = TryPoolReluGradientCore(operands);
        End("pool_relu_gradient", operands);
        return isDone;
    }

    /// <summary>
    /// y[…, i, j] = the sum of x over row window i and column window j in row-major order, divided.
    /// </summary>
    internal void PoolAverage(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y)
    {
        var operands = new PoolOperands(x, rows, columns, y);
        Begin("pool_average", operands);
        PoolAverageCore(divisor, operands);
        End("pool_average", operands);
    }

    /// <summary>dx = 0 everywhere, then += dy / divisor over each window, in the order of dy.</summary>
    internal void PoolAverageGradient(Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx)
    {
        var operands = new PoolOperands(dx, rows, columns, dy);
        Begin("pool_average_gradient", operands);
        PoolAverageGradientCore(divisor, operands);
        End("pool_average_gradient", operands);
    }

    /// <summary><see cref="PoolSelect"/>, by the device.</summary>
    private protected abstract void PoolSelectCore(PoolPick pick, in PoolOperands o);

    /// <summary><see cref="PoolSelectGradient"/>, by the device.</summary>
    private protected abstract void PoolSelectGradientCore(in PoolSelectGradientOperands o);

    /// <summary><see cref="TryPoolReluGradient"/>, by a device that has it.</summary>
    private protected virtual bool TryPoolReluGradientCore(in PoolSelectGradientOperands o) => false;

    /// <summary><see cref="PoolAverage"/>, by the device.</summary>
    private protected abstract void PoolAverageCore(PoolDivisor divisor, in PoolOperands o);

    /// <summary><see cref="PoolAverageGradient"/>, by the device.</summary>
    private protected abstract void PoolAverageGradientCore(PoolDivisor divisor, in PoolOperands o);
}
