using Madaline.NN;

namespace Madaline.Studio.Views.Compare;

/// <summary>What an answer costs.</summary>
/// <param name="Parameters">How many numbers were learned.</param>
/// <param name="MultiplyAdds">Products that are added up for one sample, in linear and convolutional layers.</param>
internal sealed record NetworkCost(long Parameters, long MultiplyAdds)
{
    /// <summary>The cost of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The shape of one input, as the network takes it.</param>
    /// <remarks>Each output of such a layer is the sum of as many products as the output has weights.</remarks>
    public static NetworkCost Of(Module network, Shape input)
    {
        var outputs = network.Summary((int[])[1, .. input.AsSpan()]).Rows
            .Where(row => row.OutputShape is not null).ToDictionary(row => row.Name, row => row.OutputShape!);
        long products = 0;
        foreach (var (name, module) in network.NamedModules())
        {
            if (WeightOf(module) is { } weight && outputs.TryGetValue(name, out var output))
                products += (long)output.Elements * (weight.Elements / weight.Shape[0]);
        }

        return new NetworkCost(network.ParameterCount, products);
    }

    private static Tensor? WeightOf(Module module) => module switch
    {
        Linear linear => linear.Weight,
        Conv1d conv => conv.Weight,
        Conv2d conv => conv.Weight,
        _ => null,
    };
}
