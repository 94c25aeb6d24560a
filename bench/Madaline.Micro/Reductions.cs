using BenchmarkDotNet.Attributes;
using Madaline.NN;

namespace Madaline.Micro;

/// <summary>Sums and their like over all, over rows and over columns; softmax, and cross-entropy with its
/// gradient.</summary>
public class Reductions
{
    private readonly CrossEntropyLoss _loss = new();
    private Tensor _x = null!, _scores = null!, _classes = null!;

    [Params(64, 4096)]
    public int Rows { get; set; }

    [Params(10, 1024)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _x = Tensor.Randn([Rows, Columns]);
        _scores = Tensor.Randn([Rows, Columns]).WithGrad();
        _classes = Tensor.RandInt(0, Columns, [Rows]);
    }

    [Benchmark]
    public Tensor Sum() => _x.Sum();

    [Benchmark]
    public Tensor SumOfRows() => _x.Sum(1);

    [Benchmark]
    public Tensor SumOfColumns() => _x.Sum(0);

    [Benchmark]
    public Tensor ArgMaxOfRows() => _x.ArgMax(1);

    [Benchmark]
    public Tensor Variance() => _x.Var(0);

    [Benchmark]
    public Tensor Softmax() => _x.Softmax(1);

    [Benchmark]
    public void CrossEntropyWithGradient()
    {
        _scores.Grad = null;
        _loss.Call(_scores, _classes).Backward();
    }
}
