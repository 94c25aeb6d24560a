namespace Madaline.Tests.Ops;

/// <summary>Images in other sizes, with other edges, and in windows.</summary>
internal static class ResamplingRows
{
    private static readonly Shape[][] Images =
        [[[1, 5, 4]], [[1, 1, 4, 6]], [[2, 1, 3, 7]], [[1, 2, 6, 5]], [[2, 4, 3]], [[0, 1, 5, 5]], [[2, 3, 7, 19]], [[1, 2, 9, 34]]];

    public static IEnumerable<OpRow> All =>
    [
        Image("upsample", x => Batch(x).Upsample(scaleFactor: 2)),
        Image("upsample/size", x => Batch(x).Upsample((7, 5))),
        Image("upsample/three times as wide", x => Batch(x).Upsample((x.Shape[-2], 3 * x.Shape[-1]))),
        Image("upsample/scale", x => Batch(x).Upsample(scaleFactor: 1.7)),
        Image("upsample/bilinear", x => Batch(x).Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear)),
        Image("upsample/bilinear size", x => Batch(x).Upsample((7, 3), mode: UpsampleMode.Bilinear)),
        Image("upsample/corners", x => Batch(x).Upsample((5, 9), mode: UpsampleMode.Bilinear, alignCorners: true)),
        Image("permute/pixel shuffle", x => x.Repeat(Counts(x, 4, 1)).PixelShuffle(2)),
        Image("permute/pixel unshuffle", x => x.Repeat(Counts(x, 1, 3)).PixelUnshuffle(3)),
        Image("pad/reflect", x => x.Pad([1, 2, 2, 0], PadMode.Reflect)),
        Image("pad/reflect and cut", x => x.Pad([-1, 2, 1, -2], PadMode.Reflect)),
        Image("pad/replicate", x => x.Pad([4, 1, 0, 9], PadMode.Replicate)),
        Image("unfold", x => x.Unfold(2)),
        Image("unfold/all", x => x.Unfold((2, 3), (2, 1), (1, 2), (1, 2))),
        Image("fold", x => x.Repeat(Counts(x, 2, 1)).Reshape(x.Rank == 4 ? x.Shape[0] : 1, 2 * x.Shape[-3], x.Shape[-2] * x.Shape[-1])
            .Fold((x.Shape[-2], x.Shape[-1] + 1), (1, 2))),
        Image("fold/all", x => x.Unfold((3, 2), (1, 2), (2, 1), (2, 1)).Fold((x.Shape[-2], x.Shape[-1]), (3, 2), (1, 2), (2, 1), (2, 1))),
    ];

    private static OpRow Image(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0])) { Shapes = Images };

    private static Tensor Batch(Tensor x) => x.Rank == 4 ? x : x.Unsqueeze(0);

    /// <summary>How often channels, and rows and columns, are repeated.</summary>
    private static int[] Counts(Tensor x, int channels, int sides) => x.Rank == 4 ? [1, channels, sides, sides] : [channels, sides, sides];
}
