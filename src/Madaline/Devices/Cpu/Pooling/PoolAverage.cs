using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Pooling;

/// <summary>The mean of each window, or its gradient; a lane of outputs at a time over pairs.</summary>
/// <param name="x">The input, or its gradient with <paramref name="backward"/>.</param>
/// <param name="y">The output, or its gradient.</param>
/// <param name="rows">Windows down the rows.</param>
/// <param name="columns">Windows along a row.</param>
/// <param name="divisor">What a sum is divided by.</param>
/// <param name="backward">Whether x is made from y.</param>
[SkipLocalsInit]
internal readonly unsafe struct PoolAverage<TElement, TLane>(
    TElement* x, TElement* y, Windows rows, Windows columns, PoolDivisor divisor, bool backward) : IRangeBody
    where TElement : unmanaged, INumber<TElement>
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly Window[] _rows = rows.All(), _columns = columns.All();

    public void Run(int start, int end)
    {
        int area = rows.Size * columns.Size, outputs = _columns.Length;
        for (nint plane = start; plane < end; plane++)
        {
            TElement* from = x + (plane * area), to = y + (plane * _rows.Length * outputs);
            if (backward)
                new Span<TElement>(from, area).Clear();
            for (int i = 0; i < _rows.Length; i++, to += outputs)
            {
                int done = columns.ArePairs ? Pairs(from, _rows[i], to) : 0;
                for (int j = done; j < outputs; j++)
                {
                    if (backward)
                        Spread(from, _rows[i], _columns[j], to[j]);
                    else
                        to[j] = Mean(from, _rows[i], _columns[j]);
                }
            }
        }
    }

    private TElement Mean(TElement* plane, Window row, Window column)
    {
        TElement sum = TElement.Zero;
        TElement* line = plane + ((nint)row.First * columns.Size) + column.First;
        for (int u = 0; u < row.Count; u++, line += columns.Size)
        {
            for (int v = 0; v < column.Count; v++)
                sum += line[v];
        }

        return sum / TElement.CreateTruncating(divisor.Of(row, column));
    }

    private void Spread(TElement* plane, Window row, Window column, TElement dy)
    {
        TElement share = dy / TElement.CreateTruncating(divisor.Of(row, column));
        TElement* line = plane + ((nint)row.First * columns.Size) + column.First;
        for (int u = 0; u < row.Count; u++, line += columns.Size)
        {
            for (int v = 0; v < column.Count; v++)
                line[v] += share;
        }
    }

    /// <summary>Full lanes of a row of outputs; how many outputs that were.</summary>
    private int Pairs(TElement* plane, Window row, TElement* results)
    {
        int full = _columns.Length - (_columns.Length % TLane.Width);
        TLane by = TLane.Broadcast(divisor.Of(row, _columns[0]));
        for (int j = 0; j < full; j += TLane.Width)
        {
            TElement* line = plane + ((nint)row.First * columns.Size) + (2 * j);
            if (backward)
                AddPairs(line, row.Count, TLane.Load(results + j) / by);
            else
                TLane.Store(SumOfPairs(line, row.Count) / by, results + j);
        }

        return full;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLane SumOfPairs(TElement* line, int count)
    {
        TLane sum = TLane.Broadcast(0);
        for (int u = 0; u < count; u++, line += columns.Size)
        {
            TLane even = TLane.Deinterleave(TLane.Load(line), TLane.Load(line + TLane.Width), out TLane odd);
            sum = sum + even + odd;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddPairs(TElement* line, int count, TLane share)
    {
        TLane low = TLane.Interleave(share, share, out TLane high);
        for (int u = 0; u < count; u++, line += columns.Size)
        {
            TLane.Store(TLane.Load(line) + low, line);
            TLane.Store(TLane.Load(line + TLane.Width) + high, line + TLane.Width);
        }
    }
}
