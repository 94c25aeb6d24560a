using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>
/// Gradients of normalisation along rows: two sums of each row, then dx and the row's share of the parameters'
/// gradients. Samples go in chunks whose size the shape decides; chunks are added in double precision and in order.
/// </summary>
internal readonly unsafe struct CpuRowNormGradient<T, TLane, TTail>(NormMemory<T> memory, T* shares, int samples)
    : IRangeBody
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    private const int ChunkNumbers = 65536, MaxSamples = 64, FewestSamples = 4;

    public static void Run(in NormMemory<T> memory)
    {
        var layout = memory.Layout;
        int samples = Math.Clamp(ChunkNumbers / layout.Channels, FewestSamples, MaxSamples);
        int chunks = (layout.Samples + samples - 1) / samples;
        int size = Sizes.Product("norm", chunks, 2, layout.Channels);
        int grain = WorthThreads.Grain(samples * layout.Channels, 8);
        using var scratch = new Scratch("norm", (long)size * sizeof(T));
        T* shares = (T*)scratch.Start;
        new Span<T>(shares, size).Clear();
        Device.Cpu.Team.For(chunks, grain, new CpuRowNormGradient<T, TLane, TTail>(memory, shares, samples));
        for (int j = 0; j < layout.Channels; j++)
        {
            double weight = 0, bias = 0;
            T* share = shares + j;
            for (int chunk = 0; chunk < chunks; chunk++, share += 2 * layout.Channels)
            {
                weight += Number<T>.Read(share);
                bias += Number<T>.Read(share + layout.Channels);
            }

            memory.SetGradients(j, weight, bias);
        }
    }

    public void Run(int start, int end)
    {
        var layout = memory.Layout;
        for (int chunk = start; chunk < end; chunk++)
        {
            int last = Math.Min((chunk + 1) * samples, layout.Samples) * layout.Groups;
            for (int part = chunk * samples * layout.Groups; part < last; part++)
                Row(memory, part, shares + ((nint)chunk * 2 * layout.Channels));
        }
    }

    private static void Row(in NormMemory<T> m, int part, T* shares)
    {
        int n = m.Layout.Together, channel = part % m.Layout.Groups * n;
        nint at = (nint)part * n;
        T* weight = m.Weight == null ? null : m.Weight + channel, bias = m.Bias == null ? null : m.Bias + channel;
        T* dy = m.Dy + at, x = m.X + at;
        TLane mean = TLane.Broadcast(m.Mean + part), inverse = TLane.Broadcast(m.Inverse + part);
        double* sums = stackalloc double[2];
        (sums[0], sums[1]) = (0, 0);
        if (!m.Given)
            Sums(dy, x, n, mean, inverse, weight, bias, sums);
        double factor = Number<T>.Read(m.Inverse + part);
        TLane b = TLane.Broadcast(-factor * factor * sums[1] / n), c = TLane.Broadcast(-factor * sums[0] / n);
        Slopes(m, part, mean, inverse, b, c, shares);
    }

    /// <summary>Σ dy·weight and Σ dy·weight·z with z = (x − mean) · inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums(T* dy, T* x, int n, TLane mean, TLane inverse, T* weight, T* bias, double* to)
    {
        const int Longest = 4096;
        for (int first = 0; first < n; first += Longest)
        {
            int end = Math.Min(n, first + Longest);
            TLane zero = TLane.Broadcast(0), a = zero, p = zero;
            for (int i = first; i < end; i += TLane.Width)
            {
                TLane z = (RowSums.Read<T, TLane>(x, i, end, zero) - mean) * inverse;
                TLane w = CpuRowNorm<T, TLane, TTail>.FactorAt(weight, i, end);
                TLane g = RowSums.Read<T, TLane>(dy, i, end, zero);
                g = NormLanes<T, TLane, TTail>.Passed(g, z, w, CpuRowNorm<T, TLane, TTail>.SummandAt(bias, i, end)) * w;
                a = a + g;
                p = TLane.FusedMultiplyAdd(g, z, p);
            }

            to[0] += NormLanes<T, TLane, TTail>.Total(a, zero, zero, zero);
            to[1] += NormLanes<T, TLane, TTail>.Total(p, zero, zero, zero);
        }
    }

    /// <summary>dx = inverse · dy · weight + b · (x − mean) + c, and what the row adds for weight and bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes(in NormMemory<T> m, int part, TLane mean, TLane inverse, TLane b, TLane c, T* shares)
    {
        int n = m.Layout.Together, channel = part % m.Layout.Groups * n;
        nint at = (nint)part * n;
        T* weight = m.Weight == null ? null : m.Weight + channel, bias = m.Bias == null ? null : m.Bias + channel;
        T* x = m.X + at, dy = m.Dy + at, dx = m.Dx == null ? null : m.Dx + at;
        T* dw = shares + channel, db = dw + m.Layout.Channels;
        for (int i = 0; i < n; i += TLane.Width)
        {
            TLane u = RowSums.Read<T, TLane>(x, i, n, TLane.Broadcast(0)) - mean, z = u * inverse;
            TLane w = CpuRowNorm<T, TLane, TTail>.FactorAt(weight, i, n);
            TLane g = NormLanes<T, TLane, TTail>.Passed(RowSums.Read<T, TLane>(dy, i, n, TLane.Broadcast(0)), z, w,
                CpuRowNorm<T, TLane, TTail>.SummandAt(bias, i, n));
            TLane share = RowSums.Read<T, TLane>(dw, i, n, TLane.Broadcast(0));
            LaneMemory.Write(TLane.FusedMultiplyAdd(g, z, share), dw, 1, i, n);
            LaneMemory.Write(RowSums.Read<T, TLane>(db, i, n, TLane.Broadcast(0)) + g, db, 1, i, n);
            if (dx != null)
            {
                TLane slope = TLane.FusedMultiplyAdd(inverse * w, g, TLane.FusedMultiplyAdd(b, u, c));
                LaneMemory.Write(slope, dx, 1, i, n);
            }
        }
    }
}
