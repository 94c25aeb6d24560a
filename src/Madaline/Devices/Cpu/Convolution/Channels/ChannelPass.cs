using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Products;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>
/// A convolution with output channels in lanes: for rows too short to fill lanes with pixels. The sums of every pixel
/// are those of <see cref="DirectPass{TElement, TLane}"/>, term by term.
/// </summary>
/// <remarks>Its results lie pixel after pixel, all channels of one side by side.</remarks>
[SkipLocalsInit]
internal unsafe struct ChannelPass<TElement, TLane, TWide>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    /// <summary>Lanes of output channels that are done together, one or two.</summary>
    public int Lanes;

    public int Terms, Rows, Columns, SourceRow;
    public int* Offsets;
    public bool HasBias, Relu;

    /// <summary>Output channels that are done together.</summary>
    public readonly int Channels => Lanes * TLane.Width;

    /// <summary>Elements of their packed kernels, the biases behind them.</summary>
    public readonly long PackedSize => (Terms + 1L) * Channels;

    /// <summary>Pixels of a row in one tile: twice as many, where there are registers, were slower.</summary>
    private const int MaxColumns = 6;

    /// <summary>Kernels and biases of some output channels, side by side; channels that are missing repeat others.
    /// </summary>
    public readonly void Pack(TElement* weight, TElement* bias, int channels, TElement* packed)
    {
        for (int first = 0; first < Channels; first += TLane.Width)
        {
            int start = Math.Min(first, channels - 1), last = Math.Min(channels - start, TLane.Width) - 1;
            TElement* source = weight + ((nint)start * Terms), target = packed + first;
            Transposition<TElement, TLane>.Copy(source, Terms, last + 1, Terms, target, Channels);
            if (!HasBias)
                continue;
            target += (nint)Terms * Channels;
            for (int i = 0; i < TLane.Width; i++)
                target[i] = bias[start + Math.Min(i, last)];
        }
    }

    /// <summary>All pixels of an image, for some output channels.</summary>
    public readonly void Run(TElement* image, TElement* packed, TElement* sums)
    {
        if (Lanes == 1)
            Run<TLane, One>(image, packed, sums);
        else if (TWide.Width == 2 * TLane.Width)
            Run<TWide, One>(image, packed, sums);
        else
            Run<TLane, Two>(image, packed, sums);
    }

    private readonly void Run<TTile, TLanes>(TElement* image, TElement* packed, TElement* sums)
        where TTile : struct, IProductLane<TTile, TElement>
        where TLanes : struct, ITileCount
    {
        int tiles = (Columns + MaxColumns - 1) / MaxColumns, width = (Columns + tiles - 1) / tiles;
        int tileRows = 3 - TLanes.Count;
        var work = new ChannelTileWork<TElement>
        {
            Weights = packed,
            Offsets = Offsets,
            Terms = Terms,
            Bias = HasBias ? packed + ((nint)Terms * Channels) : null,
            Relu = Relu,
        };
        for (int row = 0; row < Rows; row += tileRows)
        {
            // The last tiles end with the image: what they have in common with others is computed twice alike.
            int top = Math.Max(0, Math.Min(row, Rows - tileRows)), bottom = Math.Min(top + tileRows, Rows) - 1;
            for (int tile = 0; tile < tiles; tile++)
            {
                int column = Math.Min(tile * width, Columns - width);
                work.Top = image + ((nint)top * SourceRow) + column;
                work.Bottom = image + ((nint)bottom * SourceRow) + column;
                work.TopTarget = sums + ((((nint)top * Columns) + column) * Channels);
                work.BottomTarget = TLanes.Count == 2 ? work.TopTarget + TTile.Width
                    : sums + ((((nint)bottom * Columns) + column) * Channels);
                Multiply<TTile, TLanes>(work, width);
            }
        }
    }

    private static void Multiply<TTile, TLanes>(in ChannelTileWork<TElement> work, int columns)
        where TTile : struct, IProductLane<TTile, TElement>
        where TLanes : struct, ITileCount
    {
        switch (columns)
        {
            case 1: ChannelTile<TElement, TTile, TLanes, One>.Run(work); break;
            case 2: ChannelTile<TElement, TTile, TLanes, Two>.Run(work); break;
            case 3: ChannelTile<TElement, TTile, TLanes, Three>.Run(work); break;
            case 4: ChannelTile<TElement, TTile, TLanes, Four>.Run(work); break;
            case 5: ChannelTile<TElement, TTile, TLanes, Five>.Run(work); break;
            default: ChannelTile<TElement, TTile, TLanes, Six>.Run(work); break;
        }
    }

    /// <summary>Puts lanes of channels where the output has them: a plane for each channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ScatterLanes(TElement* lanes, int pixels, int channels, TElement* target)
    {
        TElement* square = stackalloc TElement[TLane.Width * TLane.Width];
        for (int channel = 0; channel < channels; channel += TLane.Width)
        {
            int some = Math.Min(TLane.Width, channels - channel);
            TElement* source = lanes + channel, plane = target + ((nint)channel * pixels);
            for (int pixel = 0; pixel < pixels; pixel += TLane.Width)
            {
                // The last square ends with the plane.
                int first = Math.Max(0, Math.Min(pixel, pixels - TLane.Width));
                int last = Math.Min(TLane.Width, pixels) - 1;
                TElement* from = source + ((nint)first * Channels), to = plane + first;
                if (some == TLane.Width && pixels >= TLane.Width)
                {
                    TLane.Transpose(from, Channels, last, to, pixels);
                    continue;
                }

                TLane.Transpose(from, Channels, last, square, TLane.Width);
                for (int i = 0; i < some; i++, to += pixels)
                {
                    for (int j = 0; j <= last; j++)
                        to[j] = square[(i * TLane.Width) + j];
                }
            }
        }
    }
}
