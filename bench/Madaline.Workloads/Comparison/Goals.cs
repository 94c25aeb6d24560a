namespace Madaline.Workloads.Comparison;

/// <summary>What is wanted of each workload: libtorch's time over ours, and for large products a share of the
/// peak.</summary>
internal static class Goals
{
    /// <summary>The share of the fused multiply-add peak that a product from 512³ up should reach.</summary>
    public const double PeakShare = 0.90;

    private static readonly Dictionary<string, double> Ratios = new()
    {
        ["wheat-fcn-10-b1"] = 50,
        ["mnist-fcn-15-b64"] = 8,
        ["mnist-fcn-128-b64"] = 2.5,
        ["mnist-fcn-512-b128"] = 1.5,
        ["cifar10-fcn-512-b64"] = 1.5,
        ["cifar10-cnn-b4"] = 10,
        ["cifar10-cnn-b128"] = 3,
        ["cifar10-vgg-b128"] = 1.8,
        ["cifar10-resnet20-b128"] = 1.8,
        ["cifar10-vgg-infer-b128"] = 2,
        ["cifar10-cnn-infer-b1"] = 10,
    };

    public static double? RatioOf(string workload) =>
        Ratios.TryGetValue(workload, out double ratio) ? ratio : IsProduct(workload) ? 1 : null;

    public static bool IsProduct(string workload) => workload.StartsWith("gemm-", StringComparison.Ordinal);

    public static bool WantsPeak(string workload) =>
        IsProduct(workload) && workload["gemm-".Length..].Split('x').All(size => int.Parse(size) >= 512);
}
