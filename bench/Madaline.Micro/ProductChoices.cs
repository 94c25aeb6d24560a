using BenchmarkDotNet.Attributes;
using Madaline.Devices.Cpu.Products;

namespace Madaline.Micro;

/// <summary>Every way to do a product, on the sizes where the choice changes (x · Wᵀ, as a layer has it).</summary>
public class ProductChoices
{
    private Tensor _x = null!, _weight = null!, _y = null!;

    [Params("4x4x16", "8x8x8", "8x8x16", "1x15x784", "1x512x784", "2x128x256", "4x128x256", "6x128x256", "128x4x256",
        "64x15x784")]
    public string Size { get; set; } = "";

    [ParamsSource(nameof(Ways))]
    public string Way { get; set; } = "";

    public static IEnumerable<string> Ways => Enum.GetNames<ProductAlgorithm>();

    [GlobalSetup]
    public void Prepare()
    {
        int[] sizes = [.. Size.Split('x').Select(int.Parse)];
        _x = Tensor.Randn([sizes[0], sizes[2]]);
        _weight = Tensor.Randn([sizes[1], sizes[2]]).T;
        _y = Tensor.Zeros([sizes[0], sizes[1]]);
    }

    /// <summary>Where a way cannot run, the one that is chosen does.</summary>
    [Benchmark]
    public void Multiply() => CpuMatMul.Run(new(_x, _weight, null, _y), Enum.Parse<ProductAlgorithm>(Way));
}
