using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers over features.</summary>
internal static class DenseLayers
{
    public static LayerType[] Types { get; } =
    [
        new("linear",
            [new("outputs", "integer|classes", 1, 1 << 24, Required: true) { Meaning = "neurons" },
                new("bias", "flag") { Meaning = "whether each neuron adds one number", Otherwise = "true" }], Linear)
        {
            Meaning = "Neurons that take every input: W·a + b.",
            Describe = DescribeLinear,
        },
        new("flatten", [], site => site.Plan(_ => new Flatten()))
        {
            Meaning = "An image, or any shape, as one row of numbers.",
            Describe = layer => layer is Flatten { Dimensions: (1, -1) } ? new Spec("flatten") : null,
        },
    ];

    private static Spec? DescribeLinear(Module layer) => layer is Linear linear
        ? new Spec("linear").With("outputs", (double)linear.Outputs).WithFlag("bias", linear.Bias is not null, true)
        : null;

    private static LayerPlan Linear(LayerSite site)
    {
        int inputs = site.Last, outputs = site.IntegerOrClasses("outputs");
        bool bias = site.Spec.Flag("bias", true);
        return site.Plan(rng => new Linear(inputs, outputs, bias, rng));
    }
}
