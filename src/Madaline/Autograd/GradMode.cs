namespace Madaline;

/// <summary>Whether operations of this thread are recorded for backward.</summary>
internal static class GradMode
{
    [ThreadStatic]
    private static int _off;

    [ThreadStatic]
    private static int _anomaly;

    // Over all threads: nearly always 0, and quicker to look at than what belongs to a thread.
    private static int _watchers;

    public static bool IsRecording => _off == 0;

    public static bool DetectsAnomalies => _watchers > 0 && _anomaly > 0;

    public static void Off() => _off++;

    public static void On() => _off--;

    public static void Watch()
    {
        Interlocked.Increment(ref _watchers);
        _anomaly++;
    }

    public static void Unwatch()
    {
        Interlocked.Decrement(ref _watchers);
        _anomaly--;
    }
}

/// <summary>A scope in which nothing is recorded for backward: <c>using (new NoGrad()) { … }</c>.</summary>
/// <remarks>Holds for the thread that opened it; scopes nest.</remarks>
public sealed class NoGrad : IDisposable
{
    private bool _closed;

    /// <summary>Opens the scope.</summary>
    public NoGrad() => GradMode.Off();

    /// <summary>Runs a function without recording.</summary>
    public static T Run<T>(Func<T> function)
    {
        using var scope = new NoGrad();
        return function();
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        if (!_closed)
            GradMode.On();
        _closed = true;
    }
}

/// <summary>
/// A scope that looks for NaN after every recorded operation, forward and backward, and names the one that made it.
/// </summary>
/// <remarks>Slow: for finding an error, not for training. The error is a <see cref="TensorException"/>.</remarks>
public sealed class DetectAnomaly : IDisposable
{
    private bool _closed;

    /// <summary>Opens the scope.</summary>
    public DetectAnomaly() => GradMode.Watch();

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        if (!_closed)
            GradMode.Unwatch();
        _closed = true;
    }
}
