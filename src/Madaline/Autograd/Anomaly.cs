using System.Runtime.InteropServices;

namespace Madaline.Autograd;

/// <summary>Finds NaN where there should be none.</summary>
internal static class Anomaly
{
    public static void CheckForward(string op, Tensor y)
    {
        if (HasNaN(y))
        {
            throw new TensorException(op, $"its output holds NaN. Output is {y.Shape}; expected numbers. "
                + "Look at its inputs: log of a negative, 0/0 and ∞ − ∞ are the usual causes.");
        }
    }

    public static void CheckBackward(string op, Tensor gradient)
    {
        if (HasNaN(gradient))
        {
            throw new TensorException(op, $"its backward made NaN. Gradient is {gradient.Shape}; expected numbers. "
                + "sqrt at 0, pow at 0 and 0 · ∞ are the usual causes.");
        }
    }

    /// <summary>Read by the host, piece by piece: it waits in any case, and needs no memory of the device.</summary>
    private static bool HasNaN(Tensor x)
    {
        const int PieceElements = 1 << 16;
        if (!x.DType.IsFloating())
            return false;
        Tensor source = x.Alias();
        if (!x.IsContiguous)
        {
            source = Tensor.EmptyLike(x);
            x.Device.Copy(x, source);
        }

        byte[] bytes = new byte[Math.Min(x.Elements, PieceElements) * x.DType.Size()];
        for (int start = 0; start < x.Elements; start += PieceElements)
        {
            int count = Math.Min(PieceElements, x.Elements - start);
            Span<byte> piece = bytes.AsSpan(0, count * x.DType.Size());
            x.Device.Download(source.Alias(new([count], [1], source.Offset + start)), piece);
            if (x.DType == DType.Float32 ? HasNaN<float>(piece) : HasNaN<double>(piece))
                return true;
        }

        return false;
    }

    private static bool HasNaN<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (T number in MemoryMarshal.Cast<byte, T>(bytes))
        {
            if (T.IsNaN(number))
                return true;
        }

        return false;
    }
}
