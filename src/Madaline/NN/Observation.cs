using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// While it is open, shows every call of a module by the flow of control, in evaluation mode: what other threads do
/// with the same modules is not seen.
/// </summary>
/// <param name="see">Is told each call as it ends, by one thread at a time.</param>
/// <param name="isRecorded">Whether operations are recorded; else they are not, whatever was said outside.</param>
internal sealed class Observation(Action<ObservedCall> see, bool isRecorded = false)
    : FlowScope(FlowModes.Evaluates | FlowModes.Observed | (isRecorded ? FlowModes.None : FlowModes.Unrecorded))
{
    private readonly Lock _gate = new();

    /// <summary>Whether there is an observer.</summary>
    public static bool IsUnderWay => IsOn(FlowModes.Observed);

    /// <summary>Shows a call to all observers.</summary>
    public static void Show(in ObservedCall call)
    {
        foreach (FlowScope scope in Open)
        {
            if (scope is Observation observation)
                observation.See(call);
        }
    }

    private void See(in ObservedCall call)
    {
        lock (_gate)
            see(call);
    }
}

/// <summary>A call of a module.</summary>
/// <param name="Module">The module.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Outputs">What it gave.</param>
internal readonly record struct ObservedCall(
    Module Module, IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Outputs);
