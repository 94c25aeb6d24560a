using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers over features.</summary>
internal static class DenseLayers
{
    public static LayerType[] Types { get; } =
    [
        new("linear", [new("outputs", "integer|classes", 1, 1 << 24, Required: true), new("bias", "flag")], Linear),
        new("flatten", [], site => site.Plan(_ => new Flatten())),
    ];

    private static LayerPlan Linear(LayerSite site)
    {
        int inputs = site.Last, outputs = site.IntegerOrClasses("outputs");
        bool bias = site.Spec.Flag("bias", true);
        return site.Plan(rng => new Linear(inputs, outputs, bias, rng));
    }
}
