using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Pooling;

/// <summary>Which of two elements a pooling keeps: whether the later one takes the earlier one's place.</summary>
internal interface IPoolPick
{
    static abstract T Beats<T>(T later, T earlier) where T : struct, ILane<T>;
}

/// <summary>The larger; NaN beats everything.</summary>
internal readonly struct PickLargest : IPoolPick
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Beats<T>(T later, T earlier) where T : struct, ILane<T> =>
        T.Select(T.Equal(later, later), T.LessThan(earlier, later), T.Equal(T.Broadcast(0), T.Broadcast(0)));
}

/// <summary>The smaller; NaN beats everything.</summary>
internal readonly struct PickSmallest : IPoolPick
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Beats<T>(T later, T earlier) where T : struct, ILane<T> =>
        T.Select(T.Equal(later, later), T.LessThan(later, earlier), T.Equal(T.Broadcast(0), T.Broadcast(0)));
}

/// <summary>
/// The largest or smallest of each window of a plane, and where it lies; a lane of outputs at a time over pairs.
/// </summary>
/// <remarks>Places have the size of elements, so that they move through lanes as the elements do.</remarks>
[SkipLocalsInit]
internal readonly unsafe struct PoolExtreme<TPick, TElement, TLane>(Windows rows, Windows columns)
    where TPick : struct, IPoolPick
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly Window[] _rows = rows.ArePairs ? [] : rows.All();
    private readonly Window[] _columns = columns.ArePairs ? [] : columns.All();

    /// <summary>Elements of a plane, and of its results.</summary>
    public int Area => rows.Size * columns.Size;

    public int Outputs => rows.Outputs * columns.Outputs;

    public Windows Rows => rows;

    /// <summary>Elements behind a plane that must be there to be read, be they what they may.</summary>
    public static int Slack => 2 * TLane.Width;

    /// <summary>Some rows of a plane's results, and where they lie unless that is null.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="results">The results of the whole plane.</param>
    /// <param name="where">Their places, or null.</param>
    /// <param name="first">The first row of results.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="hasSlack">Whether <see cref="Slack"/> elements follow the plane.</param>
    public void Run(TElement* plane, TElement* results, TElement* where, int first, int end, bool hasSlack)
    {
        int outputs = columns.Outputs;
        if (columns.ArePairs && rows.ArePairs && outputs >= TLane.Width)
        {
            Squares(plane, results, where, first, end, columns.Size, outputs);
            return;
        }

        bool inLanes = columns.ArePairs && (hasSlack || outputs >= TLane.Width);
        for (int i = first; i < end; i++)
        {
            Window row = rows.ArePairs ? new Window(2 * i, 2, 2) : _rows[i];
            TElement* places = where == null ? null : where + ((nint)i * outputs);
            if (inLanes)
                Pairs(plane, row, results + ((nint)i * outputs), places);
            else
                Row(plane, row, results + ((nint)i * outputs), places);
        }
    }

    // One output at a time, but in a lane: choosing by masks is faster than by branches that cannot be predicted.
    private void Row(TElement* plane, Window row, TElement* results, TElement* where)
    {
        int width = columns.Size, down = rows.Dilation * width, along = columns.Dilation;
        for (int j = 0; j < columns.Outputs; j++)
        {
            Window column = columns.ArePairs ? new Window(2 * j, 2, 2) : _columns[j];
            int line = (row.First * width) + column.First;
            TLane best = TLane.Broadcast(plane + line), place = TLane.IntegerSequence(line, 0);
            for (int u = 0; u < row.Count; u++, line += down)
            {
                for (int v = 0, at = line; v < column.Count; v++, at += along)
                    Take(TLane.Broadcast(plane + at), TLane.IntegerSequence(at, 0), ref best, ref place);
            }

            results[j] = TLane.First(best);
            if (where != null)
                where[j] = TLane.First(place);
        }
    }

    /// <summary>Rows of windows of two by two, at least a lane of them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Squares(
        TElement* plane, TElement* results, TElement* where, int first, int end, nint width, nint outputs)
    {
        TLane two = TLane.IntegerSequence(0, 2), right = TLane.IntegerSequence(1, 0);
        TLane below = TLane.IntegerSequence((int)width, 0), across = TLane.IntegerSequence((int)width + 1, 0);
        for (nint i = first; i < end; i++)
        {
            nint row = i * outputs;
            for (nint j = 0; j < outputs; j += TLane.Width)
            {
                // The last lane ends with the row: what it has in common with the one before is computed twice alike.
                nint column = Math.Min(j, outputs - TLane.Width), at = (2 * i * width) + (2 * column);
                TElement* line = plane + at;
                TLane best = TLane.Deinterleave(TLane.Load(line), TLane.Load(line + TLane.Width), out TLane later);
                TLane code = TLane.Broadcast(0);
                Take(later, right, ref best, ref code);
                line += width;
                TLane even = TLane.Deinterleave(TLane.Load(line), TLane.Load(line + TLane.Width), out later);
                Take(even, below, ref best, ref code);
                Take(later, across, ref best, ref code);
                TLane.Store(best, results + row + column);
                if (where == null)
                    continue;
                TLane place = TLane.AddInteger(TLane.AddInteger(TLane.IntegerSequence((int)at, 0), two), code);
                TLane.Store(place, where + row + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pairs(TElement* plane, Window row, TElement* results, TElement* where)
    {
        int outputs = columns.Outputs, width = columns.Size;
        TLane two = TLane.IntegerSequence(0, 2);
        for (int j = 0; j < outputs; j += TLane.Width)
        {
            // The last lane ends with the row: what it has in common with the one before is computed twice alike.
            int first = Math.Max(0, Math.Min(j, outputs - TLane.Width)), at = (row.First * width) + (2 * first);
            TElement* line = plane + at;
            TLane best = TLane.Deinterleave(TLane.Load(line), TLane.Load(line + TLane.Width), out TLane odd);
            TLane place = TLane.Broadcast(0), code = place;
            Take(odd, TLane.IntegerSequence(1, 0), ref best, ref code);
            for (int u = 1; u < row.Count; u++)
            {
                line += rows.Dilation * width;
                TLane even = TLane.Deinterleave(TLane.Load(line), TLane.Load(line + TLane.Width), out odd);
                int down = u * rows.Dilation * width;
                Take(even, TLane.IntegerSequence(down, 0), ref best, ref code);
                Take(odd, TLane.IntegerSequence(down + 1, 0), ref best, ref code);
            }

            place = TLane.AddInteger(TLane.AddInteger(TLane.IntegerSequence(at, 0), two), code);
            LaneMemory.Write(best, results + first, 1, 0, outputs);
            if (where != null)
                LaneMemory.Write(place, where + first, 1, 0, outputs);
        }
    }

    /// <summary>Keeps the later element and its place where it beats the best so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take(TLane later, TLane at, ref TLane best, ref TLane place)
    {
        TLane mask = TPick.Beats(later, best);
        best = TLane.Select(mask, later, best);
        place = TLane.Select(mask, at, place);
    }
}
