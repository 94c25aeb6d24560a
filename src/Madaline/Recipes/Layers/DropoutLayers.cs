using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that drop at random while training.</summary>
internal static class DropoutLayers
{
    public static LayerType[] Types { get; } =
    [
        new("dropout", [Share], site => site.Plan(rng => new Dropout(site.Spec.Number("p", 0.5), rng)))
        {
            Meaning = "Sets numbers to 0 at random, in training alone.",
            Describe = layer => layer is Dropout { P: var p } ? new Spec("dropout").With("p", p) : null,
        },
        new("dropout2d", [Share], site => site.PlanOfImage(rng => new Dropout2d(site.Spec.Number("p", 0.5), rng)))
        {
            Meaning = "Sets whole channels to 0 at random, in training alone.",
            Describe = layer => layer is Dropout2d { P: var p } ? new Spec("dropout2d").With("p", p) : null,
        },
    ];

    private static Argument Share => new("p", "number", 0, 1)
    {
        Meaning = "the share that is set to 0",
        Otherwise = "0.5",
    };
}
