using System.Buffers.Binary;

namespace Madaline.Datasets.Images;

/// <summary>How a camera was held, as pictures note it (Exif tag 0x0112).</summary>
internal enum Orientation
{
    Upright = 0,
    Mirrored = 2,
    UpsideDown = 3,
    Flipped = 4,
    Transposed = 5,
    TurnRight = 6,
    Transverse = 7,
    TurnLeft = 8,
}

/// <summary>Reads one number of Exif data: the orientation. Data that makes no sense says nothing.</summary>
internal static class Exif
{
    private const int Tag = 0x0112, EntryBytes = 12;

    /// <param name="tiff">The data, from its byte order mark on.</param>
    public static Orientation OrientationOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
            return Orientation.Upright;
        bool isLittle = tiff[0] == 'I';
        long at = Long(tiff[4..]);
        if (at + 2 > tiff.Length) return Orientation.Upright;
        int entries = Short(tiff[(int)at..]);
        for (at += 2; entries-- > 0 && at + EntryBytes <= tiff.Length; at += EntryBytes)
        {
            var entry = tiff[(int)at..];
            if (Short(entry) != Tag) continue;
            int value = Short(entry[8..]);
            return value is >= 2 and <= 8 ? (Orientation)value : Orientation.Upright;
        }

        return Orientation.Upright;

        int Short(ReadOnlySpan<byte> bytes) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt16BigEndian(bytes);

        long Long(ReadOnlySpan<byte> bytes) => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>Whether the picture lies on its side, so that height and width change places.</summary>
    public static bool IsOnItsSide(Orientation orientation) => orientation >= Orientation.Transposed;

    /// <summary>The picture as it was seen.</summary>
    public static Raster Upright(Raster picture, Orientation orientation)
    {
        if (orientation == Orientation.Upright) return picture;
        bool isTurned = IsOnItsSide(orientation);
        var (height, width) = isTurned ? (picture.Width, picture.Height) : (picture.Height, picture.Width);
        int plane = height * width;
        var pixels = new byte[picture.Pixels.Length];
        for (int c = 0; c < picture.Channels; c++)
            Place(picture.Pixels.AsSpan(c * plane, plane), pixels.AsSpan(c * plane, plane));
        byte[]? cover = null;
        if (picture.Cover is { } before) Place(before, cover = new byte[plane]);
        return new Raster(height, width, picture.Channels, pixels, cover);

        void Place(ReadOnlySpan<byte> from, Span<byte> to)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    var (row, column) = Source(orientation, y, x, height - 1 - y, width - 1 - x);
                    to[y * width + x] = from[row * picture.Width + column];
                }
            }
        }
    }

    /// <summary>Where a pixel comes from, given its place from either end.</summary>
    private static (int Row, int Column) Source(Orientation orientation, int y, int x, int yEnd, int xEnd) =>
        orientation switch
        {
            Orientation.Mirrored => (y, xEnd),
            Orientation.UpsideDown => (yEnd, xEnd),
            Orientation.Flipped => (yEnd, x),
            Orientation.Transposed => (x, y),
            Orientation.TurnRight => (xEnd, y),
            Orientation.Transverse => (xEnd, yEnd),
            Orientation.TurnLeft => (x, yEnd),
            _ => (y, x),
        };
}
