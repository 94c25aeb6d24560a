namespace Madaline;

/// <summary>Where hints about likely mistakes go.</summary>
/// <remarks>
/// <para>A hint changes no result: it says that gradients are never zeroed, that a softmax stands before a loss that
/// has one, and so on (<see cref="HintKind"/>). Each kind is given once for a receiver. Looking costs no wait for a
/// device and nothing that is measurable.</para>
/// <para>Without a receiver of its own a program finds them on standard error, as PyTorch's warnings.
/// <c>MADALINE_HINTS=off</c> or <c>Hints.Handler = null</c> turns them off.</para>
/// <code>
/// Hints.Handler = hint => logger.LogWarning("{Hint}", hint.Message);
/// using var scope = Hints.Collect(hints.Add);
/// </code>
/// </remarks>
public static partial class Hints
{
    private static readonly AsyncLocal<HintReceiver?> Local = new();
    private static HintReceiver _program = new(StandardError());

    /// <summary>Takes the hints that no scope takes; null for none. Standard error at first.</summary>
    /// <remarks>It may be called by any thread. Setting it begins anew: each kind may be given once more.</remarks>
    public static Action<Hint>? Handler
    {
        get => _program.Handler;
        set => _program = new HintReceiver(value);
    }

    /// <summary>
    /// Sends hints elsewhere until the scope is disposed: those of this flow of control and what it starts.
    /// </summary>
    /// <param name="handler">Takes each hint, on the thread that noticed.</param>
    /// <returns>The scope.</returns>
    public static IDisposable Collect(Action<Hint> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var outer = Local.Value;
        Local.Value = new HintReceiver(handler);
        return new Scope(outer);
    }

    /// <summary>Whether a hint of a kind would still be given: what looks longer asks first.</summary>
    internal static bool IsDue(HintKind kind) => Receiver.IsDue(kind);

    /// <summary>Gives a hint, unless one of its kind was given before.</summary>
    internal static void Give(HintKind kind, string message) => Receiver.Give(new Hint(kind, message));

    /// <summary>Gives a hint whose advice a program may word in its own terms.</summary>
    internal static void Give(HintKind kind, string problem, string advice) =>
        Receiver.Give(new Hint(kind, $"{problem} {advice}") { Problem = problem });

    private static HintReceiver Receiver => Local.Value ?? _program;

    private sealed class Scope(HintReceiver? outer) : IDisposable
    {
        public void Dispose() => Local.Value = outer;
    }
}

/// <summary>Gives each kind of hint once.</summary>
internal sealed class HintReceiver(Action<Hint>? handler)
{
    private long _given;

    public Action<Hint>? Handler => handler;

    public bool IsDue(HintKind kind) => handler is not null && (Volatile.Read(ref _given) & Bit(kind)) == 0;

    public void Give(Hint hint)
    {
        if (handler is not null && (Interlocked.Or(ref _given, Bit(hint.Kind)) & Bit(hint.Kind)) == 0)
            handler(hint);
    }

    private static long Bit(HintKind kind) => 1L << (int)kind;
}
