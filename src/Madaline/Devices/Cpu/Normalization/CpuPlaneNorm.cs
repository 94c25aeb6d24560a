using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Normalisation where the numbers of a channel of a sample lie side by side.</summary>
internal readonly unsafe struct CpuPlaneNorm<T, TLane, TTail> : INormKernels<T>
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    public static void Forward(in NormMemory<T> memory)
    {
        var pieces = NormPieces.OfParts(memory.Layout);
        using var sums = new Scratch("norm", 2L * memory.Layout.Parts * pieces.Count * sizeof(double));
        NormSchedule.Run(memory.Layout, pieces.Count, new Stages(memory, pieces, (double*)sums.Start));
    }

    public static void Gradient(in NormMemory<T> memory) => CpuPlaneNormGradient<T, TLane, TTail>.Run(memory);

    public static void Apply(in NormMemory<T> memory)
    {
        int planes = memory.Layout.Samples * memory.Layout.Channels;
        int grain = WorthThreads.Grain(memory.Layout.Inner, 2);
        Device.Cpu.Team.For(planes, grain, new ApplyBody(memory));
    }

    private static void WritePlane(in NormMemory<T> m, int part, int sample, int channel)
    {
        int inner = m.Layout.Inner;
        nint at = ((nint)sample * m.Layout.Channels + channel) * inner;
        double inverse = Number<T>.Read(m.Inverse + part);
        Affine(m.X + at, TTail.Adds ? m.Added + at : null, m.Y + at, inner, TLane.Broadcast(m.Mean + part),
            TLane.Broadcast(inverse * m.WeightOf(channel)), TLane.Broadcast(m.BiasOf(channel)));
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

    private readonly struct Stages(NormMemory<T> memory, NormPieces pieces, double* sums) : INormStages
    {
        private readonly NormMemory<T> _memory = memory;
        private readonly NormPieces _pieces = pieces;

        public void Prepare(int part)
        {
            int together = _memory.Layout.Together * _memory.Layout.Inner;
            _memory.Mean[part] = TLane.First(
                NormLanes<T, TLane, TTail>.Shift(_memory.X + ((nint)part * together), together));
        }

        public void Look(int part, int piece)
        {
            var (start, runs, length) = _pieces.Piece(piece);
            T* x = _memory.X + ((nint)part * _memory.Layout.Together * _memory.Layout.Inner) + start;
            NormLanes<T, TLane, TTail>.Moments(x, runs, length, _pieces.Step, TLane.Broadcast(_memory.Mean + part),
                sums + _pieces.Place(_memory.Layout, part, piece));
        }

        public void Conclude(int part) =>
            NormLanes<T, TLane, TTail>.Conclude(_memory, part, TLane.Broadcast(_memory.Mean + part),
                sums + _pieces.Place(_memory.Layout, part, 0), _pieces.Count, NormPieces.PlaceStep(_memory.Layout));

        public void Write(int part, int sample, int channel) => WritePlane(_memory, part, sample, channel);
    }

    private readonly struct ApplyBody(NormMemory<T> memory) : IRangeBody
    {
        private readonly NormMemory<T> _memory = memory;

        public void Run(int start, int end)
        {
            var layout = _memory.Layout;
            for (int i = start; i < end; i++)
            {
                int channel = i % layout.Channels;
                WritePlane(_memory, layout.SpansSamples ? channel : i / layout.Together, i / layout.Channels, channel);
            }
        }
    }
}
