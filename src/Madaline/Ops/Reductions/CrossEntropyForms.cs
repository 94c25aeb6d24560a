using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>The fused forms of cross-entropy: a device's own, or composed of other ops with the same bits.</summary>
internal static class CrossEntropyForms
{
    /// <summary>logs = log softmax(x), y = −Σ logs[i, index[i]] / count over the rows that the rule counts.</summary>
    public static void Forward(Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y)
    {
        if (y.Device.TryCrossEntropy(x, index, rule, logs, y))
            return;
        using var scope = new Unrecorded();
        using var pause = Tracing.Pause();
        y.Device.Softmax(true, x, logs);
        Tensor ignored = index.EqualTo(rule.Ignored), at = index.MaskedFill(ignored, 0L).Unsqueeze(1);
        Tensor picked = logs.Gather(1, at).Squeeze(1).MaskedFill(ignored, 0.0);
        y.CopyFrom(picked.Sum() / Divisor(ignored, rule, x.DType));
    }

    /// <summary>
    /// dx = (eˡ − 1 at the row's class) · dy / count, 0 in rows that do not count, from the logarithms l.
    /// </summary>
    public static void Gradient(Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx)
    {
        Device device = dx.Device;
        if (device.TryCrossEntropyGradient(logs, index, rule, dy, dx))
            return;
        using var scope = new Unrecorded();
        using var pause = Tracing.Pause();
        Tensor ignored = index.EqualTo(rule.Ignored), at = index.MaskedFill(ignored, 0L).Unsqueeze(1);
        Tensor each = Tensor.EmptyLike(dy), divisor = Divisor(ignored, rule, dy.DType);
        device.BinaryGradient(default(Div), right: false, dy, null, divisor, each);
        Tensor slopes = each.Expand(index.Elements).MaskedFill(ignored, 0.0).Unsqueeze(1);
        Tensor spread = Tensor.Zeros(logs.Shape, logs.DType, device);
        device.Scatter(spread, 1, at, slopes, add: true);
        device.SoftmaxGradient(true, spread, logs, dx);
    }

    /// <summary>Minus the number of targets that count, or −1.</summary>
    private static Tensor Divisor(Tensor ignored, CrossEntropyRule rule, DType dtype) => rule.Averages
        ? -ignored.LogicalNot().Sum().To(dtype)
        : Tensor.Full(Shape.Scalar, -1.0, dtype, ignored.Device);
}
