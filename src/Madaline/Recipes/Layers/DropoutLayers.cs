using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that drop at random while training.</summary>
internal static class DropoutLayers
{
    public static LayerType[] Types { get; } =
    [
        new("dropout", [new("p", "number", 0, 1)],
            site => site.Plan(rng => new Dropout(site.Spec.Number("p", 0.5), rng)))
        {
            Describe = layer => layer is Dropout { P: var p } ? new Spec("dropout").With("p", p) : null,
        },
        new("dropout2d", [new("p", "number", 0, 1)],
            site => site.PlanOfImage(rng => new Dropout2d(site.Spec.Number("p", 0.5), rng)))
        {
            Describe = layer => layer is Dropout2d { P: var p } ? new Spec("dropout2d").With("p", p) : null,
        },
    ];
}
