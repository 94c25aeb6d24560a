namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>
    /// A table of layers, output shapes and parameter counts, made by sending zeros through in evaluation mode.
    /// </summary>
    /// <param name="inputShape">The input's shape, the batch dimension included: <c>[1, 784]</c>.</param>
    /// <exception cref="TensorException">The shape does not fit the network; the message names the layer.</exception>
    public ModuleSummary Summary(Shape inputShape)
    {
        var outputs = new Dictionary<Module, Shape>(ReferenceEqualityComparer.Instance);
        List<(string Name, Module Module)> modules = [.. NamedModules()];
        Shape output = OutputShape(inputShape, (layer, shape) => outputs[layer] = shape);
        List<SummaryRow> rows = [.. modules
            .Where(m => m.Module.IsListed)
            .Select(m => new SummaryRow(
                m.Name, m.Module.Kind, outputs.GetValueOrDefault(m.Module), m.Module.OwnParameterCount))];
        return new ModuleSummary(inputShape, output, rows, ParameterCount);
    }
}
