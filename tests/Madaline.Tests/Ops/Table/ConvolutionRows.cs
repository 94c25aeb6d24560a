namespace Madaline.Tests.Ops;

/// <summary>Convolutions: odd sizes, strides, paddings, dilations and groups.</summary>
internal static class ConvolutionRows
{
    private static readonly Shape[] Small = [[2, 3, 7, 9], [4, 3, 3, 3], [4]];

    public static IEnumerable<OpRow> All =>
    [
        Of("conv2d", x => x[0].Conv2d(x[1], x[2]), Plain),
        Of("conv2d/no bias", x => x[0].Conv2d(x[1]), [.. Plain.Select(s => s[..2])]),
        Of("conv2d/padding", x => x[0].Conv2d(x[1], x[2], padding: 2), Plain),
        Of("conv2d/same", x => x[0].Conv2d(x[1], x[2], padding: Padding.Same, dilation: (1, 2)),
            [.. Plain, [[1, 2, 4, 5], [3, 2, 2, 4], [3]]]),
        Of("conv2d/stride", x => x[0].Conv2d(x[1], x[2], stride: 2, padding: 1),
            [Small, [[2, 2, 8, 33], [5, 2, 3, 3], [5]], [[3, 4, 4, 4], [8, 4, 1, 1], [8]], [[1, 1, 5, 5], [1, 1, 2, 2], [1]]]),
        Of("conv2d/stride 3 by 2", x => x[0].Conv2d(x[1], x[2], stride: (3, 2), padding: (0, 3)),
            [Small, [[1, 2, 9, 20], [2, 2, 2, 5], [2]]]),
        Of("conv2d/stride beyond the kernel", x => x[0].Conv2d(x[1], x[2], stride: 4),
            [Small, [[2, 1, 9, 9], [6, 1, 1, 1], [6]]]),
        Of("conv2d/dilation", x => x[0].Conv2d(x[1], x[2], padding: 2, dilation: (2, 3)), [Small, [[1, 1, 5, 12], [7, 1, 2, 3], [7]]]),
        Of("conv2d/stride and dilation", x => x[0].Conv2d(x[1], x[2], stride: (2, 3), padding: 3, dilation: (3, 2)), [Small]),
        Of("conv2d/groups", x => x[0].Conv2d(x[1], x[2], padding: 1, groups: 2),
            [[[2, 4, 5, 6], [6, 2, 3, 3], [6]], [[1, 2, 4, 9], [2, 1, 3, 2], [2]]]),
        Of("conv2d/depthwise", x => x[0].Conv2d(x[1], x[2], padding: 1, groups: 5),
            [[[2, 5, 6, 7], [5, 1, 3, 3], [5]], [[1, 5, 16, 16], [10, 1, 3, 3], [10]]]),
        Of("conv2d/one image", x => x[0].Conv2d(x[1], x[2], padding: 1), [[[3, 6, 5], [2, 3, 3, 3], [2]]]),
        Of("conv1d", x => x[0].Conv1d(x[1], x[2], stride: 2, padding: 1, dilation: 2),
            [[[2, 3, 20], [4, 3, 3], [4]], [[3, 9], [1, 3, 2], [1]], [[0, 3, 9], [1, 3, 2], [1]]]),
        Of("conv1d/same", x => x[0].Conv1d(x[1], padding: Padding.Same, groups: 3), [[[2, 3, 20], [6, 1, 4]]]),
        Of("conv_transpose2d", x => x[0].ConvTranspose2d(x[1], x[2]),
            [[[2, 3, 4, 5], [3, 2, 3, 3], [2]], [[1, 1, 1, 1], [1, 5, 2, 4], [5]], [[0, 3, 4, 5], [3, 2, 3, 3], [2]]]),
        Of("conv_transpose2d/stride", x => x[0].ConvTranspose2d(x[1], x[2], stride: (2, 3), padding: 1, outputPadding: (1, 2)),
            [[[2, 3, 4, 5], [3, 2, 3, 3], [2]], [[1, 2, 9, 8], [2, 4, 2, 5], [4]]]),
        Of("conv_transpose2d/groups and dilation", x => x[0].ConvTranspose2d(x[1], null, stride: 2, groups: 2, dilation: 2),
            [[[2, 4, 3, 4], [4, 3, 3, 2]], [[4, 4, 5], [4, 1, 2, 2]]]),
    ];

    private static Shape[][] Plain =>
    [
        Small, [[1, 1, 1, 1], [1, 1, 1, 1], [1]], [[0, 3, 5, 5], [4, 3, 3, 3], [4]], [[2, 2, 4, 5], [3, 2, 4, 5], [3]],
        [[3, 5, 8, 8], [7, 5, 1, 1], [7]], [[1, 1, 6, 40], [13, 1, 5, 5], [13]], [[2, 8, 10, 18], [16, 8, 3, 3], [16]],
        [[9, 4, 6, 6], [4, 4, 3, 3], [4]],
    ];

    private static OpRow Of(string name, Func<Tensor[], Tensor> run, Shape[][] shapes) => new(name, run)
    {
        Shapes = shapes,
        LargeShapes = [Large(name, shapes[0][0]), .. shapes[0][1..]],
        MostGradientElements = 800,
        Tolerance = (1e-5, 1e-12),
        Absolute = (1e-4, 1e-11),
        Domain = (-2, 2),
    };

    /// <summary>More images, larger, of as many channels.</summary>
    private static Shape Large(string name, Shape x) => x.Rank == 4 ? [24, x[1], 41, 38]
        : name.StartsWith("conv1d", StringComparison.Ordinal) ? [24, x[1], 3001]
        : [x[0], 161, 150];
}
