using System.Diagnostics;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>Keeps a run's <c>metrics.jsonl</c> up to date while training goes on, by a line an epoch.</summary>
/// <remarks>
/// Lines are added at most once a second. A kill may leave the last of them cut off, which readers leave out. A disk
/// that refuses does not stop the training: what is missing is written with <see cref="RunFolder.WriteMetrics"/> at
/// its end.
/// </remarks>
/// <param name="run">The run.</param>
/// <param name="intervalSeconds">The least time between two additions.</param>
public sealed class MetricsLog(RunFolder run, double intervalSeconds = 1) : TrainerCallback
{
    private readonly MemoryStream _pending = new();
    private long _length, _written;
    private bool _isBegun;

    /// <inheritdoc/>
    public override bool OnEpoch(EpochResult epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        MetricsFile.WriteLine(_pending, epoch);
        if (_written != 0 && Stopwatch.GetElapsedTime(_written).TotalSeconds < intervalSeconds)
            return true;
        try
        {
            if (!_isBegun)
                Begin(epoch.Epoch);
            Append();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept until the next second.
        }

        _written = Stopwatch.GetTimestamp();
        return true;
    }

    /// <summary>Keeps the lines of earlier epochs: not those that are run again, nor what a kill cut off.</summary>
    private void Begin(int first)
    {
        if (File.Exists(run.MetricsPath))
        {
            var kept = MetricsFile.Read(run.MetricsPath, out _);
            MetricsFile.Write(run.MetricsPath, kept.Where(epoch => epoch.Epoch < first));
            _length = new FileInfo(run.MetricsPath).Length;
        }

        _isBegun = true;
    }

    /// <summary>Adds what is pending after the last whole line.</summary>
    private void Append()
    {
        Directory.CreateDirectory(run.Path);
        using var stream = new FileStream(run.MetricsPath, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1);
        _length = Math.Min(_length, stream.Length);
        stream.SetLength(_length);
        stream.Position = _length;
        stream.Write(_pending.GetBuffer(), 0, (int)_pending.Length);
        _length = stream.Position;
        _pending.SetLength(0);
    }
}
