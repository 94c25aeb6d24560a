using Madaline.Devices;
using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>What a layer comes to, worked out before anything is allocated.</summary>
/// <param name="Output">The output's shape, without the batch.</param>
/// <param name="Numbers">Parameters and buffers.</param>
/// <param name="Build">Makes the layer, drawing its initial values.</param>
internal sealed record LayerPlan(int[] Output, double Numbers, Func<Rng, Module> Build)
{
    /// <summary>The path of a batch norm that sees one value a sample, so that one sample has no variance.</summary>
    public string? SingleValueNorm { get; init; }

    /// <summary>What it takes, and the C# that makes it.</summary>
    public required LayerCost Cost { get; init; }

    /// <summary>How many numbers a shape has; more than an Int32 holds, too.</summary>
    public static double Elements(ReadOnlySpan<int> shape)
    {
        double product = 1;
        foreach (int size in shape)
            product *= size;
        return product;
    }

    /// <summary>
    /// Makes the layer on a device without memory, and asks it: no rule of a layer stands here again.
    /// </summary>
    /// <exception cref="TensorException">The layer refuses its arguments or its input.</exception>
    public static LayerPlan Of(LayerSite site, Func<Rng, Module> build)
    {
        using var scope = new MetaDevice.Scope();
        try
        {
            Module layer = build(new Rng(0));
            bool isSingle = false;
            var cost = new LayerCost(layer);
            Shape output = layer.OutputShape([1, .. site.Input], (module, shape) =>
            {
                isSingle |= module is BatchNorm1d or BatchNorm2d && shape.Elements == shape[1];
                cost.Add(module, shape);
            });
            double numbers = layer.NamedParameters().Concat(layer.NamedBuffers()).Sum(t => (double)t.Tensor.Elements);
            return new([.. output.AsSpan()[1..]], numbers, build)
            {
                SingleValueNorm = isSingle ? site.Path : null,
                Cost = cost,
            };
        }
        catch (TensorException error)
        {
            throw error.IsTooLarge ? site.TooLarge() : site.Refuse(error.Problem);
        }
        catch (ArgumentException error)
        {
            throw site.Refuse(error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal));
        }
    }
}
