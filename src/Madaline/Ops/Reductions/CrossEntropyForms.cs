using Madaline.Devices;

namespace Madaline;

/// <summary>The fused forms of cross-entropy: a device's own, or composed of primitives with the same bits.</summary>
internal static class CrossEntropyForms
{
    /// <summary>logs = log softmax(x), y = −Σ logs[i, index[i]] / count.</summary>
    public static void Forward(Tensor x, Tensor index, double count, Tensor logs, Tensor y)
    {
        Device device = y.Device;
        if (device.TryCrossEntropy(x, index, count, logs, y))
            return;
        Shape column = [index.Elements, 1], row = [index.Elements], one = [1];
        Tensor picked = Tensor.Empty(column, x.DType, device);
        device.Softmax(true, x, logs);
        device.Gather(logs, 1, index.Alias(column, column.Strides, index.Offset), picked);
        device.Reduce(
            default(SumReduction), picked.Alias(row, row.Strides, 0), y.Alias(one, one.Strides, y.Offset));
        device.Unary(new WithRight<Div>(default, -count), y, y);
        picked.Release();
    }

    /// <summary>dx = (eˡ − 1 at the row's class) · dy / count, from the logarithms l.</summary>
    public static void Gradient(Tensor logs, Tensor index, double count, Tensor dy, Tensor dx)
    {
        Device device = dx.Device;
        if (device.TryCrossEntropyGradient(logs, index, count, dy, dx))
            return;
        Shape column = [index.Elements, 1];
        Tensor each = Tensor.EmptyLike(dy), spread = Tensor.Zeros(logs.Shape, logs.DType, device);
        device.UnaryGradient(new WithRight<Div>(default, -count), dy, dy, null, each);
        device.Scatter(spread, 1, index.Alias(column, column.Strides, index.Offset),
            each.BroadcastView(column).Contiguous(), add: true);
        device.SoftmaxGradient(true, spread, logs, dx);
        each.Release();
        spread.Release();
    }
}
