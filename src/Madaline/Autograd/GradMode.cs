namespace Madaline.Autograd;

/// <summary>Whether operations of the flow of control under way are recorded for backward.</summary>
internal static class GradMode
{
    private const int ByFlow = 1 << 30;

    // The library's own scopes on this thread, and ByFlow while the flow of control is in a scope of the user's.
    [ThreadStatic]
    private static int _off;

    // Over all threads: nearly always 0, and quicker to look at than what belongs to a thread.
    private static int _watchers;

    public static bool IsRecording => _off == 0 || (_off == ByFlow && !FlowScope.IsOn(FlowModes.Unrecorded));

    public static bool DetectsAnomalies => _watchers > 0 && FlowScope.IsOn(FlowModes.WatchesForNaN);

    public static void Off() => _off++;

    public static void On() => _off--;

    public static void SetByFlow(bool isOff) => _off = isOff ? _off | ByFlow : _off & ~ByFlow;

    public static void Watch() => Interlocked.Increment(ref _watchers);

    public static void Unwatch() => Interlocked.Decrement(ref _watchers);
}

/// <summary>
/// Nothing is recorded until the end of a block, on its thread: for the library's own work, which awaits nothing.
/// Where user code is called, <see cref="NoGrad"/> goes with it to other threads.
/// </summary>
internal readonly ref struct Unrecorded
{
    public Unrecorded() => GradMode.Off();

    public void Dispose() => GradMode.On();
}
