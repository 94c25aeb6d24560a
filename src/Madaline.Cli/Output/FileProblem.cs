using Madaline.Formats;

namespace Madaline.Cli.Output;

/// <summary>What the runtime and the system say of files, in the tool's words and with what helps.</summary>
internal static class FileProblem
{
    private const int MaxLetters = 80;

    // Numbers of errors: those of Linux and macOS as they are, those of Windows within an HRESULT.
    private const int Exists = 17, IsFolder = 21, TooManyOpen = 24, DiskFull = 28, ReadOnly = 30;
    private const int WindowsExists = 183, WindowsDiskFull = 112, WindowsHandleDiskFull = 39, WindowsInUse = 32;

    /// <summary>
    /// What is wrong and what helps; null where the text is one of our own, which begins with what was done in small
    /// letters.
    /// </summary>
    public static string? Of(Exception e)
    {
        if (e is not (IOException or UnauthorizedAccessException) || e.Message.Length == 0
            || !char.IsUpper(e.Message[0]))
            return null;
        string path = PathOf(e);
        return e switch
        {
            FileNotFoundException => $"there is no file {path}. Check the path.",
            DirectoryNotFoundException =>
                $"{path} cannot be reached: a folder of its path is missing, or is a file. Check the path.",
            PathTooLongException => $"the path {path} is too long, or a name in it is. Use a shorter one: most systems "
                + "allow names of 255 bytes.",
            UnauthorizedAccessException => $"{path} may not be read or written here: permission is denied, or it is a "
                + "folder where a file is expected. Name another place, or change the permissions.",
            _ => OfNumber(e.HResult & 0xFFFF, path, e.Message),
        };
    }

    private static string OfNumber(int number, string path, string message) => number switch
    {
        DiskFull or WindowsDiskFull or WindowsHandleDiskFull =>
            $"the disk of {path} is full. Free some space, or write to another place.",
        Exists or WindowsExists => $"{path} is a file where a folder is expected. Name another place.",
        IsFolder => $"{path} is a folder where a file is expected. Name a file in it.",
        ReadOnly => $"{path} is on a disk that can only be read. Name another place.",
        TooManyOpen => "too many files are open. Close other programs, or raise the limit (ulimit -n).",
        WindowsInUse => $"{path} is in use by another program. Close it there, or name another place.",
        _ => $"the system refuses {path}: {message.TrimEnd('.')}. Check the path, its permissions and the free space.",
    };

    /// <summary>The path that a message quotes, from the working folder where it lies in it.</summary>
    private static string PathOf(Exception e)
    {
        string? path = (e as FileNotFoundException)?.FileName;
        int start = e.Message.IndexOf('\''), end = e.Message.LastIndexOf('\'');
        if (string.IsNullOrEmpty(path))
            path = start >= 0 && end > start + 1 ? e.Message[(start + 1)..end] : "the file";
        string folder = $"{Directory.GetCurrentDirectory()}{Path.DirectorySeparatorChar}";
        if (path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length)
            path = path[folder.Length..];
        return PlainText.Cut(path, MaxLetters);
    }
}
