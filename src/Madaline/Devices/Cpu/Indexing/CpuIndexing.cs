using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Indexing;

/// <summary>Gathering and scattering by index tensors (Int64); all operands contiguous.</summary>
internal static unsafe class CpuIndexing
{
    public static void Gather(in IndexOperands o)
    {
        switch (o.X.DType.Size())
        {
            case 8: Gather<long>(o); break;
            case 4: Gather<int>(o); break;
            default: Gather<byte>(o); break;
        }
    }

    public static void Select(in IndexOperands o)
    {
        if (o.Y.Elements == 0)
            return;
        var lines = CpuAlongAxis.Lines.Of(o.X, o.Axis);
        nint blockBytes = (nint)lines.Inner * o.X.DType.Size();
        int count = o.Index.Elements;
        fixed (long* index = o.Index.Pin<long>())
        fixed (byte* x = o.X.Pin<byte>(), y = o.Y.Pin<byte>())
        {
            Check("index_select", index, count, lines.Length);
            if (lines.Inner == 1 && blockBytes == sizeof(int))
            {
                var body = new PickBody<int>((int*)x, index, (int*)y, count, lines.Length);
                Device.Cpu.Team.For(lines.Outer, WorthThreads.Grain(count), body);
            }
            else
            {
                var body = new SelectBody(x, index, y, count, lines.Length, blockBytes);
                Device.Cpu.Team.For(
                    lines.Outer * count, (int)Math.Max(1, 2 * WorthThreads.Elements / blockBytes), body);
            }
        }
    }

    /// <summary>Elements, or blocks of them that follow each other, to the places that the index says.</summary>
    public static void Write(bool areBlocks, bool add, in IndexOperands o)
    {
        switch (o.X.DType)
        {
            case DType.Float32: Write<float>(areBlocks, add, o); break;
            case DType.Float64: Write<double>(areBlocks, add, o); break;
            case DType.Int64: Write<long>(areBlocks, add, o); break;
            case DType.Int32: Write<int>(areBlocks, add, o); break;
            default: Write<byte>(areBlocks, add, o); break;
        }
    }

    public static Tensor NonZero(Tensor mask)
    {
        fixed (byte* p = mask.Pin<byte>())
        {
            var all = new ReadOnlySpan<byte>(p, mask.Elements);
            var result = Tensor.Empty([all.Length - all.Count((byte)0)], DType.Int64, mask.Device);
            fixed (long* target = result.Pin<long>())
            {
                long* next = target;
                for (int i = 0; i < all.Length; i++)
                {
                    if (all[i] != 0)
                        *next++ = i;
                }
            }

            return result;
        }
    }

    private readonly struct SelectBody(
        byte* x, long* index, byte* y, int count, int length, nint blockBytes) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                nint source = ((nint)(i / count) * length) + (nint)index[i % count];
                byte* from = x + (source * blockBytes), to = y + (i * blockBytes);
                if (blockBytes <= uint.MaxValue)
                    Unsafe.CopyBlockUnaligned(to, from, (uint)blockBytes);
                else
                    Buffer.MemoryCopy(from, to, blockBytes, blockBytes);
            }
        }
    }

    /// <summary>Single elements along the last dimension.</summary>
    private readonly struct PickBody<TElement>(
        TElement* x, long* index, TElement* y, int count, int length) : IRangeBody where TElement : unmanaged
    {
        public void Run(int start, int end)
        {
            for (nint line = start; line < end; line++)
            {
                TElement* from = x + (line * length), to = y + (line * count);
                for (int i = 0; i < count; i++)
                    to[i] = from[index[i]];
            }
        }
    }

    /// <summary>Blocks of one outer position after the other, in the index's order.</summary>
    private readonly struct WriteBody<TElement>(
        TElement* y, long* index, TElement* x, int count, CpuAlongAxis.Lines lines, bool add) : IRangeBody
        where TElement : unmanaged, INumber<TElement>
    {
        public void Run(int start, int end)
        {
            int inner = lines.Inner;
            for (nint i = (nint)start * count; i < (nint)end * count; i++)
            {
                nint target = (i / count * lines.Length) + (nint)index[i % count];
                TElement* to = y + (target * inner), from = x + (i * inner);
                for (int j = 0; j < inner; j++)
                    to[j] = add ? to[j] + from[j] : from[j];
            }
        }
    }

    private static void Gather<TElement>(in IndexOperands o) where TElement : unmanaged
    {
        if (o.Y.Elements == 0)
            return;
        var from = new IndexWalk(o.X, o.Axis, o.Index);
        fixed (long* index = o.Index.Pin<long>())
        fixed (TElement* x = o.X.Pin<TElement>(), y = o.Y.Pin<TElement>())
        {
            Check("gather", index, o.Index.Elements, o.X.Rank == 0 ? 1 : o.X.Shape[o.Axis]);
            for (int i = 0; i < o.Index.Elements; i++)
                y[i] = x[from.At(i, index[i])];
        }
    }

    private static void Write<TElement>(bool areBlocks, bool add, in IndexOperands o)
        where TElement : unmanaged, INumber<TElement>
    {
        if (o.X.Elements == 0 || o.Index.Elements == 0)
            return;
        var lines = CpuAlongAxis.Lines.Of(o.Y, o.Axis);
        int count = o.Index.Elements, grain = WorthThreads.Grain((long)count * lines.Inner);
        fixed (long* index = o.Index.Pin<long>())
        fixed (TElement* x = o.X.Pin<TElement>(), y = o.Y.Pin<TElement>())
        {
            Check(areBlocks ? "index_write" : "scatter", index, count, lines.Length);
            if (areBlocks)
                Device.Cpu.Team.For(lines.Outer, grain, new WriteBody<TElement>(y, index, x, count, lines, add));
            else
                Scatter(x, index, y, add, o);
        }
    }

    private static void Scatter<TElement>(TElement* x, long* index, TElement* y, bool add, in IndexOperands o)
        where TElement : unmanaged, INumber<TElement>
    {
        IndexWalk to = new(o.Y, o.Axis, o.Index), from = new(o.X, -1, o.Index);
        for (int i = 0; i < o.Index.Elements; i++)
        {
            TElement* target = y + to.At(i, index[i]);
            TElement value = x[from.At(i, 0)];
            *target = add ? *target + value : value;
        }
    }

    private static void Check(string op, long* index, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            if ((ulong)index[i] >= (ulong)length)
                throw new Fault(new PositionRule(op, length), i, index[i]).ToException();
        }
    }

    /// <summary>
    /// Places in a contiguous tensor for the elements of an index of its rank, with the axis replaced by the index's
    /// value.
    /// </summary>
    private readonly struct IndexWalk(Tensor tensor, int axis, Tensor index)
    {
        private readonly Shape _shape = index.Shape;
        private readonly int[] _strides = tensor.Shape.Strides;

        public nint At(int i, long value)
        {
            nint at = 0;
            var sizes = _shape.AsSpan();
            for (int d = sizes.Length - 1; d >= 0; d--)
            {
                int position = i % sizes[d];
                i /= sizes[d];
                at += (d == axis ? (nint)value : position) * _strides[d];
            }

            return at;
        }
    }
}
