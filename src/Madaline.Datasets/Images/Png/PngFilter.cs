using System.Numerics;

namespace Madaline.Datasets.Images.Png;

/// <summary>Turns differences into samples.</summary>
internal static class PngFilter
{
    /// <summary>Undoes a row's filter in place; false if there is no such filter.</summary>
    /// <param name="filter">0 none, 1 left, 2 above, 3 their mean, 4 the nearest of three (Paeth).</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row before, of the same length; zeros before the first.</param>
    /// <param name="distance">Bytes from a sample to the same one of the pixel before.</param>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (int i = distance; i < row.Length; i++) row[i] += row[i - distance];
                return true;
            case 2:
                Above(row, above);
                return true;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)((i < distance ? 0 : row[i - distance]) + above[i] >> 1);
                return true;
            case 4:
                Nearest(row, above[..row.Length], distance);
                return true;
            default:
                return false;
        }
    }

    private static void Above(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] += above[i];
    }

    private static void Nearest(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        int first = Math.Min(distance, row.Length);
        for (int i = 0; i < first; i++) row[i] += above[i];
        for (int i = distance; i < row.Length; i++)
        {
            int left = row[i - distance], up = above[i], corner = above[i - distance];
            int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner),
                toCorner = Math.Abs(left + up - 2 * corner);
            row[i] += (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
        }
    }
}
