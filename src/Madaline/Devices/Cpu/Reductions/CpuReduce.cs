using System.Numerics;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Sums and their kin in an order that only the shape and layout decide.</summary>
/// <remarks>
/// Along a contiguous line: chunks of 4,096; in a chunk four registers take turns; registers, then the places within a
/// register, then the chunks are combined by a binary tree. Across lines (a column sum): chunks of 256 rows, in order
/// within a chunk, chunks by the same tree. Lines that lie apart, such as the channels of images, are combined each by
/// itself, then their results. Any other layout is first copied to contiguous lines.
/// </remarks>
internal static unsafe class CpuReduce
{
    public static void Reduce<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IReduction
    {
        switch (x.DType)
        {
            case DType.Float32: ReduceFloating<TOp, float, F32x8>(op, x, y); break;
            case DType.Float64: ReduceFloating<TOp, double, F64x4>(op, x, y); break;
            case DType.Int64: ReduceInteger<TOp, long>(op, x, y); break;
            case DType.Int32: ReduceInteger<TOp, int>(op, x, y); break;
            default: ReduceInteger<TOp, byte>(op, x, y); break;
        }
    }

    private static void ReduceFloating<TOp, TElement, TLane>(TOp op, Tensor x, Tensor y)
        where TOp : struct, IReduction
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (x.Elements == 0)
        {
            CpuCopy.Fill(y, TOp.Start);
            return;
        }

        var layout = ReductionLayout.Of(x, y);
        if (layout.Lines == ReductionLines.Scattered && LinesApart(x, y) is { } lines)
        {
            using var each = Tensor.Empty(lines, x.DType, x.Device, TOp.Name);
            ReduceFloating<TOp, TElement, TLane>(op, x, each);
            ReduceFloating<TOp, TElement, TLane>(op, each, y);
        }
        else if (layout.Lines == ReductionLines.Scattered)
        {
            using var copy = ReductionLayout.Gathered(TOp.Name, x, y);
            CpuReduceLines<TOp, TElement, TLane>.Rows(op, copy, ReductionLayout.Contiguous(copy, y.Elements), y);
        }
        else if (layout.Lines == ReductionLines.Contiguous)
        {
            CpuReduceLines<TOp, TElement, TLane>.Rows(op, x, layout, y);
        }
        else
        {
            fixed (TElement* px = x.Pin<TElement>(), py = y.Pin<TElement>())
                CpuReduceLines<TOp, TElement, TLane>.Columns(op, px, layout, py, y.Elements);
        }
    }

    /// <summary>
    /// The shape after combining only the last dimensions, where they are combined, long enough to be worth it, and
    /// parted by a kept one from others that are combined; else null.
    /// </summary>
    private static Shape? LinesApart(Tensor x, Tensor y)
    {
        const int Shortest = 16;
        if (!x.IsContiguous)
            return null;
        int[] sizes = x.Shape.ToArray();
        int length = 1, d = sizes.Length - 1;
        for (; d >= 0 && (y.Shape[d] != sizes[d] || sizes[d] == 1); d--)
            (length, sizes[d]) = (length * sizes[d], 1);
        return length >= Shortest && d >= 0 ? Shape.Create(sizes) : null;
    }

    private static void ReduceInteger<TOp, TElement>(TOp op, Tensor x, Tensor y)
        where TOp : struct, IReduction
        where TElement : unmanaged, IBinaryInteger<TElement>, IMinMaxValue<TElement>
    {
        int kept = y.Elements;
        using var copy = ReductionLayout.Gathered(TOp.Name, x, y);
        int length = kept == 0 ? 0 : x.Elements / kept;
        fixed (TElement* source = copy.Pin<TElement>(), target = y.Pin<TElement>())
        {
            for (int i = 0; i < kept; i++)
            {
                var value = IntegerLane<TElement>.Broadcast(TOp.Start);
                for (int j = 0; j < length; j++)
                    value = op.Combine(value, new IntegerLane<TElement>(source[(i * length) + j]));
                target[i] = value.Value;
            }
        }
    }
}
