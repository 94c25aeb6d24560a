using BenchmarkDotNet.Attributes;

namespace Madaline.Micro;

/// <summary>Matrix products of the reference sizes: operands as they lie, transposed, and in double precision.</summary>
public class Products
{
    private Tensor _left = null!, _right = null!, _leftTransposed = null!, _rightTransposed = null!;

    [Params("64x15x784", "64x512x784", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048")]
    public string Size { get; set; } = "";

    [Params(DType.Float32, DType.Float64)]
    public DType Type { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        int[] sizes = [.. Size.Split('x').Select(int.Parse)];
        var (m, n, k) = (sizes[0], sizes[1], sizes[2]);
        (_left, _right) = (Tensor.Randn([m, k], Type), Tensor.Randn([k, n], Type));
        (_leftTransposed, _rightTransposed) = (Tensor.Randn([k, m], Type).T, Tensor.Randn([n, k], Type).T);
    }

    [Benchmark]
    public Tensor Plain() => _left.MatMul(_right);

    [Benchmark]
    public Tensor LeftTransposed() => _leftTransposed.MatMul(_right);

    [Benchmark]
    public Tensor RightTransposed() => _left.MatMul(_rightTransposed);
}
