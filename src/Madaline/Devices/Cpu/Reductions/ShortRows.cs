using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>The logarithm of softmax of short rows: as many rows at a time as a lane has places.</summary>
/// <remarks>
/// A block of rows is turned, so that each row keeps to its place: one exponential for a column of the block, one
/// logarithm for all its rows, and nothing is added across places. The sums are those of <see cref="CpuSoftmax"/>:
/// element j of a row goes to the sum of place j mod the width, and the places are added as <see cref="RowSums"/> does.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class ShortRows<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    /// <summary>Elements of the longest row, and places of the widest lane.</summary>
    private const int Longest = 32, MaxPlaces = 8;

    /// <summary>Whether turning pays: few rows would leave places empty.</summary>
    public static bool Fits(int rows, int n) => n <= Longest && rows >= TLane.Width / 2;

    /// <summary>y = log softmax(x), row by row; y is not x.</summary>
    public static void LogSoftmax(TElement* x, TElement* y, int rows, int n)
    {
        TElement* transposed = stackalloc TElement[Longest * MaxPlaces], shifts = stackalloc TElement[2 * MaxPlaces];
        nint block = (nint)TLane.Width * n;
        for (; rows > 0; rows -= TLane.Width, x += block, y += block)
        {
            int some = Math.Min(rows, TLane.Width);
            Transpose(x, some, n, transposed);
            Shifts(transposed, n, shifts);
            Subtract(x, shifts, y, some, n);
        }
    }

    /// <summary>Columns of the rows become lanes; rows that do not exist repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(TElement* x, int rows, int n, TElement* transposed)
    {
        int width = TLane.Width;
        if (n < width)
        {
            for (nint i = 0; i < n * width; i++)
                transposed[i] = x[(Math.Min(i % width, rows - 1) * n) + (i / width)];
            return;
        }

        // The last square ends with the row: it overlaps the one before, and writes the same there.
        for (int j = 0; j < n; j += width)
        {
            int column = Math.Min(j, n - width);
            TLane.Transpose(x + column, n, rows - 1, transposed + ((nint)column * width), width);
        }
    }

    /// <summary>Each row's largest element, then the logarithm of its sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Shifts(TElement* transposed, int n, TElement* shifts)
    {
        int width = TLane.Width;
        TElement* places = stackalloc TElement[MaxPlaces * MaxPlaces];
        TLane max = TLane.Load(transposed), other = max;
        for (int j = 1; j + 1 < n; j += 2)
        {
            max = TLane.Max(max, TLane.Load(transposed + (j * width)));
            other = TLane.Max(other, TLane.Load(transposed + ((j + 1) * width)));
        }

        max = TLane.Max(TLane.Max(max, other), TLane.Load(transposed + ((n - 1) * width)));
        for (int p = 0; p < width; p++)
            TLane.Store(TLane.Broadcast(0), places + (p * width));
        for (int j = 0; j < n; j++)
        {
            TElement* place = places + (j % width * width);
            TLane.Store(TLane.Load(place) + TLane.Exp(TLane.Load(transposed + (j * width)) - max), place);
        }

        for (int half = width / 2; half >= 1; half /= 2)
        {
            for (int p = 0; p < half; p++)
            {
                TElement* place = places + (p * width);
                TLane.Store(TLane.Load(place) + TLane.Load(place + (half * width)), place);
            }
        }

        TLane.Store(max, shifts);
        TLane.Store(TLane.Log(TLane.Load(places)), shifts + width);
    }

    /// <summary>y = x − largest − logarithm.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(TElement* x, TElement* shifts, TElement* y, int rows, int n)
    {
        int width = TLane.Width;
        for (int row = 0; row < rows; row++, x += n, y += n, shifts++)
        {
            TLane max = TLane.Broadcast(shifts), log = TLane.Broadcast(shifts + width);
            if (n < width)
            {
                TLane.StorePart(TLane.LoadPart(x, n, max) - max - log, y, n);
                continue;
            }

            for (int j = 0; j < n; j += width)
            {
                int column = Math.Min(j, n - width);
                TLane.Store(TLane.Load(x + column) - max - log, y + column);
            }
        }
    }
}
