namespace Madaline.Workloads;

/// <summary>A product of an m×k and a k×n matrix.</summary>
internal sealed class Gemm(int m, int n, int k) : Workload($"gemm-{m}x{n}x{k}")
{
    public override (string Figure, double Amount) Work => ("gflops", 2e-9 * m * n * k);

    public override int Runs => (int)Math.Clamp(2e9 / (2.0 * m * n * k), 3, 20000);

    public override Action Prepare(string data)
    {
        Tensor a = Tensor.Randn([m, k]), b = Tensor.Randn([k, n]);
        return () => a.MatMul(b);
    }
}
