using System.Security.Cryptography;

namespace Madaline.Studio.Guard;

/// <summary>Random bytes that one user's studios share, in a file that only this user may read.</summary>
internal static class UserSecret
{
    private const int Bytes = 32;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secret, or makes it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The secret; null where it cannot be kept, or where others may read it.</returns>
    public static byte[]? ReadOrMake(string path)
    {
        try
        {
            return File.Exists(path) ? Read(path) : Make(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~Own) != 0)
            return null;
        byte[] secret = File.ReadAllBytes(path);
        return secret.Length == Bytes ? secret : null;
    }

    private static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        byte[] secret = RandomNumberGenerator.GetBytes(Bytes);
        // Written aside and moved into place, so that a disk that is full leaves no half of one.
        string part = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        try
        {
            using (var stream = new FileStream(part, options))
                stream.Write(secret);
            File.Move(part, path, overwrite: false);
        }
        finally
        {
            File.Delete(part);
        }

        return secret;
    }
}
