using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Madaline.Workloads;

/// <summary>
/// Nothing but fused multiply-adds between registers, on as many threads as an operation may use: what no product can
/// surpass.
/// </summary>
/// <remarks>
/// Twelve chains hide the latency of any processor's units (four to five cycles, two a cycle) and leave registers for
/// the two factors, so that nothing is loaded or stored. The factors are arguments and the chains' sum is returned:
/// neither can be folded away.
/// </remarks>
internal sealed class FmaPeak<TVector, TWidth>(int bits) : Workload($"fma-peak-{bits}")
    where TVector : struct
    where TWidth : IVectorWidth<TVector>
{
    private const int Chains = 12, Steps = 1 << 24;

    public override bool IsShared => false;

    public override (string Figure, double Amount) Work =>
        ("gflops", 2e-9 * Chains * Steps * TWidth.Lanes * Device.Cpu.Threads);

    public override Action Prepare(string data)
    {
        var sums = new float[Device.Cpu.Threads];
        return () =>
        {
            var others = new Thread[sums.Length - 1];
            for (int i = 0; i < others.Length; i++)
            {
                int thread = i;
                others[i] = new Thread(() => sums[thread] = Chain(0.5f, 0.5f, Steps));
                others[i].Start();
            }

            sums[^1] = Chain(0.5f, 0.5f, Steps);
            foreach (var other in others)
                other.Join();
            if (sums.Contains(0))
                throw new InvalidOperationException("the chains of fused multiply-adds came to nothing.");
        };
    }

    /// <summary>Each chain repeats <c>a ← a · x + y</c>, which stays near y / (1 − x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chain(float factor, float summand, int steps)
    {
        TVector x = TWidth.Create(factor), y = TWidth.Create(summand);
        TVector a0 = y, a1 = x, a2 = y, a3 = x, a4 = y, a5 = x, a6 = y, a7 = x, a8 = y, a9 = x, a10 = y, a11 = x;
        for (int i = 0; i < steps; i++)
        {
            a0 = TWidth.MultiplyAdd(a0, x, y);
            a1 = TWidth.MultiplyAdd(a1, x, y);
            a2 = TWidth.MultiplyAdd(a2, x, y);
            a3 = TWidth.MultiplyAdd(a3, x, y);
            a4 = TWidth.MultiplyAdd(a4, x, y);
            a5 = TWidth.MultiplyAdd(a5, x, y);
            a6 = TWidth.MultiplyAdd(a6, x, y);
            a7 = TWidth.MultiplyAdd(a7, x, y);
            a8 = TWidth.MultiplyAdd(a8, x, y);
            a9 = TWidth.MultiplyAdd(a9, x, y);
            a10 = TWidth.MultiplyAdd(a10, x, y);
            a11 = TWidth.MultiplyAdd(a11, x, y);
        }

        return TWidth.Sum(a0) + TWidth.Sum(a1) + TWidth.Sum(a2) + TWidth.Sum(a3) + TWidth.Sum(a4) + TWidth.Sum(a5)
            + TWidth.Sum(a6) + TWidth.Sum(a7) + TWidth.Sum(a8) + TWidth.Sum(a9) + TWidth.Sum(a10) + TWidth.Sum(a11);
    }
}

/// <summary>What the peak needs of a vector register.</summary>
internal interface IVectorWidth<TVector>
{
    static abstract int Lanes { get; }

    static abstract TVector Create(float value);

    static abstract TVector MultiplyAdd(TVector a, TVector x, TVector y);

    static abstract float Sum(TVector a);
}

/// <summary>Registers of 256 bits.</summary>
internal readonly struct Width256 : IVectorWidth<Vector256<float>>
{
    public static int Lanes => 8;

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> x, Vector256<float> y) =>
        Vector256.FusedMultiplyAdd(a, x, y);

    public static float Sum(Vector256<float> a) => Vector256.Sum(a);
}

/// <summary>Registers of 512 bits.</summary>
internal readonly struct Width512 : IVectorWidth<Vector512<float>>
{
    public static int Lanes => 16;

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> x, Vector512<float> y) =>
        Vector512.FusedMultiplyAdd(a, x, y);

    public static float Sum(Vector512<float> a) => Vector512.Sum(a);
}
