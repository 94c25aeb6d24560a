using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>What a list of layers comes to for inputs of a shape, worked out before anything is allocated.</summary>
internal sealed class NetworkPlan
{
    /// <summary>No recipe builds a larger network: 1 GiB of parameters.</summary>
    public const long MaxNumbers = 1 << 28;

    private readonly List<LayerPlan> _layers = [];
    private readonly string _key;

    private NetworkPlan(string key, int[] input) => (_key, Output) = (key, input);

    /// <summary>What the layers come to, in order.</summary>
    public IReadOnlyList<LayerPlan> Layers => _layers;

    /// <summary>How many layers.</summary>
    public int Count => _layers.Count;

    /// <summary>The shape of the last layer's output, without the batch.</summary>
    public int[] Output { get; private set; }

    /// <summary>Parameters and buffers in all.</summary>
    public double Numbers { get; private set; }

    /// <summary>The path of the first batch norm that sees one value a sample, or null.</summary>
    public string? SingleValueNorm { get; private set; }

    /// <summary>Goes through the layers of a recipe.</summary>
    /// <exception cref="TensorException">A layer does not fit the one before it, or the network is too
    /// large.</exception>
    public static NetworkPlan Of(Recipe recipe, Shape inputShape, int classes) =>
        Of(recipe.Layers, inputShape.ToArray(), RecipeCatalog.TaskOf(recipe).Outputs(classes), "recipe", "layers");

    /// <summary>Goes through the layers inside a layer.</summary>
    /// <param name="site">The layer around them.</param>
    /// <param name="key">The argument that lists them.</param>
    public static NetworkPlan Of(LayerSite site, string key) =>
        Of(site.Spec.Parts(key) ?? [], site.Input, site.Classes, site.Path, key);

    /// <summary>Goes through layers.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="input">The shape of the first one's input, without the batch.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="path">What lists them.</param>
    /// <param name="key">Under which name; also splits the stream of random numbers.</param>
    public static NetworkPlan Of(IReadOnlyList<Spec> layers, int[] input, int classes, string path, string key)
    {
        var (plan, problem) = UpToProblem(layers, input, classes, path, key);
        return problem is null ? plan : throw problem;
    }

    /// <summary>Goes through the layers of a recipe as far as they fit.</summary>
    /// <returns>What comes before the first that does not fit, and why it does not; null where all do.</returns>
    public static (NetworkPlan Plan, TensorException? Problem) UpToProblem(
        Recipe recipe, Shape inputShape, int classes) => UpToProblem(recipe.Layers, inputShape.ToArray(),
            RecipeCatalog.TaskOf(recipe).Outputs(classes), "recipe", "layers");

    private static (NetworkPlan Plan, TensorException? Problem) UpToProblem(
        IReadOnlyList<Spec> layers, int[] input, int classes, string path, string key)
    {
        var plan = new NetworkPlan(key, input);
        try
        {
            foreach (var (i, spec) in layers.Index())
                plan.Add(new LayerSite(spec, plan.Output, classes, $"{path} › {key}[{i}] ({spec.Type})"));
            return (plan, null);
        }
        catch (TensorException problem)
        {
            return (plan, problem);
        }
    }

    /// <summary>
    /// Makes the layers, each with a stream of its own: one more at the end changes no other's weights.
    /// </summary>
    public Sequential Build(Rng rng) => new([.. _layers.Select((layer, i) => layer.Build(rng.Split($"{_key}.{i}")))]);

    private void Add(LayerSite site)
    {
        LayerPlan layer = LayerTypes.Plan(site);
        Numbers += layer.Numbers;
        double elements = LayerPlan.Elements(layer.Output);
        if (elements > MaxNumbers || Numbers > MaxNumbers)
        {
            throw site.Refuse($"the network is too large. Up to here it has {Numbers:N0} parameters and an output of "
                + $"{elements:N0} numbers a sample; expected at most {MaxNumbers:N0} of each. Use fewer outputs.");
        }

        _layers.Add(layer);
        (Output, SingleValueNorm) = (layer.Output, SingleValueNorm ?? layer.SingleValueNorm);
    }
}
