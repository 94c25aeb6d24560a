using System.Numerics;
using System.Runtime.InteropServices;

namespace Madaline.Data;

/// <summary>Centres and scales each channel in one pass over the processor's memory.</summary>
/// <remarks>The same bits as the two operations on tensors, one after the other, and for any vector width.</remarks>
internal static class ChannelLoop
{
    /// <summary>Whether the loop can be used in place of operations on tensors.</summary>
    public static bool CanRun(Tensor x) =>
        x.Device is CpuDevice && !x.RequiresGrad && x.Rank > 1 && x.DType.IsFloating();

    /// <summary>(x − offset) / scale, or (x − offset) · scale, for floating [n, channels, …].</summary>
    public static Tensor Apply(Tensor x, double[] offset, double[] scale, bool divides)
    {
        x.RequireAlive("normalize");
        Tensor source = x.Contiguous(), y = Tensor.Empty(x.Shape, x.DType, Device.Cpu);
        if (x.DType == DType.Float32)
            Run<float>(source, y, offset, scale, divides);
        else
            Run<double>(source, y, offset, scale, divides);
        GC.KeepAlive(source);
        GC.KeepAlive(y);
        return y;
    }

    private static void Run<T>(Tensor x, Tensor y, double[] offset, double[] scale, bool divides)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> source = ImageTransform.Elements<T>(x);
        Span<T> target = ImageTransform.Elements<T>(y);
        int lines = x.Shape[0] * offset.Length, length = lines == 0 ? 0 : source.Length / lines;
        for (int line = 0; line < lines; line++)
        {
            T from = T.CreateTruncating(offset[line % offset.Length]);
            T by = T.CreateTruncating(scale[line % scale.Length]);
            Line(source.Slice(line * length, length), target.Slice(line * length, length), from, by, divides);
        }
    }

    private static void Line<T>(ReadOnlySpan<T> x, Span<T> y, T from, T by, bool divides)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<Vector<T>> wideX = MemoryMarshal.Cast<T, Vector<T>>(x);
        Span<Vector<T>> wideY = MemoryMarshal.Cast<T, Vector<T>>(y);
        Vector<T> wideFrom = new(from), wideBy = new(by);
        for (int k = 0; k < wideX.Length; k++)
            wideY[k] = divides ? (wideX[k] - wideFrom) / wideBy : (wideX[k] - wideFrom) * wideBy;
        for (int k = wideX.Length * Vector<T>.Count; k < x.Length; k++)
            y[k] = divides ? (x[k] - from) / by : (x[k] - from) * by;
    }
}
