using System.Runtime.CompilerServices;

namespace Madaline.Autograd;

/// <summary>What scopes turn on for a flow of control.</summary>
[Flags]
internal enum FlowModes
{
    None = 0,

    /// <summary>Operations are not recorded.</summary>
    Unrecorded = 1,

    /// <summary>Recorded operations are searched for NaN.</summary>
    WatchesForNaN = 2,

    /// <summary>Modules behave as in evaluation, whatever their own mode is.</summary>
    Evaluates = 4,

    /// <summary>The outputs of modules are observed.</summary>
    Observed = 8,

    /// <summary>Operations are written down.</summary>
    Traced = 16,
}

/// <summary>
/// A scope that holds for a flow of control: for the code inside it, before and behind an await, and for the tasks,
/// threads and parallel loops that this code starts; until it is closed, and then for none of them.
/// </summary>
/// <remarks>
/// The scopes of a flow are a list that the runtime carries along (<see cref="ExecutionContext"/>). Each thread keeps
/// what it needs of the list at hand, renewed whenever the runtime brings another, so that asking costs no more than a
/// look at a thread's own variable. A scope that was closed counts nowhere any more, wherever its list was carried: a
/// task that outlives the scope, or a thread that was started in it, does not stay in its mode.
/// </remarks>
internal abstract class FlowScope : IDisposable
{
    private static readonly AsyncLocal<FlowScope?> Carried = new(static change => Adopt(change.CurrentValue));

    private readonly FlowModes _modes;
    private readonly FlowScope? _outer;
    private int _closed;

    /// <summary>Opens a scope for the flow of control under way.</summary>
    protected FlowScope(FlowModes modes)
    {
        (_modes, _outer) = (modes, FirstOpen(OfThread.Scopes));
        Carried.Value = this;
    }

    /// <summary>The open scopes of the flow of control under way, the innermost first.</summary>
    public static IEnumerable<FlowScope> Open
    {
        get
        {
            for (var scope = FirstOpen(OfThread.Scopes); scope is not null; scope = FirstOpen(scope._outer))
                yield return scope;
        }
    }

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Whether a mode is on for the flow of control under way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOn(FlowModes mode) => (OfThread.Modes & mode) != 0 && IsStillOn(mode);

    /// <summary>
    /// Closes the scope for all flows that are inside. False when the one under way never was: then somebody closes
    /// what he did not open.
    /// </summary>
    public bool Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return true;
        OnClosed();
        FlowScope? here = OfThread.Scopes;
        for (var scope = here; scope is not null; scope = scope._outer)
        {
            if (!ReferenceEquals(scope, this))
                continue;
            if (FirstOpen(here) is var left && !ReferenceEquals(left, here))
                Carried.Value = left;
            else
                Adopt(here);
            return true;
        }

        return false;
    }

    /// <summary>Closes the scope where it was opened.</summary>
    public void Dispose() => Close();

    /// <summary>Takes the flow under way out of the scope, which holds for a task it started until that ends.</summary>
    public void LeaveTo(Task task)
    {
        Carried.Value = FirstOpen(_outer);
        task.ContinueWith(static (_, scope) => ((FlowScope)scope!).Close(), this, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Called once, by the code that closes the scope.</summary>
    protected virtual void OnClosed()
    {
    }

    private static FlowScope? FirstOpen(FlowScope? scope)
    {
        while (scope is { IsClosed: true })
            scope = scope._outer;
        return scope;
    }

    /// <summary>A mode was on when the thread last looked: a scope may have been closed elsewhere since.</summary>
    private static bool IsStillOn(FlowModes mode)
    {
        for (var scope = OfThread.Scopes; scope is not null; scope = scope._outer)
        {
            if ((scope._modes & mode) != 0 && !scope.IsClosed)
                return true;
        }

        Adopt(OfThread.Scopes);
        return false;
    }

    /// <summary>Makes a list of scopes the thread's, without those that are closed.</summary>
    private static void Adopt(FlowScope? scopes)
    {
        var modes = FlowModes.None;
        scopes = FirstOpen(scopes);
        for (var scope = scopes; scope is not null; scope = scope._outer)
            modes |= scope.IsClosed ? FlowModes.None : scope._modes;
        (OfThread.Scopes, OfThread.Modes) = (scopes, modes);
        GradMode.SetByFlow((modes & FlowModes.Unrecorded) != 0);
    }

    /// <summary>In a class without initialisers: so a thread's variables are read without a check for them.</summary>
    private static class OfThread
    {
        [ThreadStatic]
        public static FlowScope? Scopes;

        [ThreadStatic]
        public static FlowModes Modes;
    }
}
