using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>
/// How a thread lays out an image's planes so that what one tap of the kernel meets at neighbouring places is
/// contiguous: zeros around it, and every stride-th column side by side, a phase of the stride after another.
/// </summary>
internal sealed class ImageLayout
{
    /// <summary>How many bytes ahead of the row that is laid out memory is asked for another.</summary>
    private const int AheadBytes = 4096;

    /// <summary>Rows of zeros above, and columns on the left.</summary>
    public readonly int Top, Left;

    private readonly int _height, _width, _rows, _step, _phaseWidth;
    private readonly int[] _phaseIndex, _phases;
    private readonly bool[] _usedRows;

    /// <summary>A layout for images of a size.</summary>
    /// <param name="source">Rows and columns of the image.</param>
    /// <param name="before">Rows of zeros above and columns on the left; negative leaves out the image's first.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="step">Every how many columns go side by side.</param>
    /// <param name="phaseWidth">Columns of a phase.</param>
    /// <param name="usedColumns">For each remainder modulo the step, whether any tap meets it.</param>
    /// <param name="usedRows">For each row, whether any tap meets it.</param>
    public ImageLayout(
        Size2 source, Size2 before, int rows, int step, int phaseWidth, bool[] usedColumns, bool[] usedRows)
    {
        (_height, _width) = source;
        (Top, Left) = before;
        (_step, _usedRows) = (step, usedRows);
        _phases = [.. Enumerable.Range(0, step).Where(i => usedColumns[i])];
        _phaseIndex = [.. Enumerable.Range(0, step).Select(i => Array.IndexOf(_phases, i))];
        // Lanes that reached into the row below would save the copy; planes of 4 KB made that the slower way.
        IsInPlace = step == 1 && before == 0 && rows <= _height && phaseWidth <= _width;
        (_rows, _phaseWidth) = IsInPlace ? (_height, _width) : (rows, phaseWidth);
        Pitch = Sized((long)_phases.Length * _phaseWidth);
        Plane = Sized((long)_rows * Pitch);
    }

    /// <summary>Elements from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>Elements from one channel to the next.</summary>
    public int Plane { get; }

    /// <summary>Whether the image itself already lies that way.</summary>
    public bool IsInPlace { get; }

    /// <summary>Elements of scratch memory for a number of images.</summary>
    public long ScratchSize(int images, int channels) => IsInPlace ? 0 : (long)images * channels * Plane;

    /// <summary>Where a row and column (counted with the zeros around) lie in a plane.</summary>
    public int Place(int row, int column) =>
        (row * Pitch) + (_phaseIndex[column % _step] * _phaseWidth) + (column / _step);

    /// <summary>A number of elements of scratch memory, as an Int32.</summary>
    /// <exception cref="TensorException">There are more than one tensor holds.</exception>
    public static int Sized(long elements) => elements <= Array.MaxLength ? (int)elements
        : throw new TensorException("conv2d", $"an image with its padding is too large. It takes {elements:N0} "
            + $"numbers; expected at most {Array.MaxLength:N0}. Use less padding, or smaller images.");

    /// <summary>Copies an image into place. The target's zeros are there already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Fill<TElement, TLane>(TElement* source, int channels, TElement* target)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int firstRow = Math.Max(0, Top), endRow = Math.Min(_rows, _height + Top), left = Math.Max(0, Left);
        int count = Math.Min(_phaseWidth - left, _width - (left - Left)), whole = count - TLane.Width;
        for (int channel = 0; channel < channels; channel++, source += (nint)_height * _width, target += Plane)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                if (!_usedRows[row])
                    continue;
                TElement* from = source + ((nint)(row - Top) * _width), to = target + ((nint)row * Pitch);
                FetchAhead(from);
                if (_step > 1)
                {
                    Split<TElement, TLane>(from, to);
                    continue;
                }

                from += left - Left;
                to += left;
                if (whole < 0)
                {
                    for (int i = 0; i < count; i++)
                        to[i] = from[i];
                    continue;
                }

                // The last lane ends with the row.
                for (int i = 0; i < whole; i += TLane.Width)
                    TLane.Store(TLane.Load(from + i), to + i);
                TLane.Store(TLane.Load(from + whole), to + whole);
            }
        }
    }

    /// <summary>
    /// Asks for a row that comes later: the processor's own guess ends at every page, and where rows are left out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void FetchAhead<TElement>(TElement* row) where TElement : unmanaged
    {
        if (!Sse.IsSupported)
            return;
        byte* start = (byte*)row + AheadBytes;
        for (nint i = 0; i < (nint)_width * sizeof(TElement); i += CacheLine.Bytes)
            Sse.Prefetch0(start + i);
    }

    /// <summary>Copies a row's columns to their stride phases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Split<TElement, TLane>(TElement* source, TElement* target)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int start = Math.Max(Left % 2, 0), width = 2 * TLane.Width;
        if (_step != 2 || Left < 0 || _width - start < width)
        {
            SplitFrom(source, target, 0, _width);
            return;
        }

        int done = start;
        for (; done + width <= _width; done += width)
            SplitLanes<TElement, TLane>(source, target, done);
        if (done + 1 < _width)
        {
            done = _width - ((_width - start) & 1);
            SplitLanes<TElement, TLane>(source, target, done - width);
        }

        if (start > 0)
            SplitFrom(source, target, 0, 1);
        if (done < _width)
            SplitFrom(source, target, done, done + 1);
    }

    private unsafe void SplitFrom<TElement>(TElement* source, TElement* target, int column, int end)
        where TElement : unmanaged
    {
        foreach (int phase in _phases)
        {
            TElement* index = target + (_phaseIndex[phase] * _phaseWidth);
            int first = (int)(Math.Max(0, (long)column + Left - phase + _step - 1) / _step);
            int last = (int)Math.Min(_phaseWidth, ((long)end + Left - phase + _step - 1) / _step);
            TElement* from = source + (((nint)first * _step) + phase - Left);
            for (int i = first; i < last; i++, from += _step)
                index[i] = *from;
        }
    }

    /// <summary>Two lanes of columns, the first of them at an even place, copied to two stride phases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void SplitLanes<TElement, TLane>(TElement* source, TElement* target, int column)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int at = (column + Left) / 2;
        if (at + TLane.Width > _phaseWidth)
        {
            SplitFrom(source, target, column, Math.Min(_width, column + (2 * TLane.Width)));
            return;
        }

        TLane even = TLane.Deinterleave(
            TLane.Load(source + column), TLane.Load(source + column + TLane.Width), out TLane odd);
        if (_phaseIndex[0] >= 0)
            TLane.Store(even, target + (_phaseIndex[0] * _phaseWidth) + at);
        if (_phaseIndex[1] >= 0)
            TLane.Store(odd, target + (_phaseIndex[1] * _phaseWidth) + at);
    }
}
