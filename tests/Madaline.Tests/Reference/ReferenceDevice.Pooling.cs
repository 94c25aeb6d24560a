using Madaline.Devices;

namespace Madaline.Tests.Reference;

internal sealed partial class ReferenceDevice
{
    private protected override void PoolSelectCore(PoolPick pick, in PoolOperands o)
    {
        var (x, rows, columns, y, indices) = o;
        for (int i = 0; i < y.Elements; i++)
        {
            // By value, then by place; the lower middle; the last NaN before everything.
            var (plane, places) = Window(i, rows, columns);
            double At(int place) => Memory(x).Number(x.Offset + plane + place);
            int last = places.FindLastIndex(place => double.IsNaN(At(place)));
            int chosen = last >= 0 ? places[last] : pick switch
            {
                PoolPick.Largest => places.OrderByDescending(At).First(),
                PoolPick.Smallest => places.OrderBy(At).First(),
                _ => places.First(place => At(place) == places.Select(At).Order().ElementAt((places.Count - 1) / 2)),
            };
            Memory(y).Set(y.Offset + i, At(chosen));
            if (indices is not null)
                Memory(indices).Set(indices.Offset + i, (long)chosen);
        }
    }

    private protected override void PoolSelectGradientCore(in PoolSelectGradientOperands o)
    {
        var (dy, indices, area, dx, _) = o;
        Fill(dx, 0);
        int outputs = dy.Elements / Math.Max(1, dx.Elements / area);
        for (int i = 0; i < dy.Elements; i++)
            Add(dx, (i / outputs * area) + (int)Memory(indices).Integer(indices.Offset + i),
            Memory(dy).Number(dy.Offset + i));
    }

    private protected override void PoolAverageCore(PoolDivisor divisor, in PoolOperands o)
    {
        var (x, rows, columns, y, _) = o;
        for (int i = 0; i < y.Elements; i++)
        {
            var (plane, places) = Window(i, rows, columns);
            double sum = places.Sum(place => Memory(x).Number(x.Offset + plane + place));
            Memory(y).Set(y.Offset + i, sum / Divisor(i, rows, columns, divisor));
        }
    }

    private protected override void PoolAverageGradientCore(PoolDivisor divisor, in PoolOperands o)
    {
        var (dx, rows, columns, dy, _) = o;
        Fill(dx, 0);
        for (int i = 0; i < dy.Elements; i++)
        {
            var (plane, places) = Window(i, rows, columns);
            foreach (int place in places)
                Add(dx, plane + place, Memory(dy).Number(dy.Offset + i) / Divisor(i, rows, columns, divisor));
        }
    }

    private static void Add(Tensor x, int at, double value) => Memory(x).Set(x.Offset + at, Memory(x).Number(x.Offset + at) + value);

    /// <summary>Where the plane of an output starts, and the places in it that the output sees, row by row.</summary>
    private static (int Plane, List<int> Places) Window(int output, Windows rows, Windows columns)
    {
        int column = output % columns.Outputs, row = output / columns.Outputs % rows.Outputs;
        int plane = output / (columns.Outputs * rows.Outputs) * rows.Size * columns.Size;
        List<int> places = [.. from u in Inside(rows, row) from v in Inside(columns, column) select (u * columns.Size) + v];
        return (plane, places);
    }

    private static double Divisor(int output, Windows rows, Windows columns, PoolDivisor divisor)
    {
        int column = output % columns.Outputs, row = output / columns.Outputs % rows.Outputs;
        if (divisor.Fixed != 0)
            return divisor.Fixed;
        return divisor.CountsPadding && rows.Kernel > 0
            ? Positions(rows, row).Count(p => p < rows.Size + rows.Padding) * Positions(columns, column).Count(p => p < columns.Size + columns.Padding)
            : Inside(rows, row).Count() * Inside(columns, column).Count();
    }

    private static IEnumerable<int> Inside(Windows windows, int output) => Positions(windows, output).Where(p => p >= 0 && p < windows.Size);

    /// <summary>All places of a window, counted out, with those outside of the input.</summary>
    private static IEnumerable<int> Positions(Windows windows, int output)
    {
        if (windows.Kernel > 0)
            return Enumerable.Range(0, windows.Kernel).Select(k => (output * windows.Stride) - windows.Padding + (k * windows.Dilation));
        int first = (int)Math.Floor((double)output * windows.Size / windows.Outputs);
        int end = (int)Math.Ceiling((output + 1.0) * windows.Size / windows.Outputs);
        return Enumerable.Range(first, end - first);
    }
}
