using System.Runtime.CompilerServices;

namespace Madaline;

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
        T.Select(T.Equal(later, later), T.LessThan(earlier, later), T.Equal(T.Of(0), T.Of(0)));
}

/// <summary>The smaller; NaN beats everything.</summary>
internal readonly struct PickSmallest : IPoolPick
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Beats<T>(T later, T earlier) where T : struct, ILane<T> =>
        T.Select(T.Equal(later, later), T.LessThan(later, earlier), T.Equal(T.Of(0), T.Of(0)));
}

/// <summary>
/// The largest or smallest of each window, and where it lies; a lane of outputs at a time over pairs.
/// </summary>
/// <remarks>Places have the size of elements, so that they move through lanes as the elements do.</remarks>
[SkipLocalsInit]
internal readonly unsafe struct PoolExtreme<TPick, TElement, TLane, TIndex>(
    TElement* x, TElement* y, TIndex* indices, Windows rows, Windows columns) : IRangeBody
    where TPick : struct, IPoolPick
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TIndex : unmanaged
{
    private readonly Window[] _rows = rows.All(), _columns = columns.All();

    public void Run(int start, int end)
    {
        int width = columns.Size, outputs = _columns.Length;
        nint area = (nint)rows.Size * width, results = (nint)_rows.Length * outputs;
        for (nint plane = start; plane < end; plane++)
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                nint at = (plane * results) + ((nint)i * outputs);
                TIndex* where = indices == null ? null : indices + at;
                if (columns.ArePairs && outputs >= TLane.Width)
                    Pairs(x + (plane * area), _rows[i], y + at, where);
                else
                    Row(x + (plane * area), _rows[i], y + at, where);
            }
        }
    }

    // One output at a time, but in a lane: choosing by masks is faster than by branches nobody can predict.
    private void Row(TElement* plane, Window row, TElement* results, TIndex* where)
    {
        int width = columns.Size, down = rows.Dilation * width, along = columns.Dilation;
        for (int j = 0; j < _columns.Length; j++)
        {
            Window column = _columns[j];
            int line = (row.First * width) + column.First;
            TLane best = TLane.Splat(plane + line), place = TLane.Whole(line, 0);
            for (int u = 0; u < row.Count; u++, line += down)
            {
                for (int v = 0, at = line; v < column.Count; v++, at += along)
                    Take(TLane.Splat(plane + at), TLane.Whole(at, 0), ref best, ref place);
            }

            results[j] = TLane.First(best);
            if (where != null)
                *(TElement*)(where + j) = TLane.First(place);
        }
    }

    private void Pairs(TElement* plane, Window row, TElement* results, TIndex* where)
    {
        int last = _columns.Length - TLane.Width;
        for (int j = 0; j < last; j += TLane.Width)
            LaneOfPairs(plane, row, j, results, where);

        // Ends with the last full lane: what it has in common with the one before is computed twice alike.
        LaneOfPairs(plane, row, last, results, where);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LaneOfPairs(TElement* plane, Window row, int j, TElement* results, TIndex* where)
    {
        int at = (row.First * columns.Size) + (2 * j);
        TLane best = TLane.Deinterleave(TLane.Load(plane + at), TLane.Load(plane + at + TLane.Width), out TLane odd);
        TLane place = TLane.Whole(at, 2);
        Take(odd, TLane.Whole(at + 1, 2), ref best, ref place);
        for (int u = 1; u < row.Count; u++)
        {
            at += rows.Dilation * columns.Size;
            TLane even = TLane.Deinterleave(TLane.Load(plane + at), TLane.Load(plane + at + TLane.Width), out odd);
            Take(even, TLane.Whole(at, 2), ref best, ref place);
            Take(odd, TLane.Whole(at + 1, 2), ref best, ref place);
        }

        TLane.Store(best, results + j);
        if (where != null)
            TLane.Store(place, (TElement*)(where + j));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(TLane later, TLane at, ref TLane best, ref TLane place)
    {
        TLane mask = TPick.Beats(later, best);
        best = TLane.Select(mask, later, best);
        place = TLane.Select(mask, at, place);
    }
}
