using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Normalisation along rows: [samples, channels], where a mean spans a row or a group of it.</summary>
internal readonly unsafe struct CpuRowNorm<T, TLane, TTail>(NormMemory<T> memory) : IRangeBody
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    public static void Run(in NormMemory<T> memory)
    {
        int grain = WorthThreads.Grain(memory.Layout.Together, 4);
        Device.Cpu.Team.For(memory.Layout.Parts, grain, new CpuRowNorm<T, TLane, TTail>(memory));
    }

    public void Run(int start, int end)
    {
        int length = memory.Layout.Together;
        for (int part = start; part < end; part++)
        {
            nint at = (nint)part * length;
            if (memory.Finds)
                Find(memory, part, memory.X + at);
            int channel = part % memory.Layout.Groups * length;
            Affine(memory.X + at, memory.Y + at, length, TLane.Broadcast(memory.Mean + part),
                TLane.Broadcast(memory.Inverse + part), memory.Weight == null ? null : memory.Weight + channel,
                memory.Bias == null ? null : memory.Bias + channel);
        }
    }

    private static void Find(in NormMemory<T> m, int part, T* x)
    {
        var pieces = NormPieces.OfParts(m.Layout);
        TLane shift = NormLanes<T, TLane, TTail>.Shift(x, m.Layout.Together);
        double* sums = stackalloc double[2], all = stackalloc double[2];
        (all[0], all[1]) = (0, 0);
        for (int piece = 0; piece < pieces.Count; piece++)
        {
            var (start, runs, length) = pieces.Piece(piece);
            NormLanes<T, TLane, TTail>.Moments(x + start, runs, length, 0, shift, sums);
            (all[0], all[1]) = (all[0] + sums[0], all[1] + sums[1]);
        }

        NormLanes<T, TLane, TTail>.Conclude(m, part, shift, all, 1, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Affine(T* x, T* y, int n, TLane mean, TLane inverse, T* weight, T* bias)
    {
        for (int i = 0; i < n; i += TLane.Width)
        {
            TLane z = (RowSums.Read<T, TLane>(x, i, n, TLane.Broadcast(0)) - mean) * inverse;
            TLane value = TLane.FusedMultiplyAdd(z, FactorAt(weight, i, n), SummandAt(bias, i, n));
            LaneMemory.Write(TTail.Rectifies ? TLane.Max(value, TLane.Broadcast(0)) : value, y, 1, i, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane FactorAt(T* weight, int i, int n) =>
        weight == null ? TLane.Broadcast(1) : RowSums.Read<T, TLane>(weight, i, n, TLane.Broadcast(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane SummandAt(T* bias, int i, int n) =>
        bias == null ? TLane.Broadcast(0) : RowSums.Read<T, TLane>(bias, i, n, TLane.Broadcast(0));
}
