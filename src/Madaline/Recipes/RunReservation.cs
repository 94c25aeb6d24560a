namespace Madaline.Recipes;

/// <summary>A run's folder, held for one training until disposed of, or until the process ends.</summary>
/// <remarks>
/// The file <c>training.lock</c> in the folder is locked, which a killed process gives back, and deleted at the end.
/// Its length is drawn by its holder: where another file has taken its place, the folder was removed meanwhile.
/// </remarks>
public sealed class RunReservation : IDisposable
{
    private const int MaxBytes = 4096, Attempts = 100;

    // EAGAIN on Linux and on macOS; a sharing violation on Windows.
    private static readonly int[] Busy = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly int _mark = Random.Shared.Next(1, MaxBytes);

    private RunReservation(string path)
    {
        _path = path;
        // Windows deletes an open file only where its sharing allows that; elsewhere that sharing would not lock.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 1);
        _stream.SetLength(_mark);
    }

    /// <summary>Whether the folder is still the one that was reserved: not removed, nor taken by another.</summary>
    public bool IsHeld => new FileInfo(_path) is { Exists: true } file && file.Length == _mark;

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        try
        {
            if (IsHeld)
                File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its lock the file excludes no other process.
        }

        _stream.Dispose();
    }

    /// <summary>Takes the lock, or null while another training has it.</summary>
    /// <param name="path">The lock's file.</param>
    internal static RunReservation? TryTake(string path)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            RunReservation reservation;
            try
            {
                reservation = new RunReservation(path);
            }
            catch (IOException e) when (Array.IndexOf(Busy, e.HResult) >= 0)
            {
                return null;
            }

            if (reservation.IsHeld)
                return reservation;
            // The process that had the lock deleted the file after it was opened here: this lock is of a file without a
            // name.
            reservation._stream.Dispose();
        }

        return null;
    }
}
