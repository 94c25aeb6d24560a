namespace Madaline.Tests.Ops;

/// <summary>Batch, group, instance and layer norm, their operands and the ReLU that may follow.</summary>
/// <remarks>eps is large, because operands that repeat one sample have no variance over the batch.</remarks>
internal static class NormRows
{
    private const double Eps = 0.1;

    /// <summary>Planes around the lane widths, of one number, longer than a piece, and of nothing.</summary>
    private static readonly int[][] Inputs =
    [
        [2, 3, 5], [3, 2, 2, 2], [1, 2, 9], [4, 1, 3, 3], [2, 5, 7, 3], [3, 4, 33], [2, 3, 1, 2], [1, 1, 2], [0, 3, 2, 2], [3, 9, 8, 8],
        [1, 2, 70, 70], [70, 2, 8, 8], [4, 3], [2, 1], [9, 17], [300, 5], [3, 130], [0, 3], [5, 8], [2, 3, 1, 1],
    ];

    public static IEnumerable<OpRow> All =>
    [
        Of("batch_norm", x => x[0].BatchNorm(null, null, x[1], x[2], training: true, eps: Eps), 3) with { LargeShapes = [[40, 3, 70, 30], [3], [3]] },
        Of("batch_norm/plain", x => x[0].BatchNorm(null, null, training: true, eps: Eps), 1) with { LargeShapes = [[130, 300]] },
        Of("batch_norm/weight", x => x[0].BatchNorm(null, null, x[1], training: true, eps: Eps), 2) with { LargeShapes = [[301, 300], [300]] },
        Of("batch_norm/bias", x => x[0].BatchNorm(null, null, null, x[1], training: true, eps: Eps), 2),
        Of("batch_norm/relu", x => Fused(x[0], x[1], x[2], training: true), 3) with { LargeShapes = [[19, 33, 19, 17], [33], [33]] },
        Of("batch_norm/given", x => x[0].BatchNorm(Mean(x[0]), Variance(x[0]), x[1], x[2], eps: Eps), 3),
        Of("batch_norm/given relu", x => Fused(x[0], x[1], x[2], training: false), 3),
        Of("group_norm", x => x[0].GroupNorm(x[0].Shape[1] % 2 == 0 ? 2 : 1, x[1], x[2], Eps), 3),
        Of("group_norm/apart", x => x[0].GroupNorm(x[0].Shape[1], x[1], x[2], Eps), 3),
        Of("group_norm/one group", x => x[0].GroupNorm(1, eps: Eps), 1) with { LargeShapes = [[3, 16, 70, 30]] },
        Of("instance_norm", x => x[0].InstanceNorm(weight: x[1], bias: x[2], eps: Eps), 3) with { Shapes = Shapes(3, s => Inner(s) > 1) },
        Of("instance_norm/given", x => x[0].InstanceNorm(Mean(x[0]), Variance(x[0]), x[1], x[2], false, eps: Eps), 3),
        Layer("layer_norm/last", x => x[0].LayerNorm([x[0].Shape[-1]], x[1], x[2], Eps), 1) with { LargeShapes = [[301, 300], [300], [300]] },
        Layer("layer_norm/all but the first", x => x[0].LayerNorm([.. x[0].Shape.AsSpan()[1..]], x[1], x[2], Eps), -1),
        Of("layer_norm/plain", x => x[0].LayerNorm([x[0].Shape[-1]], eps: Eps), 1) with { LargeShapes = [[5, 20_001]] },
    ];

    private static int Inner(int[] sizes) => sizes[2..].Aggregate(1, (a, b) => a * b);

    private static Shape[][] Shapes(int operands, Func<int[], bool>? which = null) =>
        [.. from sizes in Inputs
            where which is null || which(sizes)
            select (Shape[])[sizes, .. Enumerable.Repeat<Shape>([sizes[1]], operands - 1)]];

    private static OpRow Of(string name, Func<Tensor[], Tensor> run, int operands) => new(name, run)
    {
        Shapes = Shapes(operands),
        LargeShapes = [[37, 16, 19, 17], .. Enumerable.Repeat<Shape>([16], operands - 1)],
        Tolerance = (2e-5, 1e-12),
        Absolute = (1e-4, 1e-11),
    };

    private static OpRow Layer(string name, Func<Tensor[], Tensor> run, int dimensions) => Of(name, run, 3) with
    {
        Shapes = [.. Inputs.Select(sizes =>
        {
            int[] last = dimensions < 0 ? sizes[1..] : sizes[^dimensions..];
            return (Shape[])[sizes, last, last];
        })],
        LargeShapes = [[37, 16, 19, 17], [16, 19, 17], [16, 19, 17]],
    };

    private static Tensor Fused(Tensor x, Tensor weight, Tensor bias, bool training) =>
        x.BatchNorm(new(training ? null : Mean(x), training ? null : Variance(x), weight, bias), training, 0.1, Eps, relu: true);

    private static Tensor Mean(Tensor x) => Made(x, -1, 1, 5);

    private static Tensor Variance(Tensor x) => Made(x, 0.5, 2, 6);

    private static Tensor Made(Tensor x, double low, double high, ulong seed) =>
        Tensor.Uniform([x.Shape[1]], low, high, DType.Float64, new Rng(seed)).To(x.DType).To(x.Device);
}
