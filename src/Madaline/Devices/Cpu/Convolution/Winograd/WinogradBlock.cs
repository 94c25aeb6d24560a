namespace Madaline;

/// <summary>Blocks of tiles, of one image or of several that follow each other: what stays in a thread's cache.</summary>
internal unsafe struct WinogradBlock<TLane> : IRangeBody
    where TLane : struct, IProductLane<TLane, float>
{
    private const int Columns = WinogradBlock.Columns;

    public WinogradShape Shape;
    public float* Images, Factors;
    public WinogradOutput Output;

    /// <summary>From one place of the transformed pixels to the next: never a multiple of a page.</summary>
    private readonly nint Place => ((nint)Shape.Inputs * Columns) + F32x8.Width + F32x8.Width;

    private readonly int LaidOut => 2 * WinogradInput.Pitch(Shape)
        * WinogradInput.Rows(Math.Min(Shape.TileRows, (Columns / Shape.TileColumns) + 2));

    public void Run(int start, int end)
    {
        int tilesSize = (int)(WinogradBlock.Places * Place), laidOut = LaidOut;
        using var scratch = Tensor.Empty(
            [tilesSize + laidOut + (WinogradBlock.Places * WinogradBlock.ProductPlace) + (2 * WinogradFetch.Size)],
            DType.Float32, Device.Cpu);
        WinogradSegment* segments = stackalloc WinogradSegment[Columns], following = stackalloc WinogradSegment[Columns];
        fixed (byte* p = &CpuDevice.Start(scratch))
        {
            float* tiles = (float*)p, rows = tiles + tilesSize, products = rows + laidOut;
            var fetch = new WinogradFetch { Sources = (nint*)(products + (WinogradBlock.Places * WinogradBlock.ProductPlace)) };
            fetch.Asked = fetch.Sources + WinogradFetch.MostSources;
            int shares = (Shape.Outputs + WinogradKernels.Rows - 1) / WinogradKernels.Rows;
            new Span<float>(tiles, tilesSize + laidOut).Clear();
            for (int block = start; block < end; block++)
            {
                int count = Split(block, segments, out int columns);
                TransformPixels(segments, count, rows, tiles);
                fetch.SourceCount = 0;
                if (block + 1 < end)
                    fetch.ListSources(Images, Shape, following, Split(block + 1, following, out _), segments[count - 1]);
                for (int output = 0; output < Shape.Outputs; output += WinogradKernels.Rows)
                {
                    int each = fetch.ListAll(Output, segments, count, Shape.Outputs, output, output / WinogradKernels.Rows, shares);
                    Multiply(Factors + ((nint)output * WinogradBlock.Places * Shape.Inputs), tiles, columns, products, fetch.Asked, each);
                    int last = Math.Min(WinogradKernels.Rows, Shape.Outputs - output);
                    for (int i = 0; i < last; i++)
                        Output.Run(products + (i * Columns), segments, count, Shape.Outputs, output + i);
                }
            }
        }
    }

    /// <summary>The tiles of a block, row by row.</summary>
    private readonly int Split(int block, WinogradSegment* segments, out int columns)
    {
        long first = (long)block * Columns;
        columns = (int)Math.Min(Columns, Shape.Tiles - first);
        int along = Shape.TileColumns, down = Shape.TileRows, count = 0;
        long line = first / along;
        int at = (int)(first % along);
        for (int column = 0; column < columns; line++, at = 0)
        {
            int some = Math.Min(along - at, columns - column);
            segments[count++] = new WinogradSegment((int)(line / down), (int)(line % down), at, some, column);
            column += some;
        }

        return count;
    }

    // Channel after channel: a lane that reaches behind its row's tiles is followed by who writes there.
    private readonly void TransformPixels(WinogradSegment* segments, int count, float* rows, float* tiles)
    {
        nint plane = (nint)Shape.Source.Height * Shape.Source.Width, image = plane * Shape.Inputs, place = Place;
        for (int channel = 0; channel < Shape.Inputs; channel++, tiles += Columns)
        {
            for (int i = 0; i < count;)
            {
                int next = i + 1;
                while (next < count && segments[next].Image == segments[i].Image)
                    next++;
                WinogradInput.Run(Images + (segments[i].Image * image) + (channel * plane), Shape, segments + i,
                    next - i, rows, tiles, place);
                i = next;
            }
        }
    }

    /// <summary>Eight output channels' products.</summary>
    private readonly void Multiply(float* factors, float* tiles, int columns, float* products, nint* lines, int each)
    {
        for (int column = 0; column < columns; column += 3 * TLane.Width)
        {
            int lanes = Math.Min(3, (columns - column + TLane.Width - 1) / TLane.Width);
            float* v = tiles + column, m = products + column;
            if (Sweep<float, F32x8>.HasManyRegisters)
            {
                if (lanes == 3)
                    WinogradTile<TLane, Tile8x3>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                else if (lanes == 2)
                    WinogradTile<TLane, Tile8x2>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                else
                    WinogradTile<TLane, Tile8x1>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                each = 0;
                continue;
            }

            for (int half = 0; half < 2; half++, factors += 4, m += 4 * Columns)
            {
                if (lanes == 3)
                    WinogradTile<TLane, Tile4x3>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                else if (lanes == 2)
                    WinogradTile<TLane, Tile4x2>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                else
                    WinogradTile<TLane, Tile4x1>.Run(factors, v, Place, Shape.Inputs, m, lines, each);
                each = 0;
            }

            factors -= WinogradKernels.Rows;
        }
    }
}

/// <summary>The sizes of a block.</summary>
internal static class WinogradBlock
{
    /// <summary>Tiles of a block: three registers of 512 bits.</summary>
    public const int Columns = 48;

    /// <summary>Numbers of a transformed tile.</summary>
    public const int Places = 16;

    /// <summary>From one place of eight channels' products to the next.</summary>
    public const int ProductPlace = WinogradKernels.Rows * Columns;
}
