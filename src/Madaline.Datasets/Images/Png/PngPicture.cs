using System.Buffers.Binary;

namespace Madaline.Datasets.Images.Png;

/// <summary>Collects rows of packed samples into a picture of 8 bits a sample.</summary>
internal sealed class PngPicture
{
    private readonly PngHeader _header;
    private readonly byte[] _palette = new byte[768], _covers = new byte[256];
    private readonly int[] _clear = [];
    private readonly int _plane, _channels, _stretch;

    /// <param name="header">How samples are packed.</param>
    /// <param name="chunks">Palette and transparency.</param>
    /// <param name="withCover">Whether transparency is wanted.</param>
    public PngPicture(PngHeader header, PngChunks chunks, bool withCover)
    {
        _header = header;
        _plane = header.Width * header.Height;
        _channels = header.Kind is 0 or 4 ? 1 : 3;
        _stretch = header.Bits < 8 ? 255 / ((1 << header.Bits) - 1) : 1;
        chunks.Palette?.CopyTo(_palette, 0);
        bool hasCover = header.Kind is 4 or 6;
        if (chunks.Transparency is { } clear)
        {
            Array.Fill(_covers, (byte)255);
            if (header.Kind == 3 && clear.Length <= 256)
            {
                hasCover = true;
                clear.CopyTo(_covers, 0);
            }
            else if (header.Kind is 0 or 2 && clear.Length == 2 * _channels)
            {
                hasCover = true;
                _clear = [.. Enumerable.Range(0, _channels)
                    .Select(c => (int)BinaryPrimitives.ReadUInt16BigEndian(clear.AsSpan(2 * c)))];
            }
        }

        Raster = new Raster(header.Height, header.Width, _channels, new byte[_channels * _plane],
            hasCover && withCover ? new byte[_plane] : null);
    }

    /// <summary>The picture, as far as rows were added.</summary>
    public Raster Raster { get; }

    /// <summary>Adds a row's pixels: the first in a column, and the others a number of columns apart.</summary>
    public void Add(ReadOnlySpan<byte> row, int count, int y, int left, int step)
    {
        int at = y * _header.Width + left;
        if (_header.Bits < 8 || _header.Kind == 3) AddSmall(row, count, at, step);
        else AddInteger(row, count, at, step);
    }

    /// <summary>One sample of at most 8 bits a pixel: a shade, or an entry of the palette.</summary>
    private void AddSmall(ReadOnlySpan<byte> row, int count, int at, int step)
    {
        int bits = _header.Bits, mask = (1 << bits) - 1;
        var (pixels, cover) = (Raster.Pixels, Raster.Cover);
        for (int x = 0; x < count; x++, at += step)
        {
            int place = x * bits, value = row[place >> 3] >> 8 - bits - (place & 7) & mask;
            if (_header.Kind != 3)
            {
                pixels[at] = (byte)(value * _stretch);
                if (cover is not null) cover[at] = value == _clear[0] ? (byte)0 : (byte)255;
                continue;
            }

            for (int c = 0; c < 3; c++) pixels[c * _plane + at] = _palette[3 * value + c];
            if (cover is not null) cover[at] = _covers[value];
        }
    }

    /// <summary>Samples of 8 or 16 bits.</summary>
    private void AddInteger(ReadOnlySpan<byte> row, int count, int at, int step)
    {
        int size = _header.Bits / 8, pixel = size * _header.Samples;
        var (pixels, cover) = (Raster.Pixels, Raster.Cover);
        for (int c = 0; c < _channels; c++)
        {
            int to = c * _plane + at;
            for (int from = c * size; from < count * pixel; from += pixel, to += step) pixels[to] = row[from];
        }

        for (int x = 0; cover is not null && x < count; x++, at += step)
        {
            var samples = row.Slice(x * pixel, pixel);
            cover[at] = _clear.Length > 0 ? IsClear(samples, size) ? (byte)0 : (byte)255 : samples[_channels * size];
        }
    }

    private bool IsClear(ReadOnlySpan<byte> samples, int size)
    {
        for (int c = 0; c < _clear.Length; c++)
        {
            int value = size == 1 ? samples[c] : BinaryPrimitives.ReadUInt16BigEndian(samples[(2 * c)..]);
            if (value != _clear[c]) return false;
        }

        return true;
    }
}
