using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>The rectifier's gradient and that of the bias in one pass over contiguous rows.</summary>
/// <remarks>
/// The bits of the two passes: dz = dy · relu′, and db as <see cref="CpuReduce"/> sums columns, chunks of 256 rows in
/// order, then the chunks by halves.
/// </remarks>
internal static unsafe class CpuLinearGradient
{
    /// <summary>False when the layout is another: then nothing was done.</summary>
    public static bool TryRun(in LinearGradientOperands o)
    {
        // Columns of one element lie side by side: a sum along a line, which has another order.
        if (o.Dy.Rank != 2 || o.Dy.Elements == 0 || o.Dy.Shape[1] == 1 || !o.Dy.IsContiguous || !o.Dz.IsContiguous
            || o.Rectified is { IsContiguous: false } || o.Db is { IsContiguous: false })
            return false;
        if (o.Dy.DType == DType.Float32)
            Run<float, F32x8>(o);
        else
            Run<double, F64x4>(o);
        return true;
    }

    private static void Run<TElement, TLane>(in LinearGradientOperands o)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int rows = o.Dy.Shape[0], columns = o.Dy.Shape[1];
        int chunks = (rows + ReductionOrder.ColumnChunk - 1) / ReductionOrder.ColumnChunk;
        fixed (TElement* dy = o.Dy.Pin<TElement>(), y = o.Rectified.Pin<TElement>(), dz = o.Dz.Pin<TElement>(),
            db = o.Db.Pin<TElement>())
        {
            if (chunks == 1 || db == null)
                Start(new Body<TElement, TLane>(dy, y, dz, db, rows, columns), chunks);
            else
                InChunks<TElement, TLane>(dy, y, dz, db, rows, columns, chunks);
        }
    }

    private static void InChunks<TElement, TLane>(
        TElement* dy, TElement* y, TElement* dz, TElement* db, int rows, int columns, int chunks)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        using var partial = new Scratch("linear", (long)chunks * columns * sizeof(TElement));
        Start(new Body<TElement, TLane>(dy, y, dz, (TElement*)partial.Start, rows, columns), chunks);
        CpuReduceLines<SumReduction, TElement, TLane>.Join(
            default, (TElement*)partial.Start, chunks, db, columns);
    }

    private static void Start<TElement, TLane>(in Body<TElement, TLane> body, int chunks)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (chunks == 1 && body.Blocks == 1)
            body.Run(0, 1);
        else
            Device.Cpu.Team.For(chunks * body.Blocks, WorthThreads.Grain(body.Cost), body);
    }

    private readonly struct Body<TElement, TLane>(
        TElement* dy, TElement* y, TElement* dz, TElement* db, int rows, int columns) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        /// <summary>Blocks of columns.</summary>
        public int Blocks => (columns + Width - 1) / Width;

        /// <summary>Elements of a chunk's block.</summary>
        public int Cost => Math.Min(rows, ReductionOrder.ColumnChunk) * Math.Min(columns, Width);

        private static int Width => 4 * TLane.Width;

        public void Run(int start, int end)
        {
            int blocks = Blocks;
            for (int i = start; i < end; i++)
            {
                int chunk = i / blocks, first = i % blocks * Width, last = Math.Min(first + Width, columns);
                int from = chunk * ReductionOrder.ColumnChunk;
                int to = Math.Min(from + ReductionOrder.ColumnChunk, rows);
                int j = first;
                for (; j + (2 * TLane.Width) <= last; j += 2 * TLane.Width)
                    Pair(from, to, chunk, j);
                for (; j < last; j += TLane.Width)
                    Single(from, to, chunk, j);
            }
        }

        /// <summary>Two whole lanes of columns, so that one addition need not wait for the other.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Pair(int from, int to, int chunk, int column)
        {
            TLane left = TLane.Broadcast(0), right = left;
            for (nint at = ((nint)from * columns) + column, end = ((nint)to * columns) + column; at < end;
                at += columns)
            {
                TLane a = TLane.Load(dy + at), b = TLane.Load(dy + at + TLane.Width);
                if (y != null)
                {
                    a = a * Rectifier.Slope(TLane.Load(y + at));
                    b = b * Rectifier.Slope(TLane.Load(y + at + TLane.Width));
                    TLane.Store(a, dz + at);
                    TLane.Store(b, dz + at + TLane.Width);
                }

                left = left + a;
                right = right + b;
            }

            if (db == null)
                return;
            TLane.Store(left, db + ((nint)chunk * columns) + column);
            TLane.Store(right, db + ((nint)chunk * columns) + column + TLane.Width);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Single(int from, int to, int chunk, int column)
        {
            TLane sum = TLane.Broadcast(0);
            for (nint i = from; i < to; i++)
            {
                nint row = i * columns;
                TLane a = LaneMemory.Read<TElement, TLane>(dy + row, 1, column, columns);
                if (y != null)
                {
                    a = a * Rectifier.Slope(LaneMemory.Read<TElement, TLane>(y + row, 1, column, columns));
                    LaneMemory.Write(a, dz + row, 1, column, columns);
                }

                sum = sum + a;
            }

            if (db != null)
                LaneMemory.Write(sum, db + ((nint)chunk * columns), 1, column, columns);
        }
    }
}
