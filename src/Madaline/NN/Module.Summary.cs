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
        Tensor x = Blank(inputShape);
        return Summarized([inputShape], () => [Call(x)]);
    }

    /// <summary>The same of any call.</summary>
    private protected ModuleSummary Summarized(IReadOnlyList<Shape> inputs, Func<Tensor[]> call)
    {
        var outputs = new Dictionary<Module, List<Shape>>(ReferenceEqualityComparer.Instance);
        Tensor[] last;
        using (new Observation(made => outputs[made.Module] = [.. made.Outputs.Select(y => y.Shape)]))
            last = call();
        List<SummaryRow> rows = [.. NamedModules()
            .Where(m => m.Module.IsListed)
            .Select(m => Row(m.Name, m.Module, outputs.GetValueOrDefault(m.Module)))];
        return new ModuleSummary(inputs, [.. last.Select(y => y.Shape)], rows, ParameterCount);
    }

    private static SummaryRow Row(string name, Module module, List<Shape>? outputs)
    {
        var row = new SummaryRow(name, module.Kind, outputs?.FirstOrDefault(), module.OwnParameterCount);
        return outputs is { Count: > 1 } ? row with { FurtherOutputs = outputs[1..] } : row;
    }
}
