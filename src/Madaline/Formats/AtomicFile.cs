namespace Madaline.Formats;

/// <summary>Writes files whole or not at all.</summary>
public static class AtomicFile
{
    private static readonly string[] DeviceFolders = OperatingSystem.IsWindows() ? [] : ["/dev/", "/proc/", "/sys/"];

    /// <summary>Writes a file so that a reader sees either the old content or the new, never a part.</summary>
    /// <remarks>
    /// The bytes go to a temporary sibling, are flushed to disk, and the sibling is renamed over
    /// <paramref name="path"/>. If <paramref name="write"/> throws, the sibling is deleted and the old file stays.
    /// A killed process may leave a sibling named <c>.NAME.*.tmp</c>; it is never read, and the next training removes
    /// those in its run's folder.
    /// </remarks>
    /// <param name="path">Where the file shall lie; missing folders are made.</param>
    /// <param name="write">Writes the content to the stream given; must not close it.</param>
    /// <exception cref="IOException">The disk refuses, or the file is a device.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"AtomicFile.Write: {path} is a folder; expected a file.", nameof(path));
        if (DeviceFolders.Any(device => target.StartsWith(device, StringComparison.Ordinal)))
            throw new IOException($"file: {path} is a device, which would be replaced. Expected a file. Name a file.");
        Directory.CreateDirectory(folder);
        var sibling = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(sibling, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(sibling, target, overwrite: true);
        }
        catch
        {
            Delete(sibling);
            throw;
        }
    }

    /// <summary>Removes what killed writers left in a folder. Call it only where no writer is at work.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    internal static void RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp"))
        {
            if (IsSibling(Path.GetFileName(path)))
                Delete(path);
        }
    }

    /// <summary><c>.NAME.XXXXXXXX.XXX.tmp</c>, with the letters and digits of a random file name.</summary>
    private static bool IsSibling(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length >= 5 && parts[0].Length == 0 && parts[^1] == "tmp" && IsRandom(parts[^2], 3)
            && IsRandom(parts[^3], 8);
    }

    private static bool IsRandom(string text, int length) =>
        text.Length == length && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Deletes a file that does no harm if it stays.</summary>
    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before says more than this.
        }
    }
}
