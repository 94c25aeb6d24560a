using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>The fused forms of normalisation: a device's own, or composed of primitives.</summary>
internal static class NormForms
{
    /// <summary>Finds the statistics, then applies them.</summary>
    public static void Forward(
        in NormOperands o, double eps, Tensor variance, Tensor y, RunningStatistics? running = null)
    {
        if (o.X.Device.TryNormalize(o, eps, variance, y, running) || y.Elements == 0)
            return;
        Tensor x = Numbers(o.Layout, o.X), mean = x.Mean(Shared(o.Layout), keepDims: true);
        Tensor spread = (x - mean).Square().Mean(Shared(o.Layout), keepDims: true);
        Write(mean, o.Mean);
        Write(spread, variance);
        Write((spread + eps).Rsqrt(), o.Inverse);
        Compose(o, y);
        if (running is { } moves)
            Move(moves, o, variance);
    }

    private static void Move(in RunningStatistics running, in NormOperands o, Tensor variance)
    {
        Device device = variance.Device;
        device.Update(running.MeanRule, new(running.Mean, o.Mean));
        device.Update(running.VarianceRule(o.Layout.Count), new(running.Variance, variance));
        if (running.Batches is { } batches)
            device.Unary(new WithRight<Add>(default, 1L), batches, batches);
    }

    /// <summary>y from given statistics.</summary>
    public static void Apply(in NormOperands o, Tensor y)
    {
        if (!y.Device.TryNormalizeBy(o, y) && y.Elements > 0)
            Compose(o, y);
    }

    /// <summary>
    /// With g = dy · weight and z = (x − mean) · inverse: dx = inverse · (g − mean of g − z · mean of g·z).
    /// </summary>
    public static void Gradient(in NormOperands o, Tensor dy, in NormGradients to)
    {
        if (dy.Device.TryNormalizeGradient(o, dy, to))
            return;
        if (dy.Elements == 0)
        {
            foreach (Tensor? gradient in (ReadOnlySpan<Tensor?>)[to.Weight, to.Bias])
                gradient?.Device.Fill(gradient, 0.0);
            return;
        }

        Tensor z = Standard(o), d = Numbers(o.Layout, dy);
        if (o.Relu)
        {
            Tensor y = to.Y is null ? Affine(o, z) : Numbers(o.Layout, to.Y);
            d = Tensor.Where(y <= 0, Tensor.Zeros(Shape.Scalar, d.DType, d.Device), d);
            if (to.Masked is not null)
                Write(d, to.Masked);
        }

        if (to.Bias is not null)
            Write(d.Sum([0, 3]), to.Bias);
        if (to.Weight is not null)
            Write((d * z).Sum([0, 3]), to.Weight);
        if (to.Dx is null)
            return;
        Tensor g = o.Weight is null ? d : d * Channels(o.Layout, o.Weight), inverse = Parts(o.Layout, o.Inverse);
        if (!to.Given)
            g = g - Mean(o.Layout, g) - (z * Mean(o.Layout, g * z));
        Write(g * inverse, to.Dx);
    }

    private static void Compose(in NormOperands o, Tensor y)
    {
        Tensor sum = Affine(o, Standard(o));
        if (o.Added is not null)
            sum += Numbers(o.Layout, o.Added);
        Write(o.Relu ? sum.Relu() : sum, y);
    }

    private static Tensor Standard(in NormOperands o) =>
        (Numbers(o.Layout, o.X) - Parts(o.Layout, o.Mean)) * Parts(o.Layout, o.Inverse);

    private static Tensor Affine(in NormOperands o, Tensor z)
    {
        Tensor y = o.Weight is null ? z : z * Channels(o.Layout, o.Weight);
        return o.Bias is null ? y : y + Channels(o.Layout, o.Bias);
    }

    private static Tensor Mean(NormLayout layout, Tensor x) => x.Mean(Shared(layout), keepDims: true);

    /// <summary>
    /// [samples, groups, channels of a group, inner]; where means span samples every channel is a group.
    /// </summary>
    private static Tensor Numbers(NormLayout layout, Tensor x) =>
        Seen(x, [layout.Samples, layout.Channels / layout.Together, layout.Together, layout.Inner]);

    private static Tensor Parts(NormLayout layout, Tensor x) =>
        Seen(x, layout.SpansSamples ? [1, layout.Channels, 1, 1] : [layout.Samples, layout.Groups, 1, 1]);

    private static Tensor Channels(NormLayout layout, Tensor x) =>
        Seen(x, [1, layout.Channels / layout.Together, layout.Together, 1]);

    private static int[] Shared(NormLayout layout) => layout.SpansSamples ? [0, 2, 3] : [2, 3];

    private static Tensor Seen(Tensor x, Shape shape) => x.Alias(Layout.RowMajor(shape, x.Offset));

    private static void Write(Tensor x, Tensor y) =>
        y.Device.Copy(x.Alias(Layout.RowMajor(y.Shape, x.Offset)), y);
}
