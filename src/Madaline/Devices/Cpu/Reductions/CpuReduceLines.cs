using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>The two fast reductions of floating numbers: along rows and down columns.</summary>
[SkipLocalsInit]
internal static unsafe class CpuReduceLines<TOp, TElement, TLane>
    where TOp : struct, IReduction
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private const int RowChunk = ReductionOrder.RowChunk, ColumnChunk = ReductionOrder.ColumnChunk;

    /// <summary>Columns that are combined side by side.</summary>
    private static int Width => 4 * TLane.Width;

    public static void Rows(TOp op, Tensor x, ReductionLayout layout, Tensor y)
    {
        int chunks = (layout.Length + RowChunk - 1) / RowChunk, results = y.Elements;
        using var partial = new Scratch(TOp.Name, chunks == 1 ? 0 : (long)chunks * results * sizeof(TElement));
        fixed (TElement* px = x.Pin<TElement>(), py = y.Pin<TElement>())
        {
            TElement* sums = chunks == 1 ? py : (TElement*)partial.Start;
            int grain = WorthThreads.Grain(Math.Min(layout.Length, RowChunk));
            Device.Cpu.Team.For(chunks * results, grain, new RowBody(op, px, sums, layout, chunks));
            for (int i = 0; chunks > 1 && i < results; i++)
                py[i] = TLane.First(Tree(op, sums + ((long)i * chunks), 1, chunks, 1));
        }
    }

    public static void Columns(TOp op, TElement* x, ReductionLayout layout, TElement* y, int results)
    {
        int chunks = (layout.Length + ColumnChunk - 1) / ColumnChunk;
        using var partial = new Scratch(TOp.Name, chunks == 1 ? 0 : (long)chunks * results * sizeof(TElement));
        TElement* sums = chunks == 1 ? y : (TElement*)partial.Start;
        int blocks = results / layout.InnerKept * ColumnBody.Blocks(layout.InnerKept);
        int cost = Math.Min(layout.Length, ColumnChunk) * Math.Min(Width, layout.InnerKept);
        Device.Cpu.Team.For(chunks * blocks, WorthThreads.Grain(cost), new ColumnBody(op, x, sums, layout, results));
        if (chunks > 1)
            Join(op, sums, chunks, y, results);
    }

    /// <summary>Combines what the chunks of rows gave for each column.</summary>
    public static void Join(TOp op, TElement* sums, int chunks, TElement* y, int columns)
    {
        for (int i = 0; i < columns; i += TLane.Width)
            LaneMemory.Write(Tree(op, sums + i, columns, chunks, columns - i), y, 1, i, columns);
    }

    private readonly struct RowBody(TOp op, TElement* x, TElement* y, ReductionLayout layout, int chunks) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int result = i / chunks, first = i % chunks * RowChunk;
                y[i] = Chunk(op, x + layout.Start(result) + first, Math.Min(RowChunk, layout.Length - first));
            }
        }
    }

    /// <summary>Combines a line of at most <see cref="ReductionOrder.RowChunk"/> elements.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TElement Chunk(TOp op, TElement* x, int n)
    {
        int width = TLane.Width;
        TLane start = TLane.Broadcast(TOp.Start), a = start, b = start, c = start, d = start;
        int i = 0;
        for (; i + (4 * width) <= n; i += 4 * width)
        {
            a = op.Combine(a, TLane.Load(x + i));
            b = op.Combine(b, TLane.Load(x + i + width));
            c = op.Combine(c, TLane.Load(x + i + (2 * width)));
            d = op.Combine(d, TLane.Load(x + i + (3 * width)));
        }

        if (i < n)
        {
            a = op.Combine(a, RowSums.Part(x, i, n, start));
            b = op.Combine(b, RowSums.Part(x, i + width, n, start));
            c = op.Combine(c, RowSums.Part(x, i + (2 * width), n, start));
            d = op.Combine(d, RowSums.Part(x, i + (3 * width), n, start));
        }

        // Only the first place is of use afterwards.
        TLane all = op.Combine(op.Combine(a, b), op.Combine(c, d));
        for (int half = width / 2; half >= 1; half /= 2)
            all = op.Combine(all, TLane.Rotate(all, half));
        return TLane.First(all);
    }

    private readonly struct ColumnBody(
        TOp op, TElement* x, TElement* y, ReductionLayout layout, int results) : IRangeBody
    {
        public static int Blocks(int columns) => (columns + Width - 1) / Width;

        public void Run(int start, int end)
        {
            int inner = layout.InnerKept, perRow = Blocks(inner), blocks = results / inner * perRow;
            for (int i = start; i < end; i++)
            {
                int chunk = i / blocks, block = i % blocks;
                int first = (block / perRow * inner) + (block % perRow * Width);
                int columns = Math.Min(Width, inner - (block % perRow * Width));
                int rows = Math.Min(ColumnChunk, layout.Length - (chunk * ColumnChunk));
                TElement* source = x + layout.Start(first) + ((long)chunk * ColumnChunk * layout.Stride);
                Block(op, source, layout.Stride, rows, y + ((long)chunk * results) + first, columns);
            }
        }
    }

    /// <summary>
    /// Four lanes of columns side by side, row by row; fewer, and a last one partly filled, at the end.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Block(TOp op, TElement* x, nint stride, int rows, TElement* y, int columns)
    {
        int width = TLane.Width;
        TLane start = TLane.Broadcast(TOp.Start), a = start, b = start, c = start, d = start;
        if (columns == Width)
        {
            for (int i = 0; i < rows; i++, x += stride)
            {
                a = op.Combine(a, TLane.Load(x));
                b = op.Combine(b, TLane.Load(x + width));
                c = op.Combine(c, TLane.Load(x + (2 * width)));
                d = op.Combine(d, TLane.Load(x + (3 * width)));
            }

            TLane.Store(a, y);
            TLane.Store(b, y + width);
            TLane.Store(c, y + (2 * width));
            TLane.Store(d, y + (3 * width));
            return;
        }

        for (int j = 0; j < columns; j += width)
        {
            TElement* from = x + j;
            a = start;
            for (int i = 0; i < rows; i++, from += stride)
                a = op.Combine(a, RowSums.Read<TElement, TLane>(from, 0, columns - j, start));
            LaneMemory.Write(a, y + j, 1, 0, columns - j);
        }
    }

    /// <summary>Combines n partial results of each of some columns, rows a stride apart, by halves.</summary>
    private static TLane Tree(TOp op, TElement* x, nint stride, int n, int columns)
    {
        if (n == 1)
            return RowSums.Read<TElement, TLane>(x, 0, columns, TLane.Broadcast(TOp.Start));
        int half = n / 2;
        TLane left = Tree(op, x, stride, half, columns);
        return op.Combine(left, Tree(op, x + (half * stride), stride, n - half, columns));
    }
}
