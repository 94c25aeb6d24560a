using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// Evaluation mode until the end of a block, on its thread: only for networks of our own layers, which start no work
/// on others. Where user code is called, a <see cref="FlowScope"/> goes with it.
/// </summary>
internal readonly ref struct EvaluationBlock
{
    [ThreadStatic]
    private static int _depth;

    public EvaluationBlock()
    {
        _depth++;
        GradMode.Off();
    }

    /// <summary>Whether the thread is inside such a block.</summary>
    public static bool IsUnderWay => _depth > 0;

    public void Dispose()
    {
        _depth--;
        GradMode.On();
    }
}
