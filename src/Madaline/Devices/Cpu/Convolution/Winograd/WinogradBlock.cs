using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>Blocks of tiles, of one image or of several: what stays in a thread's cache.</summary>
internal unsafe struct WinogradBlock<TLane> : IRangeBody
    where TLane : struct, IProductLane<TLane, float>
{
    private const int Columns = WinogradBlock.Columns;

    public WinogradShape Shape;
    public float* Images, Factors;
    public WinogradOutput Output;

    /// <summary>From one place of the transformed pixels to the next: never a multiple of a page.</summary>
    private readonly nint Place => ((nint)Shape.Inputs * Columns) + F32x8.Width + F32x8.Width;

    /// <summary>Elements of a channel's laid-out rows.</summary>
    private readonly int LaidOut => 2 * WinogradInput.Pitch(Shape) * WinogradView.MaxLines(Shape);

    public void Run(int start, int end)
    {
        int most = WinogradView.MaxSegments(Shape), mostLines = WinogradView.MaxLines(Shape);
        var segments = stackalloc WinogradSegment[2 * most];
        var lines = stackalloc WinogradLine[2 * mostLines];
        var view = new WinogradView { Segments = segments, Lines = lines };
        var next = new WinogradView { Segments = segments + most, Lines = lines + mostLines };
        int tilesSize = (int)(WinogradBlock.Places * Place), rowsSize = 2 * LaidOut;
        // The last lane of a segment may reach beyond the last product.
        const int ProductsSize = (WinogradBlock.Places * WinogradBlock.ProductPlace) + 16;
        using var scratch = new Scratch(
            "conv2d", ((tilesSize + rowsSize + ProductsSize) * sizeof(float)) + WinogradFetch.Size);
        float* tiles = (float*)scratch.Start, rows = tiles + tilesSize, products = rows + rowsSize;
        var fetch = new WinogradFetch((byte*)(products + ProductsSize));
        new Span<float>(tiles, tilesSize).Clear();
        new Span<float>(products, ProductsSize).Clear();
        view.Find(Shape, start);
        for (int block = start; block < end; block++)
        {
            new Span<float>(rows, rowsSize).Clear();
            TransformPixels(view, rows, tiles);
            if (block + 1 < end)
            {
                next.Find(Shape, block + 1);
                fetch.ListSources(Images, Shape, next, view);
            }

            fetch.ListTargets(Output, view, Shape.Outputs);
            Multiply(view, tiles, products, ref fetch);
            (view, next) = (next, view);
        }
    }

    // Channel after channel: a lane that reaches behind its row's tiles is followed by who writes there. A channel is
    // laid out before the last is transformed, because reading what was stored just now in other pieces would wait.
    private readonly void TransformPixels(in WinogradView view, float* rows, float* tiles)
    {
        float* images = Images, following = rows + LaidOut;
        nint plane = (nint)Shape.Source.Height * Shape.Source.Width, place = Place;
        WinogradInput.LayOut(images, Shape, view.Lines, view.LineCount, rows);
        for (int channel = 1; channel <= Shape.Inputs; channel++, tiles += Columns)
        {
            images += plane;
            if (channel < Shape.Inputs)
                WinogradInput.LayOut(images, Shape, view.Lines, view.LineCount, following);
            WinogradInput.Transform(rows, Shape, view.Segments, view.SegmentCount, tiles, place);
            float* laidOut = rows;
            rows = following;
            following = laidOut;
        }
    }

    /// <summary>Eight output channels after the other, from product to output while that lies near.</summary>
    private readonly void Multiply(in WinogradView view, float* tiles, float* products, ref WinogradFetch fetch)
    {
        for (int output = 0; output < Shape.Outputs; output += WinogradKernels.Rows)
        {
            int left = Shape.Outputs - output;
            fetch.Begin((left + WinogradKernels.Rows - 1) / WinogradKernels.Rows);
            float* factors = Factors + ((nint)output * WinogradBlock.Places * Shape.Inputs);
            for (int column = 0; column < view.Columns; column += 3 * TLane.Width)
            {
                int lanes = Math.Min(3, (view.Columns - column + TLane.Width - 1) / TLane.Width);
                Multiply(factors, lanes, tiles + column, products + column, ref fetch);
            }

            for (int i = 0; i < Math.Min(WinogradKernels.Rows, left); i++)
                Output.Run(products + (i * Columns), view.Segments, view.SegmentCount, Shape.Outputs, output + i);
        }
    }

    private readonly void Multiply(float* factors, int lanes, float* v, float* m, ref WinogradFetch fetch)
    {
        if (DirectPass<float, F32x8>.HasManyRegisters)
        {
            MultiplyRows<Eight>(factors, lanes, v, m, ref fetch);
            return;
        }

        MultiplyRows<Four>(factors, lanes, v, m, ref fetch);
        MultiplyRows<Four>(factors + 4, lanes, v, m + (4 * Columns), ref fetch);
    }

    private readonly void MultiplyRows<TRows>(float* factors, int lanes, float* v, float* m, ref WinogradFetch fetch)
        where TRows : struct, ITileCount
    {
        if (lanes == 3)
            WinogradTile<TLane, Tile<TRows, Three>>.Run(factors, v, Place, Shape.Inputs, m, ref fetch);
        else if (lanes == 2)
            WinogradTile<TLane, Tile<TRows, Two>>.Run(factors, v, Place, Shape.Inputs, m, ref fetch);
        else
            WinogradTile<TLane, Tile<TRows, One>>.Run(factors, v, Place, Shape.Inputs, m, ref fetch);
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
