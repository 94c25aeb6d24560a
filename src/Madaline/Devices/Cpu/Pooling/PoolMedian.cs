using System.Numerics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Pooling;

/// <summary>The lower of the middle elements of each window, and where it lies.</summary>
internal readonly unsafe struct PoolMedian<TElement, TIndex>(
    TElement* x, TElement* y, TIndex* indices, Windows rows, Windows columns) : IRangeBody
    where TElement : unmanaged, INumber<TElement>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly Window[] _rows = rows.All(), _columns = columns.All();

    public void Run(int start, int end)
    {
        var values = new TElement[_rows.Max(row => row.Count) * _columns.Max(column => column.Count)];
        nint area = (nint)rows.Size * columns.Size, at = (nint)start * _rows.Length * _columns.Length;
        for (nint plane = start; plane < end; plane++)
        {
            foreach (Window row in _rows)
            {
                foreach (Window column in _columns)
                {
                    int place = Place(x + (plane * area), row, column, values);
                    y[at] = x[(plane * area) + place];
                    if (indices != null)
                        indices[at] = TIndex.CreateTruncating(place);
                    at++;
                }
            }
        }
    }

    /// <summary>Sorts the window's values; the place is that of the first one equal to the middle.</summary>
    private int Place(TElement* plane, Window row, Window column, TElement[] values)
    {
        int count = 0, notNumber = -1;
        for (int u = 0; u < row.Count; u++)
        {
            for (int v = 0; v < column.Count; v++)
            {
                int at = At(row, column, u, v);
                values[count++] = plane[at];
                notNumber = TElement.IsNaN(plane[at]) ? at : notNumber;
            }
        }

        if (notNumber >= 0)
            return notNumber;
        values.AsSpan(0, count).Sort();
        TElement middle = values[(count - 1) / 2];
        for (int i = 0; ; i++)
        {
            int at = At(row, column, i / column.Count, i % column.Count);
            if (plane[at] == middle)
                return at;
        }
    }

    private int At(Window row, Window column, int u, int v) =>
        ((row.First + (u * rows.Dilation)) * columns.Size) + column.First + (v * columns.Dilation);
}
