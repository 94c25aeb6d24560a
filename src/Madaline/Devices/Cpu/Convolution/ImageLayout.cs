using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// How a thread lays out an image's planes so that what one tap of the kernel meets at neighbouring places is
/// contiguous: zeros around it, and every stride-th column side by side in a slot of its own.
/// </summary>
internal sealed class ImageLayout
{
    private readonly int[] _slots;
    private readonly bool[] _usedRows;

    /// <summary>A layout for images of a size.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="top">Rows of zeros above; negative leaves out the image's first rows.</param>
    /// <param name="left">Columns of zeros on the left; negative leaves out the image's first columns.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="step">Every how many columns go side by side.</param>
    /// <param name="slotWidth">Columns of a slot.</param>
    /// <param name="usedColumns">For each remainder modulo the step, whether any tap meets it.</param>
    /// <param name="usedRows">For each row, whether any tap meets it.</param>
    public ImageLayout(
        int height, int width, int top, int left, int rows, int step, int slotWidth, bool[] usedColumns,
        bool[] usedRows)
    {
        (Height, Width, Top, Left, Step) = (height, width, top, left, step);
        _usedRows = usedRows;
        _slots = new int[step];
        int slots = 0;
        for (int i = 0; i < step; i++)
            _slots[i] = usedColumns[i] ? slots++ : -1;
        IsInPlace = step == 1 && top == 0 && left == 0 && rows <= height && slotWidth <= width;
        (Rows, SlotWidth) = IsInPlace ? (height, width) : (rows, slotWidth);
        Pitch = slots * SlotWidth;
        Plane = Sized((long)Rows * Pitch);
    }

    public int Height { get; }

    public int Width { get; }

    public int Top { get; }

    public int Left { get; }

    public int Rows { get; }

    public int Step { get; }

    public int SlotWidth { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>Elements from one channel to the next.</summary>
    public int Plane { get; }

    /// <summary>Whether the image itself already lies that way.</summary>
    public bool IsInPlace { get; }

    /// <summary>Where a row and column (counted with the zeros around) lie in a plane.</summary>
    public int Place(int row, int column) => (row * Pitch) + (_slots[column % Step] * SlotWidth) + (column / Step);

    /// <summary>So many elements of scratch memory.</summary>
    /// <exception cref="TensorException">There are more than one tensor holds.</exception>
    public static int Sized(long elements) => elements <= Array.MaxLength ? (int)elements
        : throw new TensorException("conv2d", $"an image with its padding is too large. It takes {elements:N0} numbers; "
            + $"expected at most {Array.MaxLength:N0}. Use less padding, or smaller images.");

    /// <summary>Copies channels into place. The target's zeros are there already.</summary>
    public unsafe void Fill<TElement>(TElement* source, int channels, TElement* target) where TElement : unmanaged
    {
        for (int channel = 0; channel < channels; channel++)
        {
            TElement* image = source + ((nint)channel * Height * Width), plane = target + ((nint)channel * Plane);
            int end = Math.Min(Rows, Height + Top);
            for (int row = Math.Max(0, Top); row < end; row++)
            {
                if (_usedRows[row])
                    FillRow(image + ((nint)(row - Top) * Width), plane + ((nint)row * Pitch));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void FillRow<TElement>(TElement* source, TElement* target) where TElement : unmanaged
    {
        if (Step == 1)
        {
            int first = Math.Max(0, Left), count = Math.Min(SlotWidth - first, Width - (first - Left));
            if (count > 0)
                new ReadOnlySpan<TElement>(source + (first - Left), count).CopyTo(new Span<TElement>(target + first,
                    count));
            return;
        }

        for (int phase = 0; phase < Step; phase++)
        {
            if (_slots[phase] < 0)
                continue;
            TElement* slot = target + (_slots[phase] * SlotWidth);
            int first = phase >= Left ? 0 : (Left - phase + Step - 1) / Step, column = (first * Step) + phase - Left;
            for (int i = first; i < SlotWidth && column < Width; i++, column += Step)
                slot[i] = source[column];
        }
    }
}
