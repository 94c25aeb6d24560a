using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// While it is open, shows every output of a module that the flow of control calls, in evaluation mode and unrecorded:
/// what other threads do with the same modules is not seen.
/// </summary>
/// <param name="see">Is told each output as it is made, by one thread at a time.</param>
internal sealed class Observation(Action<Module, IReadOnlyList<Tensor>> see)
    : FlowScope(FlowModes.Unrecorded | FlowModes.Evaluates | FlowModes.Observed)
{
    private readonly Lock _gate = new();

    /// <summary>Whether there is an observer.</summary>
    public static bool IsUnderWay => IsOn(FlowModes.Observed);

    /// <summary>Shows the outputs of a call to all observers.</summary>
    public static void Show(Module module, params IReadOnlyList<Tensor> outputs)
    {
        foreach (FlowScope scope in Open)
        {
            if (scope is Observation observation)
                observation.See(module, outputs);
        }
    }

    private void See(Module module, IReadOnlyList<Tensor> outputs)
    {
        lock (_gate)
            see(module, outputs);
    }
}
