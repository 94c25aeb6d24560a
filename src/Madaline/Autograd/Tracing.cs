using System.Runtime.CompilerServices;

namespace Madaline.Autograd;

/// <summary>
/// Where operations tell what they did. Without an open trace this is the look at one number that all threads share.
/// </summary>
internal static class Tracing
{
    // Over all threads: nearly always 0, and quicker to look at than what belongs to a thread.
    private static int _open;

    [ThreadStatic]
    private static int _paused;

    /// <summary>Whether operations of the flow of control under way are traced.</summary>
    public static bool IsOpen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _open > 0 && IsOpenHere();
    }

    public static void Open() => Interlocked.Increment(ref _open);

    public static void Close() => Interlocked.Decrement(ref _open);

    /// <summary>
    /// Until the end of a block, on its thread, nothing is traced: for parts of an operation that is traced as a whole,
    /// and for what only looks at numbers.
    /// </summary>
    public static Paused Pause() => new(_open > 0);

    /// <summary>An operation of one tensor.</summary>
    public static void Add(string name, Tensor x, Tensor y, params (string Name, AttributeValue Value)[] attributes) =>
        Add(name, [x], [y], attributes);

    /// <summary>An operation.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="inputs">In the order of the operation's parameters; null for what was left out.</param>
    /// <param name="outputs">New tensors, or views of the inputs.</param>
    /// <param name="attributes">PyTorch's names, and what is needed to compute the outputs again.</param>
    public static void Add(
        string name, Tensor?[] inputs, Tensor[] outputs, params (string Name, AttributeValue Value)[] attributes)
    {
        foreach (Tracer tracer in Tracer.OfFlow)
            tracer.Add(name, inputs, outputs, new Attributes(attributes));
    }

    /// <summary>An operation that has written its result over its first operand.</summary>
    public static void Write(
        string name, Tensor y, Tensor?[] others, params (string Name, AttributeValue Value)[] attributes)
    {
        foreach (Tracer tracer in Tracer.OfFlow)
            tracer.Write(name, y, others, new Attributes(attributes));
    }

    /// <summary>A tensor is about to be written by an operation, which tells of it afterwards.</summary>
    public static void Announce(Tensor y)
    {
        foreach (Tracer tracer in Tracer.OfFlow)
            tracer.Announce(y.Storage);
    }

    private static bool IsOpenHere() => _paused == 0 && FlowScope.IsOn(FlowModes.Traced);

    /// <summary>A block in which nothing is traced.</summary>
    internal readonly ref struct Paused
    {
        private readonly bool _counts;

        public Paused(bool counts)
        {
            _counts = counts;
            if (counts)
                _paused++;
        }

        public void Dispose()
        {
            if (_counts)
                _paused--;
        }
    }
}
