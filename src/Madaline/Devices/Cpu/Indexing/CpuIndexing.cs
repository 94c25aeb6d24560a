using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Indexing;

/// <summary>Gathering and scattering by index tensors (Int64); all operands contiguous.</summary>
internal static unsafe class CpuIndexing
{
    public static void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        switch (x.DType.Size())
        {
            case 8: Gather<long>(x, axis, index, y); break;
            case 4: Gather<int>(x, axis, index, y); break;
            default: Gather<byte>(x, axis, index, y); break;
        }
    }

    public static void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        switch (x.DType)
        {
            case DType.Float32: Scatter<float>(y, axis, index, x, add); break;
            case DType.Float64: Scatter<double>(y, axis, index, x, add); break;
            case DType.Int64: Scatter<long>(y, axis, index, x, add); break;
            case DType.Int32: Scatter<int>(y, axis, index, x, add); break;
            default: Scatter<byte>(y, axis, index, x, add); break;
        }
    }

    public static void Select(Tensor x, int axis, Tensor index, Tensor y)
    {
        if (y.Elements == 0)
            return;
        var lines = CpuAlongAxis.Lines.Of(x, axis);
        nint blockBytes = (nint)lines.Inner * x.DType.Size();
        int count = index.Elements;
        fixed (byte* px = &CpuDevice.Start(x), pi = &CpuDevice.Start(index), py = &CpuDevice.Start(y))
        {
            Check("index_select", (long*)pi, count, lines.Length);
            if (lines.Inner == 1 && blockBytes == sizeof(int))
            {
                var body = new PickBody<int>((int*)px, (long*)pi, (int*)py, count, lines.Length);
                Device.Cpu.Team.For(lines.Outer, Math.Max(1, StridedLoop.ParallelGrain / count), body);
            }
            else
            {
                var body = new SelectBody(px, (long*)pi, py, count, lines.Length, blockBytes);
                Device.Cpu.Team.For(lines.Outer * count, (int)Math.Max(1, 65536 / blockBytes), body);
            }
        }
    }

    public static void Write(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        switch (x.DType)
        {
            case DType.Float32: Write<float>(y, axis, index, x, add); break;
            case DType.Float64: Write<double>(y, axis, index, x, add); break;
            case DType.Int64: Write<long>(y, axis, index, x, add); break;
            case DType.Int32: Write<int>(y, axis, index, x, add); break;
            default: Write<byte>(y, axis, index, x, add); break;
        }
    }

    public static Tensor NonZero(Tensor mask)
    {
        int count = 0;
        fixed (byte* p = &CpuDevice.Start(mask))
        {
            for (int i = 0; i < mask.Elements; i++)
                count += p[i] != 0 ? 1 : 0;
            var result = Tensor.Empty([count], DType.Int64, mask.Device);
            fixed (byte* target = &CpuDevice.Start(result))
            {
                long* next = (long*)target;
                for (int i = 0; i < mask.Elements; i++)
                {
                    if (p[i] != 0)
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

    private static void Gather<TElement>(Tensor x, int axis, Tensor index, Tensor y) where TElement : unmanaged
    {
        if (y.Elements == 0)
            return;
        var from = new IndexWalk(x, axis, index);
        fixed (byte* px = &CpuDevice.Start(x), pi = &CpuDevice.Start(index), py = &CpuDevice.Start(y))
        {
            Check("gather", (long*)pi, index.Elements, x.Rank == 0 ? 1 : x.Shape[axis]);
            for (int i = 0; i < index.Elements; i++)
                ((TElement*)py)[i] = ((TElement*)px)[from.At(i, ((long*)pi)[i])];
        }
    }

    private static void Scatter<TElement>(Tensor y, int axis, Tensor index, Tensor x, bool add)
        where TElement : unmanaged, INumber<TElement>
    {
        if (index.Elements == 0)
            return;
        IndexWalk to = new(y, axis, index), from = new(x, -1, index);
        fixed (byte* px = &CpuDevice.Start(x), pi = &CpuDevice.Start(index), py = &CpuDevice.Start(y))
        {
            Check("scatter", (long*)pi, index.Elements, y.Rank == 0 ? 1 : y.Shape[axis]);
            for (int i = 0; i < index.Elements; i++)
            {
                ref TElement target = ref ((TElement*)py)[to.At(i, ((long*)pi)[i])];
                TElement value = ((TElement*)px)[from.At(i, 0)];
                target = add ? target + value : value;
            }
        }
    }

    private static void Write<TElement>(Tensor y, int axis, Tensor index, Tensor x, bool add)
        where TElement : unmanaged, INumber<TElement>
    {
        if (x.Elements == 0)
            return;
        var lines = CpuAlongAxis.Lines.Of(y, axis);
        int count = index.Elements, grain = Math.Max(1, StridedLoop.ParallelGrain / Math.Max(1, count * lines.Inner));
        fixed (byte* px = &CpuDevice.Start(x), pi = &CpuDevice.Start(index), py = &CpuDevice.Start(y))
        {
            Check("index_write", (long*)pi, count, lines.Length);
            var body = new WriteBody<TElement>((TElement*)py, (long*)pi, (TElement*)px, count, lines, add);
            Device.Cpu.Team.For(lines.Outer, grain, body);
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
