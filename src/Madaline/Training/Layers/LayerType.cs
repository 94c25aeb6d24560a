namespace Madaline.Training;

/// <summary>A type of layer that recipes may name: all there is to say about it, in one place.</summary>
/// <param name="Name">What recipes call it.</param>
/// <param name="Arguments">What it takes.</param>
/// <param name="Plan">What it makes of its input; refuses an input that does not fit.</param>
internal sealed record LayerType(string Name, RecipeCatalog.Argument[] Arguments, Func<LayerSite, LayerPlan> Plan);
