using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>What happens to a finished tile on its way to memory.</summary>
internal readonly unsafe struct TileEpilogue<TElement, TLane>(bool adds, bool rectifies)
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    /// <summary>Writes rows of a tile to y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(TElement* tile, nint tileRow, int rows, int columns, TElement* y, nint yRow, nint yColumn,
        TElement* bias, nint biasRow, nint biasColumn)
    {
        // Whole lanes where neighbours lie side by side, else one number after the other.
        int whole = yColumn == 1 && (bias == null || biasColumn == 1) ? columns / TLane.Width * TLane.Width : 0;
        for (int i = 0; i < rows; i++, tile += tileRow, y += yRow)
        {
            TElement* summand = bias + (bias == null ? 0 : i * biasRow);
            for (int j = 0; j < whole; j += TLane.Width)
            {
                TLane value = TLane.Load(tile + j);
                if (adds)
                    value = TLane.Load(y + j) + value;
                if (bias != null)
                    value = value + TLane.Load(summand + j);
                TLane.Store(rectifies ? TLane.Max(value, TLane.Broadcast(0)) : value, y + j);
            }

            for (nint j = whole; j < columns; j++)
            {
                TLane value = TLane.Broadcast(tile + j);
                if (adds)
                    value = TLane.Broadcast(y + (j * yColumn)) + value;
                if (bias != null)
                    value = value + TLane.Broadcast(summand + (j * biasColumn));
                y[j * yColumn] = TLane.First(rectifies ? TLane.Max(value, TLane.Broadcast(0)) : value);
            }
        }
    }
}
