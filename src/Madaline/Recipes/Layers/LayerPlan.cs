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

    /// <summary>How many numbers a shape has; more than an Int32 holds, too.</summary>
    public static double Elements(ReadOnlySpan<int> shape)
    {
        double product = 1;
        foreach (int size in shape)
            product *= size;
        return product;
    }
}
