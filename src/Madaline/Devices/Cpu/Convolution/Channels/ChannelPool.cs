using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>
/// The largest of each window of pixels and where it lies, where channels lie side by side: as
/// <see cref="PoolExtreme{TPick, TElement, TLane}"/> picks it, without moving anything in a register.
/// </summary>
[SkipLocalsInit]
internal readonly unsafe struct ChannelPool<TElement, TLane>(Windows rows, Windows columns)
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    public int Outputs => rows.Outputs * columns.Outputs;

    /// <summary>All windows of a plane.</summary>
    /// <param name="sums">The pixels, each a number of channels.</param>
    /// <param name="channels">Channels of a pixel: whole lanes.</param>
    /// <param name="results">The results, laid out alike.</param>
    /// <param name="where">Their places, or null.</param>
    public void Run(TElement* sums, int channels, TElement* results, TElement* where)
    {
        for (int i = 0; i < rows.Outputs; i++)
        {
            Window row = rows[i];
            for (int j = 0; j < columns.Outputs; j++)
            {
                Window column = columns[j];
                for (int channel = 0; channel < channels; channel += TLane.Width)
                {
                    Pick(sums + channel, channels, row, column, results, where);
                    results += TLane.Width;
                    where = where == null ? null : where + TLane.Width;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pick(
        TElement* sums, nint step, in Window row, in Window column, TElement* result, TElement* where)
    {
        int width = columns.Size, line = (row.First * width) + column.First;
        TLane best = TLane.Load(sums + (line * step)), place = TLane.IntegerSequence(line, 0);
        for (int u = row.Count; u > 0; u--, line += rows.Dilation * width)
        {
            for (int v = column.Count, at = line; v > 0; v--, at += columns.Dilation)
            {
                TLane later = TLane.Load(sums + (at * step)), mask = PickLargest.Beats(later, best);
                best = TLane.Select(mask, later, best);
                place = TLane.Select(mask, TLane.IntegerSequence(at, 0), place);
            }
        }

        TLane.Store(best, result);
        if (where != null)
            TLane.Store(place, where);
    }
}
