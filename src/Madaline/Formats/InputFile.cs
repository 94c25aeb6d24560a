namespace Madaline.Formats;

/// <summary>Opens the files that people name for reading: only those that have an end.</summary>
/// <remarks>
/// A pipe without a writer never opens, a device never ends; both have no length, links to them included. Standard
/// input is the one exception: it is named where something is piped into it.
/// </remarks>
public static class InputFile
{
    private static readonly string[] StandardInput = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

    /// <summary>Opens a file with something in it.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="bufferBytes">Bytes read ahead; none when omitted.</param>
    /// <exception cref="DataFormatException">It is a folder, a device, a pipe or empty.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int bufferBytes = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!StandardInput.Contains(path))
            RequireContent(path);
        return new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferBytes);
    }

    /// <summary>All bytes of a file, up to a limit.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="mostBytes">The most it may have.</param>
    /// <param name="what">What an error calls it, such as "a recipe".</param>
    /// <exception cref="DataFormatException">It has more, or is a folder, a device, a pipe or empty.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static byte[] ReadAll(string path, long mostBytes, string what)
    {
        using var stream = Open(path);
        return ReadAll(stream, path, mostBytes, what);
    }

    /// <summary>What is left of a stream, up to a limit of bytes; the stream stays open.</summary>
    /// <param name="stream">Any stream, with a length or without.</param>
    /// <param name="name">What an error calls the place.</param>
    /// <param name="mostBytes">The most there may be.</param>
    /// <param name="what">What an error calls the content.</param>
    /// <exception cref="DataFormatException">There is more.</exception>
    public static byte[] ReadAll(Stream stream, string name, long mostBytes, string what)
    {
        ArgumentNullException.ThrowIfNull(stream);
        mostBytes = Math.Min(mostBytes, Array.MaxLength);
        long expected = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (expected > mostBytes)
            throw TooLong(name, mostBytes, what);

        // One byte more than is expected, so that the end is met without a larger array.
        var bytes = new byte[Math.Min(Math.Max(expected, FirstBytes), mostBytes) + 1];
        int count = 0;
        while (true)
        {
            int read = stream.ReadAtLeast(bytes.AsSpan(count), bytes.Length - count, throwOnEndOfStream: false);
            count += read;
            if (count > mostBytes)
                throw TooLong(name, mostBytes, what);
            if (count < bytes.Length)
                return bytes[..count];
            Array.Resize(ref bytes, (int)Math.Min(2L * count, mostBytes + 1));
        }
    }

    private const int FirstBytes = 4096;

    private static DataFormatException TooLong(string name, long mostBytes, string what) =>
        new(name, -1L, $"{what} has at most {mostBytes} bytes; this one has more.");

    /// <summary>Devices and pipes have no length, nor have empty files: none of them is opened.</summary>
    private static void RequireContent(string path)
    {
        if (Directory.Exists(path))
            throw new DataFormatException(path, -1L, "it is a folder; expected a file. Name a file in it.");
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        if (file.Exists && file.Length == 0)
        {
            throw new DataFormatException(path, 0L, "there is nothing to read: it is empty, or a device or pipe. "
                + "Expected a file with content. Save what a pipe gives to a file, or give it through standard input.");
        }
    }
}
