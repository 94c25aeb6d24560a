namespace Madaline.Workloads.Comparison;

/// <summary>
/// What a workload's products and convolutions cost as they are defined: with the fused multiply-add peak, its floor.
/// </summary>
internal static class Arithmetic
{
    /// <summary>Multiplications of each layer for one sample, the first layer first.</summary>
    private static readonly double[]
        Cnn = [28 * 28 * 6 * 75, 10 * 10 * 16 * 150, 400 * 120, 120 * 84, 84 * 10],
        Vgg = [32 * 32 * 32 * 27, 32 * 32 * 32 * 288, 16 * 16 * 64 * 288, 16 * 16 * 64 * 576, 4096 * 256, 256 * 10],
        ResNet20 =
        [
            32 * 32 * 16 * 27, 6 * 32 * 32 * 16 * 144,
            16 * 16 * 32 * 144, 16 * 16 * 32 * 16, 5 * 16 * 16 * 32 * 288,
            8 * 8 * 64 * 288, 8 * 8 * 64 * 32, 5 * 8 * 8 * 64 * 576, 64 * 10,
        ];

    private static readonly Dictionary<string, double> PerSample = new()
    {
        ["mnist-fcn-15-b64"] = Training(784 * 15, 15 * 10),
        ["mnist-fcn-128-b64"] = Training(784 * 128, 128 * 10),
        ["mnist-fcn-512-b128"] = Training(784 * 512, 512 * 10),
        ["cifar10-fcn-512-b64"] = Training(3072 * 512, 512 * 10),
        ["cifar10-cnn-b4"] = Training(Cnn),
        ["cifar10-cnn-b128"] = Training(Cnn),
        ["cifar10-vgg-b128"] = Training(Vgg),
        ["cifar10-resnet20-b128"] = Training(ResNet20),
        ["cifar10-vgg-infer-b128"] = 2 * Vgg.Sum(),
        ["cifar10-cnn-infer-b1"] = 2 * Cnn.Sum(),
    };

    /// <summary>GFLOP for one of what the figure counts, or null where there is next to nothing to compute.</summary>
    public static double? GflopOf(string workload) =>
        Goals.IsProduct(workload) ? 1 : PerSample.TryGetValue(workload, out double flop) ? flop * 1e-9 : null;

    /// <summary>Forward, and back to the weights and to the inputs; nobody asks for the first layer's inputs.</summary>
    private static double Training(params double[] layers) => 2 * ((3 * layers.Sum()) - layers[0]);
}
