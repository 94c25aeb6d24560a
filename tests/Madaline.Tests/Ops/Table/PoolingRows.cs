namespace Madaline.Tests.Ops;

/// <summary>Windows over lines and images: odd sizes, strides, paddings and dilations.</summary>
internal static class PoolingRows
{
    /// <summary>Lines shorter and longer than a lane of outputs.</summary>
    private static readonly Shape[][] Lines =
        [[[2, 9]], [[1, 2, 7]], [[2, 3, 5]], [[3, 1, 6]], [[1, 1, 17]], [[0, 2, 5]], [[3, 2, 16]], [[2, 33]], [[5, 40]]];

    /// <summary>Images of odd and even sizes, single and in batches.</summary>
    private static readonly Shape[][] Images =
    [
        [[1, 5, 5]], [[1, 1, 4, 6]], [[2, 1, 5, 7]], [[1, 2, 6, 5]], [[2, 6, 5]], [[0, 1, 5, 5]], [[2, 3, 7, 19]],
        [[3, 2, 8, 16]], [[1, 9, 34]], [[2, 1, 5, 37]],
    ];

    public static IEnumerable<OpRow> All =>
    [
        Line("max_pool1d", x => x.MaxPool1d(2)),
        Line("max_pool1d/all", x => x.MaxPool1d(3, 2, 1, 2, true)),
        Line("min_pool1d", x => x.MinPool1d(3, 1, 1)),
        Line("median_pool1d", x => x.MedianPool1d(4, 3, 2)),
        Line("avg_pool1d", x => x.AvgPool1d(2)),
        Line("avg_pool1d/all", x => x.AvgPool1d(3, 2, 1, true, false)),
        Line("adaptive_avg_pool1d", x => x.AdaptiveAvgPool1d(3)),
        Line("adaptive_max_pool1d", x => x.AdaptiveMaxPool1d(4)),
        Line("adaptive_avg_pool1d/global", x => x.GlobalAvgPool1d()),
        Line("adaptive_max_pool1d/global", x => x.GlobalMaxPool1d()),
        Image("max_pool2d", x => x.MaxPool2d(2)),
        Image("max_pool2d/overlapping", x => x.MaxPool2d(3, 2, 1)),
        Image("max_pool2d/dilated", x => x.MaxPool2d((2, 3), (1, 2), (1, 1), (3, 2))),
        Image("max_pool2d/ceiling", x => x.MaxPool2d((3, 2), (2, 3), ceilMode: true)),
        Image("max_pool2d/rows overlap", x => x.MaxPool2d((3, 2), (1, 2), (1, 0))),
        Image("max_pool2d/one", x => x.MaxPool2d(1)),
        Image("min_pool2d", x => x.MinPool2d(2)),
        Image("min_pool2d/overlapping", x => x.MinPool2d(3, (1, 2), 1, ceilMode: true)),
        Image("median_pool2d", x => x.MedianPool2d(2)),
        Image("median_pool2d/overlapping", x => x.MedianPool2d(3, 2, 1)),
        Image("median_pool2d/dilated", x => x.MedianPool2d((2, 3), 1, (0, 1), 2, true)),
        Image("avg_pool2d", x => x.AvgPool2d(2)),
        Image("avg_pool2d/overlapping", x => x.AvgPool2d(3, 2, 1)),
        Image("avg_pool2d/ceiling", x => x.AvgPool2d((2, 3), (3, 2), (1, 1), true)),
        Image("avg_pool2d/without padding", x => x.AvgPool2d((3, 2), 2, (1, 1), true, false)),
        Image("avg_pool2d/rows overlap", x => x.AvgPool2d((3, 2), (1, 2), (1, 0), countIncludePad: false)),
        Image("avg_pool2d/divisor", x => x.AvgPool2d(2, 1, divisorOverride: -3)),
        Image("adaptive_avg_pool2d", x => x.AdaptiveAvgPool2d((3, 4))),
        Image("adaptive_avg_pool2d/one", x => x.AdaptiveAvgPool2d(1)),
        Image("adaptive_avg_pool2d/global", x => x.GlobalAvgPool2d()),
        Image("adaptive_max_pool2d", x => x.AdaptiveMaxPool2d((2, 7))),
        Image("adaptive_max_pool2d/global", x => x.GlobalMaxPool2d()),
    ];

    private static OpRow Line(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0])) { Shapes = Lines };

    private static OpRow Image(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0])) { Shapes = Images };
}
