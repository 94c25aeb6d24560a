using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Normalisation where the numbers of a channel of a sample lie side by side.</summary>
internal readonly unsafe struct CpuPlaneNorm<T, TLane, TTail>(NormMemory<T> memory, NormPieces pieces, double* sums)
    : INormStages
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    public static void Run(in NormMemory<T> memory)
    {
        var pieces = NormPieces.OfParts(memory.Layout);
        using var sums = new Scratch(
            "norm", memory.Finds ? 2L * memory.Layout.Parts * pieces.Count * sizeof(double) : 0);
        var stages = new CpuPlaneNorm<T, TLane, TTail>(memory, pieces, (double*)sums.Start);
        if (memory.Finds)
            NormSchedule.Run(memory.Layout, pieces.Count, stages);
        else
            NormSchedule.Write(memory.Layout, stages);
    }

    public void Prepare(int part)
    {
        int together = memory.Layout.Together * memory.Layout.Inner;
        memory.Mean[part] = TLane.First(
            NormLanes<T, TLane, TTail>.Shift(memory.X + ((nint)part * together), together));
    }

    public void Look(int part, int piece)
    {
        var (start, runs, length) = pieces.Piece(piece);
        T* x = memory.X + ((nint)part * memory.Layout.Together * memory.Layout.Inner) + start;
        NormLanes<T, TLane, TTail>.Moments(x, runs, length, pieces.Step, TLane.Broadcast(memory.Mean + part),
            sums + pieces.Place(memory.Layout, part, piece));
    }

    public void Conclude(int part) =>
        NormLanes<T, TLane, TTail>.Conclude(memory, part, TLane.Broadcast(memory.Mean + part),
            sums + pieces.Place(memory.Layout, part, 0), pieces.Count, NormPieces.PlaceStep(memory.Layout));

    public void Write(int part, int sample, int channel)
    {
        int inner = memory.Layout.Inner;
        nint at = (((nint)sample * memory.Layout.Channels) + channel) * inner;
        double inverse = Number<T>.Read(memory.Inverse + part);
        Affine(memory.X + at, TTail.Adds ? memory.Added + at : null, memory.Y + at, inner,
            TLane.Broadcast(memory.Mean + part), TLane.Broadcast(inverse * memory.WeightOf(channel)),
            TLane.Broadcast(memory.BiasOf(channel)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Affine(T* x, T* added, T* y, int n, TLane mean, TLane scale, TLane bias)
    {
        int width = TLane.Width, i = 0;
        for (int whole = n & -width; i < whole; i += width)
        {
            TLane u = TLane.Load(x + i), v = TTail.Adds ? TLane.Load(added + i) : u;
            TLane.Store(NormLanes<T, TLane, TTail>.Value(u, mean, scale, bias, v), y + i);
        }

        if (i < n)
        {
            TLane u = RowSums.Read<T, TLane>(x, i, n, TLane.Broadcast(0));
            TLane v = TTail.Adds ? RowSums.Read<T, TLane>(added, i, n, TLane.Broadcast(0)) : u;
            LaneMemory.Write(NormLanes<T, TLane, TTail>.Value(u, mean, scale, bias, v), y, 1, i, n);
        }
    }
}
