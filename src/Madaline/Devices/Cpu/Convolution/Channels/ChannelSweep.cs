using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Madaline;

/// <summary>
/// A convolution with output channels in lanes: for rows too short to fill lanes with pixels. The sums of every pixel
/// are those of <see cref="Sweep{TElement, TLane}"/>, term by term.
/// </summary>
/// <remarks>Its results lie pixel after pixel, a lane of channels each.</remarks>
[SkipLocalsInit]
internal unsafe struct ChannelSweep<TElement, TLane, TWide>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    public int Terms, Rows, Columns, SourceRow;
    public int* Offsets;
    public bool HasBias, Relu;

    /// <summary>Elements of a lane's packed kernels, the bias behind them.</summary>
    public readonly long PackedSize => (Terms + 1L) * TWide.Width;

    /// <summary>Pixels of a row in one tile: 24 sums in 32 registers, 12 in 16.</summary>
    private static int MostColumns => Avx512F.VL.IsSupported ? 12 : 6;

    /// <summary>Kernels and biases of some output channels, side by side; channels that are missing repeat others.
    /// </summary>
    public readonly void Pack(TElement* weight, TElement* bias, int channels, TElement* packed)
    {
        for (int first = 0; first < TWide.Width; first += TLane.Width)
        {
            int start = Math.Min(first, channels - 1), last = Math.Min(channels - start, TLane.Width) - 1;
            TElement* source = weight + ((nint)start * Terms), target = packed + first;
            PackSquares(source, last, target);
            if (!HasBias)
                continue;
            target += (nint)Terms * TWide.Width;
            for (int i = 0; i < TLane.Width; i++)
                target[i] = bias[start + Math.Min(i, last)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void PackSquares(TElement* source, nint last, TElement* target)
    {
        nint terms = Terms, whole = terms - TLane.Width;
        if (whole < 0)
        {
            for (nint k = 0; k < terms; k++)
            {
                for (nint i = 0; i < TLane.Width; i++)
                    target[(k * TWide.Width) + i] = source[(Math.Min(i, last) * terms) + k];
            }

            return;
        }

        // The last square ends with the terms.
        for (nint k = 0; k < whole; k += TLane.Width)
            TLane.Turn(source + k, terms, last, target + (k * TWide.Width), TWide.Width);
        TLane.Turn(source + whole, terms, last, target + (whole * TWide.Width), TWide.Width);
    }

    /// <summary>All pixels of an image, for one lane of output channels.</summary>
    public readonly void Run(TElement* image, TElement* packed, TElement* sums)
    {
        int tiles = (Columns + MostColumns - 1) / MostColumns, width = (Columns + tiles - 1) / tiles;
        var work = new ChannelTileWork<TElement>
        {
            Weights = packed,
            Offsets = Offsets,
            Terms = Terms,
            Bias = HasBias ? packed + ((nint)Terms * TWide.Width) : null,
            Relu = Relu,
        };
        for (int row = 0; row < Rows; row += 2)
        {
            // The last tiles end with the image: what they have in common with others is computed twice alike.
            int top = Math.Max(0, Math.Min(row, Rows - 2)), bottom = Math.Min(top + 1, Rows - 1);
            for (int tile = 0; tile < tiles; tile++)
            {
                int column = Math.Min(tile * width, Columns - width);
                work.Top = image + ((nint)top * SourceRow) + column;
                work.Bottom = image + ((nint)bottom * SourceRow) + column;
                work.TopTarget = sums + ((((nint)top * Columns) + column) * TWide.Width);
                work.BottomTarget = sums + ((((nint)bottom * Columns) + column) * TWide.Width);
                Multiply(work, width);
            }
        }
    }

    private static void Multiply(in ChannelTileWork<TElement> work, int columns)
    {
        switch (columns)
        {
            case 1: ChannelTile<TElement, TWide, OneColumns>.Run(work); break;
            case 2: ChannelTile<TElement, TWide, TwoColumns>.Run(work); break;
            case 3: ChannelTile<TElement, TWide, ThreeColumns>.Run(work); break;
            case 4: ChannelTile<TElement, TWide, FourColumns>.Run(work); break;
            case 5: ChannelTile<TElement, TWide, FiveColumns>.Run(work); break;
            case 6: ChannelTile<TElement, TWide, SixColumns>.Run(work); break;
            case 7: ChannelTile<TElement, TWide, SevenColumns>.Run(work); break;
            case 8: ChannelTile<TElement, TWide, EightColumns>.Run(work); break;
            case 9: ChannelTile<TElement, TWide, NineColumns>.Run(work); break;
            case 10: ChannelTile<TElement, TWide, TenColumns>.Run(work); break;
            case 11: ChannelTile<TElement, TWide, ElevenColumns>.Run(work); break;
            default: ChannelTile<TElement, TWide, TwelveColumns>.Run(work); break;
        }
    }

    /// <summary>Puts lanes of channels where the output has them: a plane for each channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(TElement* lanes, int pixels, int channels, TElement* target)
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
                TElement* from = source + ((nint)first * TWide.Width), to = plane + first;
                if (some == TLane.Width && pixels >= TLane.Width)
                {
                    TLane.Turn(from, TWide.Width, last, to, pixels);
                    continue;
                }

                TLane.Turn(from, TWide.Width, last, square, TLane.Width);
                for (int i = 0; i < some; i++, to += pixels)
                {
                    for (int j = 0; j <= last; j++)
                        to[j] = square[(i * TLane.Width) + j];
                }
            }
        }
    }
}
