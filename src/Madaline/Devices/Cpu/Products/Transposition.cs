using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>Copies a matrix so that its columns become rows, in square blocks that stay in registers.</summary>
internal static unsafe class Transposition<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    /// <summary>target[column · targetStep + row] = source[row · sourceStep + column].</summary>
    /// <remarks>
    /// Rows are filled up to whole lanes with copies of the last one, so each target row must have room for them.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(
        TElement* source, nint sourceStep, int rows, int columns, TElement* target, nint targetStep)
    {
        // Columns outside: what a row's cache line still holds is met again soonest. The last square ends with them.
        int some = Math.Min(TLane.Width, columns);
        for (nint column = 0; column < columns; column += TLane.Width)
        {
            nint first = Math.Min(column, columns - some);
            for (nint row = 0; row < rows; row += TLane.Width)
            {
                TElement* from = source + (row * sourceStep) + first, to = target + (first * targetStep) + row;
                int count = Math.Min(TLane.Width, rows - (int)row);
                if (some < TLane.Width)
                    Slowly(from, sourceStep, count, some, to, targetStep);
                else
                    TLane.Transpose(from, sourceStep, count - 1, to, targetStep);
            }
        }
    }

    private static void Slowly(
        TElement* source, nint sourceStep, int rows, int columns, TElement* target, nint targetStep)
    {
        for (nint column = 0; column < columns; column++)
        {
            for (nint row = 0; row < TLane.Width; row++)
                target[(column * targetStep) + row] = source[(Math.Min(row, rows - 1) * sourceStep) + column];
        }
    }
}
