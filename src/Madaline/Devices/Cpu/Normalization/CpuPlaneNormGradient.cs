using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>
/// Gradients where the numbers of a channel of a sample lie side by side: one pass for Σ dy and Σ dy·(x − mean) of each
/// channel, from which all else follows, and one for dx.
/// </summary>
internal readonly unsafe struct CpuPlaneNormGradient<T, TLane, TTail>(
    NormMemory<T> memory, NormPieces pieces, double* sums, double* slopes) : INormStages
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
        NormSchedule.Run(layout, pieces.Count, new CpuPlaneNormGradient<T, TLane, TTail>(
            memory, pieces, sums, sums + (2 * (nint)count)));
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

            m.SetGradients(channel, weight, bias);
        }
    }

    private bool NeedsNoSums => memory.Given && memory.WeightGradient == null && memory.BiasGradient == null
        && !TTail.Adds;

    public void Prepare(int part)
    {
    }

    public void Look(int part, int piece)
    {
        if (NeedsNoSums)
            return;
        var layout = memory.Layout;
        var (start, runs, length) = pieces.Piece(piece);
        nint at = ((nint)part * layout.Together * layout.Inner) + start;
        Sums(memory, at, runs, length, pieces.Step, TLane.Broadcast(memory.Mean + part),
            Scale(part, Channel(part, piece)), TLane.Broadcast(memory.BiasOf(Channel(part, piece))),
            sums + pieces.Place(layout, part, piece));
    }

    /// <summary>b and c of the part.</summary>
    public void Conclude(int part)
    {
        double sum = 0, product = 0, inverse = Number<T>.Read(memory.Inverse + part), n = memory.Layout.Count;
        double* found = sums + pieces.Place(memory.Layout, part, 0), at = found;
        nint step = NormPieces.PlaceStep(memory.Layout);
        for (int piece = 0; piece < pieces.Count && !NeedsNoSums; piece++, at += step)
        {
            double weight = memory.WeightOf(Channel(part, piece));
            (sum, product) = (sum + (weight * at[0]), product + (weight * at[1]));
        }

        slopes[2 * part] = memory.Given ? 0 : -inverse * inverse * inverse * product / n;
        slopes[(2 * part) + 1] = memory.Given ? 0 : -inverse * sum / n;
        if (memory.Layout.SpansSamples && !NeedsNoSums)
            ConcludeChannel(part, found, inverse);
    }

    public void Write(int part, int sample, int channel)
    {
        if (memory.Dx == null)
            return;
        int inner = memory.Layout.Inner;
        nint at = (((nint)sample * memory.Layout.Channels) + channel) * inner;
        T* dy = TTail.Adds ? memory.Masked : memory.Dy;
        T* x = memory.X + at, dx = memory.Dx + at;
        TLane mean = TLane.Broadcast(memory.Mean + part), bias = TLane.Broadcast(memory.BiasOf(channel));
        TLane scale = Scale(part, channel);
        Slopes(dy + at, x, dx, inner, mean, bias, scale, TLane.Broadcast(slopes[2 * part]),
            TLane.Broadcast(slopes[(2 * part) + 1]), memory.Given);
    }

    private void ConcludeChannel(int channel, double* found, double inverse)
    {
        double sum = 0, product = 0;
        nint step = NormPieces.PlaceStep(memory.Layout);
        for (int piece = 0; piece < pieces.Count; piece++, found += step)
            (sum, product) = (sum + found[0], product + found[1]);
        memory.SetGradients(channel, product * inverse, sum);
    }

    private int Channel(int part, int piece) => memory.Layout.SpansSamples
        ? part
        : (part % memory.Layout.Groups * memory.Layout.Together) + (piece / pieces.Chunks);

    private TLane Scale(int part, int channel) =>
        TLane.Broadcast(Number<T>.Read(memory.Inverse + part) * memory.WeightOf(channel));

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
                TLane g = Slope(dy + i, y + i, masked + i, TLane.Width, u, scale, bias);
                TLane h = Slope(dy + i + width, y + i + width, masked + i + width, TLane.Width, v, scale, bias);
                a = a + g;
                b = b + h;
                p = TLane.FusedMultiplyAdd(g, u, p);
                q = TLane.FusedMultiplyAdd(h, v, q);
            }

            for (; i < length; i += width)
            {
                TLane u = RowSums.Read<T, TLane>(x, i, length, mean) - mean;
                TLane g = Slope(dy + i, y + i, masked + i, length - i, u, scale, bias);
                a = a + g;
                p = TLane.FusedMultiplyAdd(g, u, p);
            }
        }

        to[0] = NormLanes<T, TLane, TTail>.Total(a, b, zero, zero);
        to[1] = NormLanes<T, TLane, TTail>.Total(p, q, zero, zero);
    }

    /// <summary>The gradient of the normalisation itself, before its tail; 0 past the first places of a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(T* dy, T* y, T* masked, int count, TLane u, TLane scale, TLane bias)
    {
        TLane g = RowSums.Read<T, TLane>(dy, 0, count, TLane.Broadcast(0));
        if (!TTail.Adds)
            return NormLanes<T, TLane, TTail>.Passed(g, u, scale, bias);
        g = NormLanes<T, TLane, TTail>.Passed(g, RowSums.Read<T, TLane>(y, 0, count, TLane.Broadcast(0)));
        LaneMemory.Write(g, masked, 1, 0, count);
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
}
