namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>Which tiles a block has, and which rows of pixels they see.</summary>
internal unsafe struct WinogradView
{
    public WinogradSegment* Segments;
    public WinogradLine* Lines;
    public int SegmentCount, LineCount, Columns;

    /// <summary>Most segments of a block.</summary>
    public static int MaxSegments(in WinogradShape shape) => (WinogradBlock.Columns / shape.TileColumns) + 2;

    /// <summary>Most rows that a block sees: no row of tiles sees more than four.</summary>
    public static int MaxLines(in WinogradShape shape) => 4 * MaxSegments(shape);

    /// <summary>The tiles of a block, row by row.</summary>
    public void Find(in WinogradShape shape, int block)
    {
        long first = (long)block * WinogradBlock.Columns;
        Columns = (int)Math.Min(WinogradBlock.Columns, shape.Tiles - first);
        (SegmentCount, LineCount) = (0, 0);
        int along = shape.TileColumns, down = shape.TileRows, at = (int)(first % along), line = -2;
        long row = first / along;
        for (int column = 0; column < Columns; row++, at = 0)
        {
            int some = Math.Min(along - at, Columns - column), image = (int)(row / down), tile = (int)(row % down);
            bool goesOn = SegmentCount > 0 && Segments[SegmentCount - 1].Image == image;
            line += goesOn ? 2 : line < 0 ? 2 : 4;
            for (int i = goesOn ? 2 : 0; i < 4; i++)
                See(shape, image, (2 * tile) - shape.Before.Height + i, line + i);
            Segments[SegmentCount++] = new WinogradSegment(image, tile, at, some, column, line);
            column += some;
        }
    }

    private void See(in WinogradShape shape, int image, int row, int line)
    {
        if ((uint)row >= (uint)shape.Source.Height)
            return;
        Lines[LineCount++] = new WinogradLine(line,
            ((((nint)image * shape.Inputs * shape.Source.Height) + row) * shape.Source.Width));
    }
}

/// <summary>The sizes of a convolution that is done by tiles of 2×2 outputs.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Inputs">Channels that are read.</param>
/// <param name="Outputs">Channels that are made.</param>
/// <param name="Source">Rows and columns of what is read.</param>
/// <param name="Target">Rows and columns of what is made.</param>
/// <param name="Before">Zeros above and left.</param>
internal readonly record struct WinogradShape(
    int Images, int Inputs, int Outputs, Size2 Source, Size2 Target, Size2 Before)
{
    public int TileRows => (Target.Height + 1) / 2;

    public int TileColumns => (Target.Width + 1) / 2;

    /// <summary>Tiles of all images.</summary>
    public long Tiles => (long)Images * TileRows * TileColumns;
}

/// <summary>Tiles side by side in one row of an image.</summary>
/// <param name="Image">Which image.</param>
/// <param name="Row">Which row of tiles.</param>
/// <param name="First">The first of them in that row.</param>
/// <param name="Count">How many.</param>
/// <param name="Column">Where the block has the first of them.</param>
/// <param name="Line">The first of the four laid-out rows that they see.</param>
internal readonly record struct WinogradSegment(int Image, int Row, int First, int Count, int Column, int Line);

/// <summary>A row of pixels that a block sees.</summary>
/// <param name="Line">Where it is laid out.</param>
/// <param name="Source">Where the images have it in their first channel.</param>
internal readonly record struct WinogradLine(int Line, nint Source);
