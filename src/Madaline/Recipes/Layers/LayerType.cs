using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>A type of layer that recipes may name: all there is to say about it, in one place.</summary>
public sealed class LayerType : CatalogEntry
{
    /// <summary>A type of layer.</summary>
    /// <param name="name">What recipes call it.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="plan">What it makes of its input; refuses an input that does not fit.</param>
    internal LayerType(string name, IReadOnlyList<Argument> arguments, Func<LayerSite, LayerPlan> plan)
        : base(name, arguments) => Plan = plan;

    /// <summary>What it does, as a sentence.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Whether it is an activation function that hidden layers may have.</summary>
    public bool IsActivation { get; init; }

    /// <summary>
    /// The part of a recipe that builds a layer such as one that a program made; null where it is of another type, or
    /// has what no recipe can say.
    /// </summary>
    internal Func<Module, Spec?> Describe { get; init; } = _ => null;

    /// <summary>What it makes of its input; refuses an input that does not fit.</summary>
    internal Func<LayerSite, LayerPlan> Plan { get; }
}
