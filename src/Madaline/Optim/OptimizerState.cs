namespace Madaline.Optim;

/// <summary>
/// All that an optimizer must remember to go on with the same bits: tensors for a safetensors file, numbers for JSON.
/// </summary>
/// <param name="tensors">By name: parameter index, dot, PyTorch's name of the state, such as <c>0.exp_avg</c>.</param>
/// <param name="numbers">By name: step counts, and the rates of the groups, such as <c>group.0.lr</c>.</param>
public sealed class OptimizerState(
    IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, double> numbers)
{
    /// <summary>The state tensors that have been needed so far.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>
    /// Counts, rates and the settings the optimizer was made with. Write doubles so that they read back the same.
    /// </summary>
    public IReadOnlyDictionary<string, double> Numbers { get; } = numbers;
}
