using Madaline.Datasets.Downloads;

namespace Madaline.Datasets;

/// <summary>Where MNIST and Fashion-MNIST can be had, and what the files must be.</summary>
/// <remarks>
/// The sums are those of the published files; for Fashion-MNIST the authors publish MD5 sums
/// (8d4fb7e6…, 25c81989…, bef4ecab…, bb300cfd…), and the SHA-256 sums here are the common loaders' for those files.
/// </remarks>
internal static class IdxImageSources
{
    private static readonly string[] MnistMirrors =
    [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ];

    private static readonly string[] FashionMirrors =
    [
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ];

    public static IReadOnlyList<DownloadFile> Mnist { get; } =
    [
        Digits("train-images-idx3", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        Digits("train-labels-idx1", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        Digits("t10k-images-idx3", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        Digits("t10k-labels-idx1", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ];

    public static IReadOnlyList<DownloadFile> FashionMnist { get; } =
    [
        Fashion("train-images-idx3", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        Fashion("train-labels-idx1", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        Fashion("t10k-images-idx3", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        Fashion("t10k-labels-idx1", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    ];

    private static DownloadFile Digits(string name, long bytes, string sha256) =>
        DownloadFile.From(name + "-ubyte.gz", bytes, PinnedHash.Sha256(sha256), MnistMirrors);

    private static DownloadFile Fashion(string name, long bytes, string sha256) =>
        DownloadFile.From(name + "-ubyte.gz", bytes, PinnedHash.Sha256(sha256), FashionMirrors);
}
