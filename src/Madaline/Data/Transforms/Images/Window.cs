namespace Madaline.Data;

/// <summary>A rectangle of an image's channel, which may reach over its edges.</summary>
internal static class Window
{
    /// <summary>Copies the window that begins at a row and column; what lies outside becomes the fill.</summary>
    public static void Copy<T>(
        ReadOnlySpan<T> source, Span<T> target, ImageSize from, ImageSize to, int top, int left, T fill)
    {
        int before = Math.Clamp(-left, 0, to.Width), end = Math.Clamp(from.Width - left, before, to.Width);
        for (int row = 0; row < to.Height; row++)
        {
            var line = target.Slice(row * to.Width, to.Width);
            if ((uint)(top + row) >= (uint)from.Height)
            {
                line.Fill(fill);
                continue;
            }

            line[..before].Fill(fill);
            if (end > before)
                source.Slice(((top + row) * from.Width) + left + before, end - before).CopyTo(line[before..]);
            line[end..].Fill(fill);
        }
    }
}
