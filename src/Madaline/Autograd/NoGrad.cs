using Madaline.Autograd;

namespace Madaline;

/// <summary>A scope in which nothing is recorded for backward: <c>using (new NoGrad()) { … }</c>.</summary>
/// <remarks>
/// <para>Holds for the flow of control that opened it: for the code inside, before and behind an <c>await</c>, on
/// whatever thread it goes on, and for the tasks, threads and parallel loops that this code starts. Code outside is not
/// touched, on whatever thread. Scopes nest.</para>
/// <para>Closed, it holds for none of them any more: a task that outlives the scope records again. What must not record
/// to its end opens a scope of its own.</para>
/// <para>Open and close it in one method. Opened in an async method that returns it, it never holds for the caller; an
/// async iterator loses it at each <c>yield return</c> and opens it anew behind. Both are refused when it is closed. In
/// an iterator that is not async it holds for the loop over it, too.</para>
/// </remarks>
public sealed class NoGrad : IDisposable
{
    private readonly ModeScope _scope = new(FlowModes.Unrecorded);

    /// <summary>Opens the scope.</summary>
    public NoGrad()
    {
    }

    /// <summary>Runs a function without recording; an async one to the end of its task.</summary>
    /// <exception cref="TensorException">
    /// The function gives a <see cref="ValueTask"/> or an async sequence, whose work goes on unseen.
    /// </exception>
    public static T Run<T>(Func<T> function)
    {
        RequireEnds(typeof(T));
        var scope = new ModeScope(FlowModes.Unrecorded);
        Task? unfinished = null;
        try
        {
            T result = function();
            unfinished = result is Task { IsCompleted: false } task ? task : null;
            return result;
        }
        finally
        {
            if (unfinished is null)
                scope.Close();
            else
                scope.LeaveTo(unfinished);
        }
    }

    /// <summary>Closes the scope, for all that is inside it.</summary>
    /// <exception cref="TensorException">
    /// It is closed on a flow of control that never was inside; it is closed nevertheless.
    /// </exception>
    public void Dispose()
    {
        if (!_scope.Close())
            throw LeftElsewhere("no_grad", nameof(NoGrad));
    }

    internal static TensorException LeftElsewhere(string op, string scope) => new(op,
        "the scope is closed where it never held. This flow of control neither opened it nor was started inside it; "
        + "expected one that did or was. The scope is closed now, for all that were inside. "
        + $"Open and close it in one method, with using (new {scope}()): an async method cannot open it for its "
        + "caller, and an async iterator opens it anew behind each yield return.");

    private static void RequireEnds(Type type)
    {
        Type kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (kind == typeof(ValueTask) || kind == typeof(ValueTask<>) || kind == typeof(IAsyncEnumerable<>)
            || kind == typeof(IAsyncEnumerator<>))
        {
            throw new TensorException("no_grad", "what the function gives goes on unseen after Run is done. It gives "
                + $"{type.Name.Split('`')[0]}; expected a value or a Task. Use AsTask(), or open the scope inside "
                + "the function with using (new NoGrad()).");
        }
    }
}
