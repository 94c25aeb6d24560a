using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>The fused forms of a convolution: a device's own, or composed of primitives with the same bits.</summary>
internal static class ConvolutionForms
{
    /// <summary>A convolution, then its epilogue; with windows, y is what they keep.</summary>
    public static void Forward(
        in ConvolutionEpilogue epilogue, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters,
        Tensor y, Tensor? indices)
    {
        var operands = new ConvolutionOperands(x, weight, bias, parameters, y, epilogue.Epilogue);
        if (!epilogue.Pools)
        {
            y.Device.Convolve(operands);
            return;
        }

        if (y.Device.TryConvolvePooled(operands, epilogue.Rows, epilogue.Columns, indices))
            return;
        Tensor all = Tensor.Empty(
            [y.Shape[0], y.Shape[1], epilogue.Rows.Size, epilogue.Columns.Size], y.DType, y.Device);
        y.Device.Convolve(operands with { Y = all });
        y.Device.PoolSelect(PoolPick.Largest, all, epilogue.Rows, epilogue.Columns, y, indices);
        all.Release();
    }

    /// <summary>dz = the gradient before the epilogue of a convolution from dy after it, y and the indices.</summary>
    public static void EpilogueGradient(
        in ConvolutionEpilogue epilogue, Tensor dy, Tensor y, Tensor? indices, Tensor dz)
    {
        Device device = dz.Device;
        if (!epilogue.Pools)
        {
            device.UnaryGradient(default(ReluOp), dy, null, y, dz);
            return;
        }

        // Windows lie apart, so that y at its places says all that ReLU's gradient needs.
        int area = epilogue.Rows.Size * epilogue.Columns.Size;
        if (device.TryPoolReluGradient(dy, y, indices!, area, dz))
            return;
        Tensor spread = Tensor.EmptyLike(dz), all = Tensor.EmptyLike(dz);
        device.PoolSelectGradient(dy, indices!, area, spread);
        device.PoolSelectGradient(y, indices!, area, all);
        device.UnaryGradient(default(ReluOp), spread, null, all, dz);
        spread.Release();
        all.Release();
    }

    /// <summary>Those gradients of <see cref="Forward"/> that are asked for.</summary>
    public static void Gradient(ConvolutionGradient work)
    {
        Device device = work.Dy.Device;
        if (work.Epilogue.Pools && device.TryConvolvePooledGradient(ref work))
            return;
        Tensor dz = work.Dy;
        if (work.Epilogue.Relu)
        {
            dz = Tensor.Empty(work.Sums, dz.DType, device);
            EpilogueGradient(work.Epilogue, work.Dy, work.Y!, work.Indices, dz);
        }

        if (work.Db is { } db)
            SumOfChannels(dz, db);
        if (work.Dw is { } dw)
            device.KernelGradient(work.X, dz, work.Parameters, dw);
        if (work.Dx is { } dx)
            device.ConvolveTransposed(dz, work.Weight, null, work.Parameters, dx);
        if (work.Epilogue.Relu)
            dz.Release();
    }

    /// <summary>A bias's gradient: the sum of each channel's planes, over all images.</summary>
    public static void SumOfChannels(Tensor dy, Tensor db) => dy.Device.Reduce(
        default(SumReduction), dy, db.Alias(new([1, db.Elements, 1, 1], [db.Elements, 1, 1, 1], db.Offset)));
}
