using Madaline.Devices;

namespace Madaline;

/// <summary>The fused forms of a convolution: a device's own, or composed of primitives with the same bits.</summary>
internal static class ConvolutionForms
{
    /// <summary>A convolution, then what the end says; with windows, y is what they keep.</summary>
    public static void Forward(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y,
        Tensor? indices)
    {
        if (y.Device.TryConvolve(end, x, weight, bias, parameters, y, indices))
            return;
        Tensor all = end.Pools
            ? Tensor.Empty([y.Shape[0], y.Shape[1], end.Rows.Size, end.Columns.Size], y.DType, y.Device)
            : y;
        y.Device.Convolve(x, weight, bias, parameters, all);
        if (end.Relu)
            y.Device.Unary(default(ReluOp), all, all);
        if (!end.Pools)
            return;
        y.Device.PoolSelect(PoolPick.Largest, all, end.Rows, end.Columns, y, indices);
        all.Release();
    }

    /// <summary>dz = the gradient before the end of a convolution from dy after it, y and the indices.</summary>
    public static void EndGradient(in ConvolutionEnd end, Tensor dy, Tensor y, Tensor? indices, Tensor dz)
    {
        Device device = dz.Device;
        if (device.TryConvolutionEndGradient(end, dy, y, indices, dz))
            return;
        if (!end.Pools)
        {
            device.UnaryGradient(default(ReluOp), dy, null, y, dz);
            return;
        }

        // Windows lie apart, so that y at its places says all that ReLU's gradient needs.
        int area = end.Rows.Size * end.Columns.Size;
        Tensor spread = Tensor.EmptyLike(dz), all = Tensor.EmptyLike(dz);
        device.PoolSelectGradient(dy, indices!, area, spread);
        device.PoolSelectGradient(y, indices!, area, all);
        device.UnaryGradient(default(ReluOp), spread, null, all, dz);
        spread.Release();
        all.Release();
    }

    /// <summary>Those gradients of <see cref="Forward"/> that are wanted.</summary>
    public static void Gradient(ConvolutionGradient work)
    {
        Device device = work.Dy.Device;
        if (device.TryConvolutionGradient(ref work))
            return;
        Tensor dz = work.Dy;
        if (work.End.Relu)
        {
            dz = Tensor.Empty(work.Sums, dz.DType, device);
            EndGradient(work.End, work.Dy, work.Y!, work.Indices, dz);
        }

        if (work.Db is { } db)
            SumOfChannels(dz, db);
        if (work.Dw is { } dw)
            device.KernelGradient(work.X, dz, work.Parameters, dw);
        if (work.Dx is { } dx)
            device.ConvolveTransposed(dz, work.Weight, null, work.Parameters, dx);
        if (work.End.Relu)
            dz.Release();
    }

    /// <summary>A bias's gradient: the sum of each channel's planes, over all images.</summary>
    public static void SumOfChannels(Tensor dy, Tensor db) => dy.Device.Reduce(
        default(SumReduction), dy, db.Alias([1, db.Elements, 1, 1], [db.Elements, 1, 1, 1], db.Offset));
}
