using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>
/// Gradients where the numbers of a channel of a sample lie side by side: one pass for Σ dy and Σ dy·(x − mean) of each
/// channel, from which all else follows, and one for dx.
/// </summary>
internal static unsafe class CpuPlaneNormGradient<T, TLane, TTail>
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    public static void Run(in NormMemory<T> memory)
    {
        var layout = memory.Layout;
        var pieces = NormPieces.OfChannels(layout);
        int count = layout.Parts * pieces.Count;
        using var scratch = new Scratch("norm", 2L * (count + layout.Parts) * sizeof(double));
        double* sums = (double*)scratch.Start;
        NormSchedule.Run(layout, pieces.Count, new Stages(memory, pieces, sums, sums + (2 * (nint)count)));
        if (!layout.SpansSamples && (memory.WeightGradient != null || memory.BiasGradient != null))
            OverSamples(memory, pieces, sums);
    }

    /// <summary>The parameters' gradients where means do not span the samples.</summary>
    private static void OverSamples(in NormMemory<T> m, NormPieces pieces, double* sums)
    {
        var layout = m.Layout;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            double weight = 0, bias = 0;
            for (int sample = 0; sample < layout.Samples; sample++)
            {
                int plane = (sample * layout.Channels) + channel;
                double inverse = Number<T>.Read(m.Inverse + (plane / layout.Together));
                for (int chunk = 0; chunk < pieces.Chunks; chunk++)
                {
                    double* found = sums + (2 * (((nint)plane * pieces.Chunks) + chunk));
                    (bias, weight) = (bias + found[0], weight + (found[1] * inverse));
                }
            }

            if (m.WeightGradient != null)
                Number<T>.Write(weight, m.WeightGradient + channel);
            if (m.BiasGradient != null)
                Number<T>.Write(bias, m.BiasGradient + channel);
        }
    }

    /// <summary>
    /// The two sums over runs, a step apart, from place <paramref name="at"/> on. Behind a sum with another tensor,
    /// what ReLU lets through of dy is written, too: it is the gradient of either way.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Sums(
        in NormMemory<T> m, nint at, int runs, int length, int step, TLane mean, TLane scale, TLane bias, double* to)
    {
        T* x = m.X + at, dy = m.Dy + at, y = m.Y + at, masked = m.Masked + at;
        int width = TLane.Width, whole = length & -(2 * width);
        TLane zero = TLane.Broadcast(0), a = zero, b = zero, p = zero, q = zero;
        for (int run = 0; run < runs; run++, x += step, dy += step, y += step, masked += step)
        {
            int i = 0;
            for (; i < whole; i += 2 * width)
            {
                TLane u = TLane.Load(x + i) - mean, v = TLane.Load(x + i + width) - mean;
                TLane g = Slope(dy + i, y + i, masked + i, u, scale, bias);
                TLane h = Slope(dy + i + width, y + i + width, masked + i + width, v, scale, bias);
                a = a + g;
                b = b + h;
                p = TLane.FusedMultiplyAdd(g, u, p);
                q = TLane.FusedMultiplyAdd(h, v, q);
            }

            for (; i < length; i += width)
            {
                TLane u = RowSums.Read<T, TLane>(x, i, length, mean) - mean;
                TLane g = length - i >= width
                    ? Slope(dy + i, y + i, masked + i, u, scale, bias)
                    : PartOfSlope(dy + i, y + i, masked + i, length - i, u, scale, bias);
                a = a + g;
                p = TLane.FusedMultiplyAdd(g, u, p);
            }
        }

        to[0] = NormLanes<T, TLane, TTail>.Total(a, b, zero, zero);
        to[1] = NormLanes<T, TLane, TTail>.Total(p, q, zero, zero);
    }

    /// <summary>The gradient of the normalisation itself, before its tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(T* dy, T* y, T* masked, TLane u, TLane scale, TLane bias)
    {
        TLane g = TLane.Load(dy);
        if (!TTail.Adds)
            return NormLanes<T, TLane, TTail>.Passed(g, u, scale, bias);
        g = NormLanes<T, TLane, TTail>.Passed(g, TLane.Load(y));
        TLane.Store(g, masked);
        return g;
    }

    /// <summary>The same for the last, partly filled lane; 0 past the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane PartOfSlope(T* dy, T* y, T* masked, int count, TLane u, TLane scale, TLane bias)
    {
        TLane g = TLane.LoadPart(dy, count, TLane.Broadcast(0));
        if (!TTail.Adds)
            return NormLanes<T, TLane, TTail>.Passed(g, u, scale, bias);
        g = NormLanes<T, TLane, TTail>.Passed(g, TLane.LoadPart(y, count, TLane.Broadcast(0)));
        TLane.StorePart(g, masked, count);
        return g;
    }

    /// <summary>dx = a · dy + b · (x − mean) + c; with given statistics only a · dy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Slopes(
        T* dy, T* x, T* dx, int n, TLane mean, TLane bias, TLane a, TLane b, TLane c, bool given)
    {
        int i = 0;
        for (int whole = n & -TLane.Width; i < whole; i += TLane.Width)
            TLane.Store(Slope(TLane.Load(dy + i), TLane.Load(x + i) - mean, bias, a, b, c, given), dx + i);
        for (TLane zero = TLane.Broadcast(0); i < n; i += TLane.Width)
        {
            TLane u = RowSums.Read<T, TLane>(x, i, n, zero) - mean;
            LaneMemory.Write(Slope(RowSums.Read<T, TLane>(dy, i, n, zero), u, bias, a, b, c, given), dx, 1, i, n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(TLane dy, TLane u, TLane bias, TLane a, TLane b, TLane c, bool given)
    {
        TLane g = NormLanes<T, TLane, TTail>.Passed(dy, u, a, bias);
        return given ? g * a : TLane.FusedMultiplyAdd(a, g, TLane.FusedMultiplyAdd(b, u, c));
    }

    private readonly struct Stages(
        NormMemory<T> memory, NormPieces pieces, double* sums, double* slopes) : INormStages
    {
        private readonly NormMemory<T> _memory = memory;
        private readonly NormPieces _pieces = pieces;

        private bool NeedsNoSums => _memory.Given && _memory.WeightGradient == null && _memory.BiasGradient == null
            && !TTail.Adds;

        public void Prepare(int part)
        {
        }

        public void Look(int part, int piece)
        {
            if (NeedsNoSums)
                return;
            var layout = _memory.Layout;
            var (start, runs, length) = _pieces.Piece(piece);
            nint at = ((nint)part * layout.Together * layout.Inner) + start;
            Sums(_memory, at, runs, length, _pieces.Step, TLane.Broadcast(_memory.Mean + part),
                Scale(part, Channel(part, piece)), TLane.Broadcast(_memory.BiasOf(Channel(part, piece))),
                sums + _pieces.Place(layout, part, piece));
        }

        /// <summary>b and c of the part.</summary>
        public void Conclude(int part)
        {
            double sum = 0, product = 0, inverse = Number<T>.Read(_memory.Inverse + part), n = _memory.Layout.Count;
            double* found = sums + _pieces.Place(_memory.Layout, part, 0), at = found;
            nint step = NormPieces.PlaceStep(_memory.Layout);
            for (int piece = 0; piece < _pieces.Count && !NeedsNoSums; piece++, at += step)
            {
                double weight = _memory.WeightOf(Channel(part, piece));
                (sum, product) = (sum + (weight * at[0]), product + (weight * at[1]));
            }

            slopes[2 * part] = _memory.Given ? 0 : -inverse * inverse * inverse * product / n;
            slopes[(2 * part) + 1] = _memory.Given ? 0 : -inverse * sum / n;
            if (_memory.Layout.SpansSamples && !NeedsNoSums)
                ConcludeChannel(part, found, inverse);
        }

        public void Write(int part, int sample, int channel)
        {
            if (_memory.Dx == null)
                return;
            int inner = _memory.Layout.Inner;
            nint at = (((nint)sample * _memory.Layout.Channels) + channel) * inner;
            T* dy = TTail.Adds ? _memory.Masked : _memory.Dy;
            T* x = _memory.X + at, dx = _memory.Dx + at;
            TLane mean = TLane.Broadcast(_memory.Mean + part), bias = TLane.Broadcast(_memory.BiasOf(channel));
            TLane scale = Scale(part, channel);
            Slopes(dy + at, x, dx, inner, mean, bias, scale, TLane.Broadcast(slopes[2 * part]),
                TLane.Broadcast(slopes[(2 * part) + 1]), _memory.Given);
        }

        private void ConcludeChannel(int channel, double* found, double inverse)
        {
            double sum = 0, product = 0;
            nint step = NormPieces.PlaceStep(_memory.Layout);
            for (int piece = 0; piece < _pieces.Count; piece++, found += step)
                (sum, product) = (sum + found[0], product + found[1]);
            if (_memory.WeightGradient != null)
                Number<T>.Write(product * inverse, _memory.WeightGradient + channel);
            if (_memory.BiasGradient != null)
                Number<T>.Write(sum, _memory.BiasGradient + channel);
        }

        private int Channel(int part, int piece) => _memory.Layout.SpansSamples
            ? part
            : (part % _memory.Layout.Groups * _memory.Layout.Together) + (piece / _pieces.Chunks);

        private TLane Scale(int part, int channel) =>
            TLane.Broadcast(Number<T>.Read(_memory.Inverse + part) * _memory.WeightOf(channel));
    }
}
